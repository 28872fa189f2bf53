#pragma once

// One JSON line for every answer. Built so that it cannot hold what a person looked for: of the request it is
// given only names out of closed lists, never a path, a query text, a coordinate, a cursor or a posting id.

#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"

namespace doorstep::http {

struct AccessEntry {
  base::Instant time;
  std::string_view method;  // "GET" or "HEAD"; empty if the request was refused unread
  std::string_view route;   // pattern of the route table; "refused", "unknown"
  int status = 0;
  std::size_t bytes = 0;  // of the body
  double milliseconds = 0;
  std::vector<std::string_view> parameters;  // names the route knows, as often as given
  std::size_t unknown_parameters = 0;        // how many more were given
  std::string_view community_id;             // of a known community; empty: none
  std::optional<std::uint64_t> hits;         // total of a search
};

// Thread-safe. `out` must outlive the log.
class AccessLog {
 public:
  explicit AccessLog(std::ostream& out) : out_(out) {}

  void write(const AccessEntry& entry);

 private:
  std::mutex mutex_;
  std::ostream& out_;
};

}  // namespace doorstep::http
