#pragma once

// What each path answers, out of one generation; what all answers have in common is added by routes.h.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/base/clock.h"
#include "searchd/http/http_message.h"
#include "searchd/http/parameters.h"
#include "searchd/ops/metrics.h"
#include "searchd/search/service.h"

namespace doorstep::http {

// "0.1.0"
std::string_view program_version();

// An answer, and what log and metrics may know of it.
struct Answer {
  HttpResponse response;
  std::string_view problem = {};                             // code of problem.h; empty: none
  std::string community_id = {};                             // of a known community
  std::optional<search::SearchResult> found = std::nullopt;  // of a search
  ops::HttpStageTimes times = {};
  std::string exception = {};  // type of what was thrown
  bool incomplete = false;     // time ran out: another each time
};

// Answer with the problem of that code.
Answer problem_answer(std::string_view code, std::string_view detail = {});

// The parameters of the endpoints that know no more than a datum.
std::span<const ParameterRule> datum_rule();

// Thread-safe. All that it is made of must outlive it. Throws search::Unavailable and what the engine throws.
class Endpoints {
 public:
  Endpoints(const search::ServiceSource& source, const base::Clock& clock, const ops::Metrics& metrics)
      : source_(source), clock_(clock), metrics_(metrics) {}

  Answer search(const HttpRequest& request, const search::SearchService& service) const;
  Answer suggest(const HttpRequest& request, const search::SearchService& service) const;
  Answer posting(const HttpRequest& request, const search::SearchService& service) const;
  Answer communities(const HttpRequest& request, const search::SearchService& service) const;
  Answer community(const HttpRequest& request, const search::SearchService& service) const;
  Answer livez(const HttpRequest& request, const search::SearchService& service) const;
  Answer readyz(const HttpRequest& request, const search::SearchService& service) const;
  Answer version(const HttpRequest& request, const search::SearchService& service) const;
  Answer openapi(const HttpRequest& request, const search::SearchService& service) const;
  Answer metrics(const HttpRequest& request, const search::SearchService& service) const;

 private:
  const search::ServiceSource& source_;
  const base::Clock& clock_;
  const ops::Metrics& metrics_;
};

// The text of schema/openapi.yaml as JSON, compiled into the program.
std::string_view built_in_openapi_json();

}  // namespace doorstep::http
