#include "searchd/http/routes.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <memory>
#include <typeinfo>
#include <utility>

#include <cxxabi.h>

#include "searchd/http/communities_json.h"
#include "searchd/http/entity_tag.h"
#include "searchd/http/parameters.h"
#include "searchd/http/problem.h"
#include "searchd/http/search_parameters.h"
#include "searchd/http/suggest_json.h"

namespace doorstep::http {

struct Routes::Route {
  std::string_view pattern;
  Answer (Endpoints::*answer)(const HttpRequest&, const search::SearchService&) const;
  std::span<const ParameterRule> parameters;
  bool fleeting = false;  // what it answers is of this moment: never to be kept
};

namespace {

using std::chrono::steady_clock;

// Openings close at any moment: an answer may be kept, but is asked for again each time.
constexpr std::string_view kAskAgain = "private, max-age=0";
constexpr std::string_view kIdentity = "identity";
constexpr std::string_view kGzip = "gzip";

// Segment by segment; "{id}" stands for any one that is not empty.
bool matches(std::string_view pattern, const std::vector<std::string>& path) {
  pattern.remove_prefix(1);
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto slash = pattern.find('/');
    const auto expected = pattern.substr(0, slash);
    const bool fits = expected == "{id}" ? !path[i].empty() : expected == path[i];
    if (!fits) return false;
    if (slash == std::string_view::npos) return i + 1 == path.size();
    pattern.remove_prefix(slash + 1);
  }
  return false;
}

void note_parameters(const Query& query, std::span<const ParameterRule> rules, AccessEntry& entry) {
  for (const auto& parameter : query) {
    const auto rule = std::find_if(rules.begin(), rules.end(),
                                   [&](const ParameterRule& known) { return known.name == parameter.first; });
    if (rule == rules.end()) {
      ++entry.unknown_parameters;
    } else {
      entry.parameters.push_back(rule->name);
    }
  }
}

// Of the exception that is being handled, whatever it is: std::exception or not.
std::string exception_type() {
  const auto* type = abi::__cxa_current_exception_type();
  if (type == nullptr) return "unknown";
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status),
                                                         std::free);
  return status == 0 ? name.get() : type->name();
}

std::string_view encoding_of(const HttpResponse& response) {
  const auto is_encoding = [](const auto& header) { return header.first == "Content-Encoding"; };
  return std::any_of(response.headers.begin(), response.headers.end(), is_encoding) ? kGzip : kIdentity;
}

HttpResponse without_content(int status) { return {.status = status, .content_type = ""}; }

Answer not_modified(std::string tag) {
  Answer answer{.response = without_content(304)};
  answer.response.headers = {{"ETag", std::move(tag)}, {"Vary", "Accept-Encoding"}};
  return answer;
}

Answer options_answer() {
  Answer answer{.response = without_content(204)};
  answer.response.headers.emplace_back("Allow", kAllowedMethods);
  return answer;
}

// The tag by which the client names the answer it would get. Whether that is long enough to be compressed is not known
// before there is one: who takes gzip may hold either.
std::optional<std::string> tag_held(const Edition& edition, const HttpRequest& request) {
  const auto& headers = request.headers;
  if (headers.if_none_match.empty()) return std::nullopt;
  auto plain = entity_tag(edition, request, kIdentity);
  if (names_tag(headers.if_none_match, plain)) return plain;
  if (!accepts_gzip(headers.accept_encoding)) return std::nullopt;
  auto packed = entity_tag(edition, request, kGzip);
  return names_tag(headers.if_none_match, packed) ? std::optional(std::move(packed)) : std::nullopt;
}

// The same bytes for the same edition: a search that ran out of time is another each time.
bool can_be_saved(const Answer& answer) { return answer.response.status == 200 && !answer.incomplete; }

}  // namespace

Routes::Routes(const search::ServiceSource& source, const base::Clock& clock, AccessLog& log, ops::Metrics& metrics,
               RoutesOptions options)
    : source_(source),
      clock_(clock),
      log_(log),
      metrics_(metrics),
      options_(std::move(options)),
      endpoints_(source, clock, metrics) {
  if (options_.rate_limit.requests > 0) limiter_.emplace(options_.rate_limit);
}

std::span<const Routes::Route> Routes::main_table() {
  static const std::array kTable = {
      Route{"/v1/postings", &Endpoints::search, search_parameter_rules()},
      Route{"/v1/postings/{id}", &Endpoints::posting, datum_rule()},
      Route{"/v1/suggest", &Endpoints::suggest, suggest_parameter_rules()},
      Route{"/v1/communities", &Endpoints::communities, communities_parameter_rules()},
      Route{"/v1/communities/{id}", &Endpoints::community, datum_rule()},
      Route{"/livez", &Endpoints::livez, {}, true},
      Route{"/readyz", &Endpoints::readyz, {}, true},
      Route{"/version", &Endpoints::version, {}},
      Route{"/openapi.json", &Endpoints::openapi, {}},
  };
  return kTable;
}

std::span<const Routes::Route> Routes::admin_table() {
  static const std::array kTable = {
      Route{"/metrics", &Endpoints::metrics, {}, true},
      Route{"/livez", &Endpoints::livez, {}, true},
      Route{"/readyz", &Endpoints::readyz, {}, true},
      Route{"/version", &Endpoints::version, {}},
  };
  return kTable;
}

