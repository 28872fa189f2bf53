#pragma once

// Reads the raw head of a request. Not left to cpp-httplib, because that skips lines it does not understand,
// decodes escapes in header values, lets a client's REMOTE_ADDR win and runs a regular expression over Range.
// What passes is a GET, HEAD or OPTIONS without a body and with plain headers, of which only those of RequestHeaders go
// further; everything else is refused and the connection closed, so that no two readers can disagree where a request ends.

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "searchd/http/http_message.h"

namespace doorstep::http {

inline constexpr std::size_t kMaxPathBytes = 2 * 1024;
inline constexpr std::size_t kMaxQueryBytes = 16 * 1024;
// Of one header that goes further, its repetitions together; a longer one counts as not sent, which costs at most a
// compressed or a saved answer.
inline constexpr std::size_t kMaxHeaderBytes = 1024;

struct RequestHead {
  std::string method;
  std::string target;  // path and query; of an absolute one ("http://host/path") scheme and authority are gone
  RequestHeaders headers;
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
