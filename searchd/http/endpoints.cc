#include "searchd/http/endpoints.h"

#include <array>
#include <chrono>
#include <utility>

#include "schema/json/json_writer.h"
#include "searchd/http/communities_json.h"
#include "searchd/http/problem.h"
#include "searchd/http/search_json.h"
#include "searchd/http/search_parameters.h"
#include "searchd/http/suggest_json.h"

namespace doorstep::http {
namespace {

constexpr std::array kDatumRule = {ParameterRule{.name = "datum"}};

Answer json_answer(std::string body) { return {.response = {.body = std::move(body)}}; }

Answer invalid(const base::Issues& issues) {
  return {.response = invalid_parameters(issues), .problem = "invalid_parameters"};
}

// The issues of a query of which nothing but `datum` is known.
base::Issues check_query(const Query& query, domain::Datum& datum) {
  Parameters parameters(kDatumRule, query);
  datum = read_datum(parameters).value_or(datum);
  return parameters.issues();
}

std::chrono::steady_clock::duration since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::steady_clock::now() - begin;
}

}  // namespace

std::string_view program_version() { return DOORSTEP_VERSION; }

Answer problem_answer(std::string_view code, std::string_view detail) {
  return {.response = problem_response(code, detail), .problem = code};
}

std::span<const ParameterRule> datum_rule() { return kDatumRule; }

Answer Endpoints::search(const HttpRequest& request, const search::SearchService& service) const {
  const auto begin = std::chrono::steady_clock::now();
  const auto asked = read_search_request(request.query, service.communities());
  if (!asked.ok()) return invalid(asked.issues());
  const auto parsed = since(begin);
  auto found = service.search(asked.value());
  if (!found.ok()) return invalid(found.issues());
  const auto writing = std::chrono::steady_clock::now();
  Answer answer = json_answer(search_json(asked.value(), found.value(), service.state()));
  answer.times = {.parse = parsed, .write = since(writing)};
  answer.community_id = asked.value().anchor.community_id;
  answer.incomplete = !found.value().total_is_exact;
  answer.found = std::move(found).value();
  return answer;
}

Answer Endpoints::suggest(const HttpRequest& request, const search::SearchService& service) const {
  const auto asked = read_suggest_request(request.query, service.communities());
  if (!asked.ok()) return invalid(asked.issues());
  const auto found = service.suggest(asked.value());
  Answer answer = json_answer(suggest_json(found));
  answer.community_id = asked.value().anchor.community_id;
  answer.incomplete = !found.counts_are_exact;
  return answer;
}

Answer Endpoints::posting(const HttpRequest& request, const search::SearchService& service) const {
  auto datum = domain::Datum::kWgs84;
  const auto issues = check_query(request.query, datum);
  if (!issues.empty()) return invalid(issues);
  const auto posting = service.posting(request.path.back());
  if (!posting) return problem_answer("posting_not_found", "它可能已经撤下，或者编号写错了");
  return json_answer(posting_json(*posting, datum, clock_.now()));
}

Answer Endpoints::communities(const HttpRequest& request, const search::SearchService& service) const {
  const auto asked = read_communities_request(request.query);
  if (!asked.ok()) return invalid(asked.issues());
  return json_answer(communities_json(asked.value(), service.communities()));
}

Answer Endpoints::community(const HttpRequest& request, const search::SearchService& service) const {
  auto datum = domain::Datum::kWgs84;
  const auto issues = check_query(request.query, datum);
  if (!issues.empty()) return invalid(issues);
  const auto* community = service.communities().find(request.path.back());
  if (community == nullptr) return problem_answer("community_not_found");
  Answer answer = json_answer(community_json(*community, datum));
  answer.community_id = community->id;
  return answer;
}

Answer Endpoints::livez(const HttpRequest&, const search::SearchService&) const {
  return json_answer(R"({"status":"ok"})");
}

Answer Endpoints::readyz(const HttpRequest&, const search::SearchService& service) const {
  const auto state = service.state();
  if (state.generation.empty()) return problem_answer("not_ready");
  const auto health = source_.health();
  if (health.damaged) return problem_answer("index_damaged", "搜索还在用它回答，需要重新生成索引");
  json::JsonWriter out;
  out.begin_object();
  out.key("status").text(health.rejected ? "degraded" : "ready");
  out.key("generation").text(state.generation);
  out.key("as_of").text(base::format_beijing(state.as_of));
  out.key("postings").integer(state.postings);
  out.key("proven").boolean(health.proven);
  if (health.rejected) {
    out.key("rejected").begin_object();
    out.key("generation").text(health.rejected->generation);
    out.key("reason").text(health.rejected->reason);
    out.end_object();
  }
  out.end_object();
  return json_answer(std::move(out).take());
}

Answer Endpoints::version(const HttpRequest&, const search::SearchService& service) const {
  const auto state = service.state();
  json::JsonWriter out;
  out.begin_object();
  out.key("name").text("doorstep");
  out.key("version").text(program_version());
  out.key("format_version").integer(state.format_version);
  out.key("analyzer_version").integer(state.analyzer_version);
  out.key("generation").text(state.generation);
  out.end_object();
  return json_answer(std::move(out).take());
}

Answer Endpoints::openapi(const HttpRequest&, const search::SearchService&) const {
  return json_answer(std::string(built_in_openapi_json()));
}

Answer Endpoints::metrics(const HttpRequest&, const search::SearchService&) const {
  return {.response = {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics_.text()}};
}

}  // namespace doorstep::http
