#pragma once

// What a run has seen, and how it is told.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/load_client/answer_parser.h"

namespace doorstep::load {

// Of values in any order, by nearest rank: the smallest one that `share` (0–1] of all do not exceed. nullopt of none.
std::optional<std::uint32_t> percentile(std::vector<std::uint32_t>& values, double share);

// The digits after `text` wherever it occurs in `body`.
struct NumberAfter {
  std::string_view digits;  // empty: it does not occur
  bool mixed = false;       // two occurrences differ, or one has no digits

  bool operator==(const NumberAfter&) const = default;
};
NumberAfter number_after(std::string_view body, std::string_view text);

struct RunTimes {
  double seconds = 0;      // from the first request to the last answer
  double cpu_seconds = 0;  // of this client
};

class Tally {
 public:
  // `number_after`: as in Options; empty: bodies are not looked at.
  explicit Tally(std::string number_after) : number_after_(std::move(number_after)) {}

  // `at_us` since the beginning of the run, at the end of the answer.
  void add_answer(const Answer& answer, std::uint64_t at_us, std::uint64_t took_us);
  void add_failure(const std::string& reason) { ++failures_[reason]; }
  void add_retry() { ++retried_; }
  // Requests that were due by --rate and found every connection busy until the end.
  void set_unsent(std::uint64_t count) { unsent_ = count; }

  // One JSON object; sorts what is kept.
  std::string to_json(const RunTimes& times);

 private:
  using Counts = std::map<std::string, std::uint64_t>;

  const std::string number_after_;
  std::uint64_t answers_ = 0;
  Counts by_status_;
  Counts failures_;
  Counts by_number_;
  std::uint64_t retried_ = 0;
  std::uint64_t mixed_ = 0;
  std::uint64_t retry_after_missing_ = 0;
  std::uint64_t unsent_ = 0;
  std::vector<std::vector<std::uint32_t>> took_us_;  // of 200s, by the second in which they ended
};

}  // namespace doorstep::load
