#pragma once

// What goes wrong, as RFC 9457 problem documents in Chinese.

#include <span>
#include <string>
#include <string_view>

#include "schema/base/result.h"
#include "searchd/http/http_message.h"

namespace doorstep::http {

// One kind of failure: the only table from error code to HTTP status, title and metric. Codes are append-only.
struct ErrorKind {
  std::string_view code;
  int status;
  std::string_view title;   // Chinese, one sentence
  std::string_view metric;  // value of the metrics label "reason"

  bool operator==(const ErrorKind&) const = default;
};

// Every kind, those of whole answers first, then those of single parameters (in `errors`).
std::span<const ErrorKind> error_kinds();

// Asserts that there is such a kind.
const ErrorKind& error_kind(std::string_view code);

// Value of the header "Allow": the same everywhere.
inline constexpr std::string_view kAllowedMethods = "GET, HEAD, OPTIONS";

// application/problem+json: {"type","title","status","detail","errors":[{"parameter","code","detail","hint"}]}.
// `detail` may be empty and is then absent, as `errors` is without issues. A 503 carries Retry-After.
HttpResponse problem_response(std::string_view code, std::string_view detail = {}, const base::Issues& issues = {});

// 400 for a request with wrong parameters, naming every one.
HttpResponse invalid_parameters(const base::Issues& issues);

}  // namespace doorstep::http
