#pragma once

// A request and its answer as plain values: all that the routes know of HTTP, so that the server
// underneath can be replaced.

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doorstep::http {

// Names and values in the order they came, decoded; a name may come more than once.
using Query = std::vector<std::pair<std::string, std::string>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

// The only headers of a request that an answer may depend on; as sent, without surrounding blanks, empty if absent. A header that
// came more than once is joined by ", ". Plain: no control characters but tabs.
struct RequestHeaders {
  std::string accept_encoding;
  std::string if_none_match;
  std::string origin;
  std::string access_control_request_method;
  std::string x_forwarded_for;

  bool operator==(const RequestHeaders&) const = default;
};

struct HttpRequest {
  std::string method = "GET";     // GET, HEAD or OPTIONS
  std::vector<std::string> path;  // segments between the slashes, decoded one by one: valid UTF-8 without NUL
  Query query;                    // valid UTF-8 without NUL
  RequestHeaders headers;
  std::string peer;  // numeric address of the other end of the connection, "127.0.0.1" or "::1"; empty if not known

  bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";  // empty: there is no content (204, 304)
  std::string body;
  Headers headers;

  bool operator==(const HttpResponse&) const = default;
};

// On every answer.
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kSecurityHeaders{{
    {"X-Content-Type-Options", "nosniff"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
}};

// How an answer is put on the wire.
struct WireForm {
  std::optional<std::chrono::seconds> keep_alive;  // how long the connection then waits for more; nullopt: it ends
  bool head_only = false;                          // the answer to HEAD: as to GET, without the body

  bool operator==(const WireForm&) const = default;
};

// The bytes of an answer.
std::string wire_text(const HttpResponse& response, const WireForm& form);

// Called by many threads at once. What it throws is answered with 500 and never shown.
using Handler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace doorstep::http
