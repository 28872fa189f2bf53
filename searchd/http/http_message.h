#pragma once

// A request and its answer as plain values: all that the routes know of HTTP, so that the server
// underneath can be replaced. A request has no headers: no answer depends on them.

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace doorstep::http {

// Names and values in the order they came, decoded; a name may come more than once.
using Query = std::vector<std::pair<std::string, std::string>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";     // GET or HEAD
  std::vector<std::string> path;  // segments between the slashes, decoded one by one: valid UTF-8 without NUL
  Query query;                    // valid UTF-8 without NUL

  bool operator==(const HttpRequest&) const = default;
};

struct HttpResponse {
  int status = 200;
  std::string content_type = "application/json";
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

// The bytes of an answer after which the connection ends.
std::string closing_text(const HttpResponse& response);

// Called by many threads at once. What it throws is answered with 500 and never shown.
using Handler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace doorstep::http
