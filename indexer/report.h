#pragma once

// What a run found wrong: told line by line as it is found, counted by kind, summed up at the end.

#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "schema/base/result.h"

namespace doorstep::indexer {

// Exit codes of the command.
inline constexpr int kAllGood = 0;
inline constexpr int kDoneWithRefusals = 1;
inline constexpr int kWrongCall = 2;
inline constexpr int kNothingDone = 3;

// A line of an input file. Borrowed: used during the call only.
struct Where {
  std::string_view file;
  std::uint64_t line = 0;
};

// All issues of one severity, field and code. An item of a list counts under the list: "welfare[]".
struct ProblemKind {
  std::string field;  // empty: the whole line
  std::string code;
  std::uint64_t count = 0;
  std::string example;  // the first, "file:line"

  bool operator==(const ProblemKind&) const = default;
};

struct Summary {
  std::uint64_t read = 0;             // lines that are not blank
  std::uint64_t indexed = 0;          // postings in the generation
  std::uint64_t refused = 0;          // lines
  std::uint64_t replaced = 0;         // postings that a later line with the same id replaced
  std::uint64_t without_place = 0;    // of the indexed
  std::vector<ProblemKind> refusals;  // the most frequent first
  std::vector<ProblemKind> flags;     // the same
  std::string generation;             // empty: none was written
  double seconds = 0;
  int exit_code = kAllGood;

  bool operator==(const Summary&) const = default;
};

// Prints issues as they come and counts them. Memory does not grow with the number of lines: kinds are counted with one
// example each, and beyond kMaxKinds (a sender chooses the names of unknown fields) under "其他". Not thread-safe.
class Report {
 public:
  static constexpr std::size_t kMaxKinds = 1000;
  static constexpr std::string_view kOther = "其他";

  // `out` must outlive the report.
  explicit Report(std::ostream& out) : out_(out) {}

  // Prints and counts each issue: `file:line: field: what；what would be right`, "提示 " before the field of a flag.
  void add(const Where& where, const base::Issues& issues);

  // The kinds so far, the most frequent first.
  std::vector<ProblemKind> kinds(base::Issue::Severity severity) const;

 private:
  using Key = std::tuple<base::Issue::Severity, std::string, std::string>;
  struct Count {
    std::uint64_t count = 0;
    std::string example;
  };

  void print(const Where& where, const base::Issue& issue);
  void count(const Where& where, const base::Issue& issue);

  std::ostream& out_;
  std::map<Key, Count> counts_;
};

// kNothingDone if nothing was indexed (also when there was nothing to read: no index was written), kDoneWithRefusals if a line was refused, else kAllGood.
int exit_code_for(const Summary& summary);

// For people, in Chinese, several lines.
std::string format_summary(const Summary& summary);

// One JSON object: read, indexed, refused, replaced, without_place, refusals and flags (field, code, count, example),
// generation, seconds, exit_code.
std::string summary_json(const Summary& summary);

// Writes summary_json() so that `path` holds either the old or the whole new text; what is there and is no regular file
// (/dev/stdout, a pipe) is written to as it is, never replaced. Throws std::system_error that names the file.
void write_summary(const std::string& path, const Summary& summary);

}  // namespace doorstep::indexer
