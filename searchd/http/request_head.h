#pragma once

// Checks the raw head of a request before cpp-httplib sees it, because that skips lines it does not understand,
// decodes escapes in header values, lets a client's REMOTE_ADDR win and runs a regular expression over Range.
// What passes is a GET or HEAD without a body and with plain headers, none of which goes further; everything else is
// refused and the connection closed, so that no two readers can disagree where a request ends.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

namespace doorstep::http {

inline constexpr std::size_t kMaxPathBytes = 2 * 1024;
inline constexpr std::size_t kMaxQueryBytes = 16 * 1024;

struct RequestHead {
  std::string method;
  std::string target;
  bool close = false;  // the client asked for it, or speaks HTTP/1.0

  bool operator==(const RequestHead&) const = default;
};

// An error code of problem.h. All of them end the connection.
struct Refusal {
  std::string_view code;

  bool operator==(const Refusal&) const = default;
};

// `text` is a head up to and with the empty line that ends it.
std::variant<RequestHead, Refusal> read_request_head(std::string_view text);

}  // namespace doorstep::http
