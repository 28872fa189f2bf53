#include "searchd/http/cors.h"

#include <algorithm>

namespace doorstep::http {
namespace {

constexpr std::string_view kExposed =
    "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy";
constexpr std::string_view kMethods = "GET, HEAD";
// Of what a page may send, the only header we read that needs leave.
constexpr std::string_view kRequestHeaders = "If-None-Match";
// Two hours, the most a browser keeps it (Chromium).
constexpr std::string_view kMaxAgeSeconds = "7200";

bool lists(const CorsPolicy& policy, std::string_view origin) {
  return std::find(policy.origins.begin(), policy.origins.end(), origin) != policy.origins.end();
}

}  // namespace

void add_vary(HttpResponse& response, std::string_view name) {
  const auto vary =
      std::find_if(response.headers.begin(), response.headers.end(), [](const auto& h) { return h.first == "Vary"; });
  if (vary == response.headers.end()) {
    response.headers.emplace_back("Vary", name);
  } else {
    vary->second += ", " + std::string(name);
  }
}

void add_cors_headers(const CorsPolicy& policy, const HttpRequest& request, HttpResponse& response) {
  if (policy.origins.empty()) return;
  add_vary(response, "Origin");
  const auto& origin = request.headers.origin;
  const bool everyone = lists(policy, "*");
  if (origin.empty() || (!everyone && !lists(policy, origin))) return;
  auto& headers = response.headers;
  headers.emplace_back("Access-Control-Allow-Origin", everyone ? "*" : origin);
  if (request.method == "OPTIONS" && !request.headers.access_control_request_method.empty()) {
    headers.emplace_back("Access-Control-Allow-Methods", kMethods);
    headers.emplace_back("Access-Control-Allow-Headers", kRequestHeaders);
    headers.emplace_back("Access-Control-Max-Age", kMaxAgeSeconds);
  } else {
    headers.emplace_back("Access-Control-Expose-Headers", kExposed);
  }
}

}  // namespace doorstep::http
