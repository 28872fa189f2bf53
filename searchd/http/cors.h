#pragma once

// Pages of other origins that may read our answers in a browser: nothing is secret in them, but an operator says who builds upon them.

#include <string>
#include <vector>

#include "searchd/http/http_message.h"

namespace doorstep::http {

struct CorsPolicy {
  std::vector<std::string> origins;  // "https://example.cn", as a browser writes it, or "*" for every one; empty: none

  bool operator==(const CorsPolicy&) const = default;
};

// The headers that let the page of an allowed origin read this answer; without any in the policy none. To an OPTIONS that
// asks for a method before a request (a preflight) also what such a request may hold.
void add_cors_headers(const CorsPolicy& policy, const HttpRequest& request, HttpResponse& response);

// Adds the name to the response's Vary.
void add_vary(HttpResponse& response, std::string_view name);

}  // namespace doorstep::http
