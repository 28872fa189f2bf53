#pragma once

// Which path is answered by what, and what all answers have in common: limits, entity tags, compression, headers, log
// and metrics.

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "searchd/http/access_log.h"
#include "searchd/http/client_network.h"
#include "searchd/http/cors.h"
#include "searchd/http/endpoints.h"
#include "searchd/http/gzip.h"
#include "searchd/http/http_message.h"
#include "searchd/http/rate_limiter.h"
#include "searchd/ops/metrics.h"
#include "searchd/search/service.h"

namespace doorstep::http {

struct RoutesOptions {
  Front front = Front::kNone;
  CorsPolicy cors;                    // of the main listener
  RateLimiterOptions rate_limit;      // of /v1/ on the main listener
  std::size_t gzip_min_bytes = 1024;  // of a body, to be worth compressing

  bool operator==(const RoutesOptions&) const = default;
};

// Thread-safe. Source, clock, log and metrics must outlive it.
class Routes {
 public:
  Routes(const search::ServiceSource& source, const base::Clock& clock, AccessLog& log, ops::Metrics& metrics,
         RoutesOptions options = {});

  // The answers of the two listeners: /metrics is only on the one for operators, searches are only on the other. They never
  // throw for what a request holds or the engine does: problems are answers too. Each is logged and counted.
  HttpResponse handle(const HttpRequest& request) const;
  HttpResponse handle_admin(const HttpRequest& request) const;

  // Logs and counts an answer that the server gives by itself, and lets the pages read it that may read others: for
  // HttpServerOptions::on_refusal.
  void note_refusal(std::string_view code, const HttpRequest& request, HttpResponse& response) const;

  // Of both listeners, as openapi.yaml spells them: "/v1/postings/{id}".
  static std::vector<std::string_view> patterns();

 private:
  struct Route;
  using Time = std::chrono::steady_clock::time_point;

  static std::span<const Route> main_table();
  static std::span<const Route> admin_table();

  HttpResponse handle_by(std::span<const Route> table, const HttpRequest& request) const;
  Answer answer(const HttpRequest& request, const Route& route) const;
  Answer answer_saved(const HttpRequest& request, const Route& route, const search::SearchService& service) const;
  Answer call(const HttpRequest& request, const Route& route, const search::SearchService& service) const;
  void compress(const HttpRequest& request, Answer& answer) const;
  std::optional<RateVerdict> count(const HttpRequest& request, const Route& route, Time now) const;
  void note(const HttpRequest& request, const Route* route, const Answer& answer, Time begin) const;

  const search::ServiceSource& source_;
  const base::Clock& clock_;
  AccessLog& log_;
  ops::Metrics& metrics_;
  const RoutesOptions options_;
  const Endpoints endpoints_;
  const Gzip gzip_;
  mutable std::optional<RateLimiter> limiter_;  // has a lock of its own
};

}  // namespace doorstep::http