std::vector<std::string_view> Routes::patterns() {
  std::vector<std::string_view> patterns;
  for (const auto table : {main_table(), admin_table()}) {
    for (const auto& route : table) {
      if (std::find(patterns.begin(), patterns.end(), route.pattern) == patterns.end())
        patterns.push_back(route.pattern);
    }
  }
  return patterns;
}

HttpResponse Routes::handle(const HttpRequest& request) const {
  auto response = handle_by(main_table(), request);
  add_cors_headers(options_.cors, request, response);
  return response;
}

HttpResponse Routes::handle_admin(const HttpRequest& request) const { return handle_by(admin_table(), request); }

HttpResponse Routes::handle_by(std::span<const Route> table, const HttpRequest& request) const {
  const auto begin = steady_clock::now();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Route& r) { return matches(r.pattern, request.path); });
  const Route* route = found == table.end() ? nullptr : &*found;
  const auto verdict = route == nullptr ? std::nullopt : count(request, *route, begin);
  auto answered = verdict && !verdict->allowed  ? problem_answer("rate_limited")
                  : route == nullptr            ? problem_answer("not_found")
                  : request.method == "OPTIONS" ? options_answer()
                                                : answer(request, *route);
  auto& response = answered.response;
  if (verdict) add_rate_limit_headers(options_.rate_limit, *verdict, response);
  response.headers.emplace_back("Cache-Control", route != nullptr && route->fleeting ? "no-store" : kAskAgain);
  note(request, route, answered, begin);
  return std::move(response);
}

std::optional<RateVerdict> Routes::count(const HttpRequest& request, const Route& route, Time now) const {
  if (!limiter_ || !route.pattern.starts_with("/v1/") || request.method == "OPTIONS") return std::nullopt;
  const auto client = client_network(request, options_.front);
  if (!client) return std::nullopt;
  return limiter_->take(*client, now);
}

Answer Routes::answer(const HttpRequest& request, const Route& route) const {
  try {
    const auto service = source_.current();
    if (!route.fleeting) return answer_saved(request, route, *service);
    Answer answer = call(request, route, *service);
    compress(request, answer);
    return answer;
  } catch (const search::Unavailable&) {
    return problem_answer("unavailable");
  } catch (...) {
    // Not only std::exception: what Xapian throws is not one. The text could hold a query or a file name: it goes nowhere.
    Answer answer = problem_answer("internal");
    answer.exception = exception_type();
    return answer;
  }
}

Answer Routes::answer_saved(const HttpRequest& request, const Route& route,
                            const search::SearchService& service) const {
  const std::string generation = service.state().generation;
  const Edition edition{program_version(), generation, service.epoch()};
  if (auto tag = tag_held(edition, request)) return not_modified(*std::move(tag));
  Answer answer = call(request, route, service);
  compress(request, answer);
  // While it was answered an hour may have ended or a posting lapsed: then no one can tell of which epoch the answer is.
  if (!can_be_saved(answer) || service.epoch() != edition.epoch) return answer;
  auto tag = entity_tag(edition, request, encoding_of(answer.response));
  if (names_any(request.headers.if_none_match)) return not_modified(std::move(tag));
  answer.response.headers.emplace_back("ETag", std::move(tag));
  return answer;
}

Answer Routes::call(const HttpRequest& request, const Route& route, const search::SearchService& service) const {
  if (route.parameters.empty() && !request.query.empty()) {
    return {.response = invalid_parameters(Parameters(route.parameters, request.query).issues()),
            .problem = "invalid_parameters"};
  }
  return (endpoints_.*route.answer)(request, service);
}

void Routes::compress(const HttpRequest& request, Answer& answer) const {
  auto& response = answer.response;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (response.body.size() < options_.gzip_min_bytes || !accepts_gzip(request.headers.accept_encoding)) return;
  const auto begin = steady_clock::now();
  auto packed = gzip_.compress(response.body);
  answer.times.compress = steady_clock::now() - begin;
  if (!packed) return;
  response.body = *std::move(packed);
  response.headers.emplace_back("Content-Encoding", kGzip);
}

void Routes::note(const HttpRequest& request, const Route* route, const Answer& answer, Time begin) const {
  const auto& response = answer.response;
  AccessEntry entry{.time = clock_.now(),
                    .method = request.method,
                    .route = route == nullptr ? "unknown" : route->pattern,
                    .status = response.status,
                    .bytes = response.body.size(),
                    .community_id = answer.community_id,
                    .exception = answer.exception};
  if (answer.found) {
    entry.hits = answer.found->total;
    metrics_.count_search(*answer.found, answer.times);
  }
  if (route != nullptr) note_parameters(request.query, route->parameters, entry);
  if (!answer.problem.empty()) metrics_.count_problem(error_kind(answer.problem).metric);
  if (answer.problem == "rate_limited") metrics_.count_shed("rate");
  const auto took = steady_clock::now() - begin;
  entry.milliseconds = std::chrono::duration<double, std::milli>(took).count();
  metrics_.count_response(entry.route, response.status, response.body.size(), took);
  log_.write(entry);
}

void Routes::note_refusal(std::string_view code, const HttpRequest& request, HttpResponse& response) const {
  add_cors_headers(options_.cors, request, response);
  constexpr std::string_view kRefused = "refused";
  if (code == "overloaded") metrics_.count_shed("queue");
  metrics_.count_problem(error_kind(code).metric);
  metrics_.count_response(kRefused, response.status, response.body.size(), std::chrono::nanoseconds{0});
  log_.write({.time = clock_.now(), .route = kRefused, .status = response.status, .bytes = response.body.size()});
}

}  // namespace doorstep::http
