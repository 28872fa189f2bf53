#pragma once

// Where the programs write lines about themselves.

#include <iosfwd>
#include <mutex>
#include <string_view>

namespace doorstep::base {

// Whole lines, each at once and flushed, whichever thread writes them. Thread-safe. `out` must outlive it.
class LineLog {
 public:
  explicit LineLog(std::ostream& out) : out_(out) {}

  // `line` without its end.
  void write(std::string_view line);

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

}  // namespace doorstep::base
