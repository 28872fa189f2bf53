#pragma once

// Which path is answered by what.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "searchd/http/access_log.h"
#include "searchd/http/http_message.h"
#include "searchd/search/service.h"

namespace doorstep::http {

// Thread-safe. Service, clock and log must outlive it.
class Routes {
 public:
  Routes(const search::SearchService& service, const base::Clock& clock, AccessLog& log)
      : service_(service), clock_(clock), log_(log) {}

  // Never throws for what a request holds or the engine does: problems are answers too. Each is logged.
  HttpResponse handle(const HttpRequest& request) const;

  // Logs an answer that was given before a request was read: for HttpServerOptions::on_refusal.
  void log_refusal(const HttpResponse& response) const;

  // As openapi.yaml spells them: "/v1/postings/{id}".
  static std::vector<std::string_view> patterns();

 private:
  struct Route;
  struct Answer;

  static std::span<const Route> table();

  Answer answer(const HttpRequest& request, const Route& route) const;
  Answer search(const HttpRequest& request) const;
  Answer posting(const HttpRequest& request) const;
  Answer communities(const HttpRequest& request) const;
  Answer community(const HttpRequest& request) const;
  Answer livez(const HttpRequest& request) const;
  Answer readyz(const HttpRequest& request) const;
  Answer version(const HttpRequest& request) const;
  Answer openapi(const HttpRequest& request) const;

  const search::SearchService& service_;
  const base::Clock& clock_;
  AccessLog& log_;
};

// The text of schema/openapi.yaml as JSON, compiled into the program.
std::string_view built_in_openapi_json();

}  // namespace doorstep::http
