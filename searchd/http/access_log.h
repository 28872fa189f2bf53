#pragma once

// One JSON line for every answer. Built so that it cannot hold what a person looked for: of the request it is
// given only names out of closed lists, never a path, a query text, a coordinate, a cursor or a posting id.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "schema/base/log.h"

namespace doorstep::http {

struct AccessEntry {
  base::Instant time;
  std::string_view method;  // "GET", "HEAD" or "OPTIONS"; empty if the request was refused unread
  std::string_view route;   // pattern of the route table; "refused", "unknown"
  int status = 0;
  std::size_t bytes = 0;  // of the body
  double milliseconds = 0;
  std::vector<std::string_view> parameters;  // names the route knows, as often as given
  std::size_t unknown_parameters = 0;        // how many more were given
  std::string_view community_id;             // of a known community; empty: none
  std::optional<std::uint64_t> hits;         // total of a search
  std::string exception;                     // type of what was thrown, never its text; empty: nothing was
};

// Thread-safe. `lines` must outlive the log.
class AccessLog {
 public:
  explicit AccessLog(base::LineLog& lines) : lines_(lines) {}

  void write(const AccessEntry& entry);

 private:
  base::LineLog& lines_;
};

}  // namespace doorstep::http
