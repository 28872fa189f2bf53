#pragma once

// Which rows a request lets in: the circle, expiry and the filters, as numbers.

#include <cstdint>
#include <vector>

#include "searchd/search/row_filter.h"
#include "tests/bench/floor/corpus_in_memory.h"
#include "tests/bench/floor/scoring.h"

namespace doorstep::bench {

// A row that was let in.
struct Found {
  std::uint32_t row = 0;
  bool pay_unknown = false;  // but for a pay that it does not tell
  std::int64_t chord2 = 0;
  double text = 0;
};

// One request. What it is constructed with must outlive it.
class Admission {
 public:
  Admission(const CorpusInMemory& corpus, const Scoring& scoring, const search::Filters& filters, base::Instant now);

  bool admit(std::uint32_t row, Found& found) const {
    const Row& at = rows_[row];
    const std::int64_t chord2 = scoring_.chord2(at);
    if (!scoring_.inside(chord2) || at.lapses_at <= now_) return false;
    found = {.row = row, .pay_unknown = false, .chord2 = chord2, .text = 0};
    return plain_ || passes(row, at, found);
  }

 private:
  // A number's place holds whether it may be; empty: all may.
  using Allowed = std::vector<std::uint8_t>;
  struct NumberFilter {
    const std::vector<std::uint16_t>* numbers;
    Allowed allowed;
  };
  struct SetFilter {
    const SetColumn* sets;
    Allowed allowed;
  };

  Allowed allowed(index::Dictionary dictionary, const std::vector<std::string>& values) const;
  bool passes(std::uint32_t row, const Row& at, Found& found) const;

  const CorpusInMemory& corpus_;
  const Scoring& scoring_;
  const Row* rows_;
  std::uint32_t now_;
  std::uint32_t posted_since_ = 0;
  std::uint32_t pay_min_;
  std::uint16_t employer_types_;
  std::uint8_t education_;
  std::uint8_t experience_;
  bool by_pay_;
  bool plain_;
  std::vector<NumberFilter> by_number_;
  std::vector<SetFilter> by_set_;
};

}  // namespace doorstep::bench
