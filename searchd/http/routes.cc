#include "searchd/http/routes.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "schema/json/json_writer.h"
#include "searchd/http/communities_json.h"
#include "searchd/http/parameters.h"
#include "searchd/http/problem.h"
#include "searchd/http/search_json.h"
#include "searchd/http/search_parameters.h"

namespace doorstep::http {

// An answer, and what the access log may know of it.
struct Routes::Answer {
  HttpResponse response;
  std::string community_id = {};  // of a known community
  std::optional<std::uint64_t> hits = std::nullopt;
};

struct Routes::Route {
  std::string_view pattern;
  Answer (Routes::*answer)(const HttpRequest&) const;
  std::span<const ParameterRule> parameters;
};

namespace {

constexpr std::array kDatumRule = {ParameterRule{.name = "datum"}};
constexpr std::string_view kVersion = DOORSTEP_VERSION;

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

HttpResponse json_response(std::string body) {
  HttpResponse response;
  response.body = std::move(body);
  return response;
}

// The issues of a query of which nothing but `datum` is known.
base::Issues check_query(std::span<const ParameterRule> rules, const Query& query, domain::Datum& datum) {
  Parameters parameters(rules, query);
  datum = read_datum(parameters).value_or(datum);
  return parameters.issues();
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

}  // namespace

std::span<const Routes::Route> Routes::table() {
  static const std::array kTable = {
      Route{"/v1/postings", &Routes::search, search_parameter_rules()},
      Route{"/v1/postings/{id}", &Routes::posting, kDatumRule},
      Route{"/v1/communities", &Routes::communities, communities_parameter_rules()},
      Route{"/v1/communities/{id}", &Routes::community, kDatumRule},
      Route{"/livez", &Routes::livez, {}},
      Route{"/readyz", &Routes::readyz, {}},
      Route{"/version", &Routes::version, {}},
      Route{"/openapi.json", &Routes::openapi, {}},
  };
  return kTable;
}

std::vector<std::string_view> Routes::patterns() {
  std::vector<std::string_view> patterns;
  for (const auto& route : table()) patterns.push_back(route.pattern);
  return patterns;
}

HttpResponse Routes::handle(const HttpRequest& request) const {
  const auto begin = std::chrono::steady_clock::now();
  const auto routes = table();
  const auto route =
      std::find_if(routes.begin(), routes.end(), [&](const Route& r) { return matches(r.pattern, request.path); });
  const bool known = route != routes.end();
  auto [response, community_id, hits] = known ? answer(request, *route) : Answer{problem_response("not_found")};
  // May be kept, but asked for again each time: openings close at any moment.
  response.headers.emplace_back("Cache-Control", "private, max-age=0");

  AccessEntry entry{.time = clock_.now(),
                    .method = request.method,
                    .route = known ? route->pattern : "unknown",
                    .status = response.status,
                    .bytes = response.body.size(),
                    .community_id = community_id,
                    .hits = hits};
  if (known) note_parameters(request.query, route->parameters, entry);
  entry.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  log_.write(entry);
  return response;
}

void Routes::log_refusal(const HttpResponse& response) const {
  log_.write({.time = clock_.now(), .route = "refused", .status = response.status, .bytes = response.body.size()});
}

Routes::Answer Routes::answer(const HttpRequest& request, const Route& route) const {
  try {
    if (route.parameters.empty() && !request.query.empty()) {
      return {invalid_parameters(Parameters(route.parameters, request.query).issues())};
    }
    return (this->*route.answer)(request);
  } catch (const search::Unavailable&) {
    return {problem_response("unavailable")};
  } catch (...) {
    // Not only std::exception: what Xapian throws is not one. The text could hold a query or a file name, so that it goes nowhere.
    return {problem_response("internal")};
  }
}

Routes::Answer Routes::search(const HttpRequest& request) const {
  const auto asked = read_search_request(request.query, service_.communities());
  if (!asked.ok()) return {invalid_parameters(asked.issues())};
  const auto found = service_.search(asked.value());
  if (!found.ok()) return {invalid_parameters(found.issues())};
  return {json_response(search_json(asked.value(), found.value(), service_.state())), asked.value().anchor.community_id,
          found.value().total};
}

Routes::Answer Routes::posting(const HttpRequest& request) const {
  auto datum = domain::Datum::kWgs84;
  const auto issues = check_query(kDatumRule, request.query, datum);
  if (!issues.empty()) return {invalid_parameters(issues)};
  const auto posting = service_.posting(request.path.back());
  if (!posting) return {problem_response("posting_not_found", "它可能已经撤下，或者编号写错了")};
  return {json_response(posting_json(*posting, datum, clock_.now()))};
}

Routes::Answer Routes::communities(const HttpRequest& request) const {
  const auto asked = read_communities_request(request.query);
  if (!asked.ok()) return {invalid_parameters(asked.issues())};
  return {json_response(communities_json(asked.value(), service_.communities()))};
}

Routes::Answer Routes::community(const HttpRequest& request) const {
  auto datum = domain::Datum::kWgs84;
  const auto issues = check_query(kDatumRule, request.query, datum);
  if (!issues.empty()) return {invalid_parameters(issues)};
  const auto* community = service_.communities().find(request.path.back());
  if (community == nullptr) return {problem_response("community_not_found")};
  return {json_response(community_json(*community, datum)), community->id};
}

Routes::Answer Routes::livez(const HttpRequest&) const { return {json_response(R"({"status":"ok"})")}; }

Routes::Answer Routes::readyz(const HttpRequest&) const {
  const auto state = service_.state();
  if (state.generation.empty()) return {problem_response("not_ready")};
  json::JsonWriter out;
  out.begin_object().key("status").text("ready").key("generation").text(state.generation).end_object();
  return {json_response(std::move(out).take())};
}

Routes::Answer Routes::version(const HttpRequest&) const {
  const auto state = service_.state();
  json::JsonWriter out;
  out.begin_object();
  out.key("name").text("doorstep");
  out.key("version").text(kVersion);
  out.key("format_version").integer(state.format_version);
  out.key("analyzer_version").integer(state.analyzer_version);
  out.key("generation").text(state.generation);
  out.end_object();
  return {json_response(std::move(out).take())};
}

Routes::Answer Routes::openapi(const HttpRequest&) const {
  return {json_response(std::string(built_in_openapi_json()))};
}

}  // namespace doorstep::http
