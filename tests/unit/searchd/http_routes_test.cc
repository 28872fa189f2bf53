#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "searchd/http/communities_json.h"
#include "searchd/http/problem.h"
#include "searchd/http/routes.h"
#include "searchd/http/search_parameters.h"
#include "searchd/http/suggest_json.h"
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using http::Query;
using test::World;

namespace {

const Query kAnchor{{"community_id", std::string(test::kSanlian)}};

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a search is asked of the engine and answered as JSON") {
  search::SearchRequest asked;
  World world([&](const search::SearchRequest& request) {
    asked = request;
    return search::SearchResult{.total = 3};
  });

  const auto response = world.get({"v1", "postings"}, {{"q", "保洁"}, kAnchor[0]});

  CHECK(response.status == 200);
  CHECK(response.content_type == "application/json");
  CHECK(holds(response.body, R"("total":{"value":3,"relation":"eq"})"));
  CHECK(asked.query == "保洁");
  CHECK(asked.anchor.community_id == test::kSanlian);
}

TEST_CASE("a wrong search does not reach the engine") {
  World world([](const auto&) -> search::SearchResult { throw std::logic_error("asked"); });
  CHECK(world.get({"v1", "postings"}).status == 400);
}

TEST_CASE("what only the engine can find wrong is a wrong parameter too") {
  World world([](const auto&) { return base::Issue{.field = "cursor", .code = "bad_cursor", .text = "无效"}; });
  const auto response = world.get({"v1", "postings"}, kAnchor);
  CHECK(response.status == 400);
  CHECK(holds(response.body, R"("parameter":"cursor","code":"bad_cursor")"));
}

TEST_CASE("an engine that cannot answer now is told as 503") {
  World world([](const auto&) -> search::SearchResult { throw search::Unavailable("index changed thrice"); });
  const auto response = world.get({"v1", "postings"}, kAnchor);
  CHECK(response.status == 503);
  CHECK(std::count(response.headers.begin(), response.headers.end(),
                   std::pair<std::string, std::string>("Retry-After", "1")) == 1);
}

TEST_CASE("what an engine throws is never shown or logged") {
  World standard([](const auto&) -> search::SearchResult { throw std::runtime_error("secret /path"); });
  World other([](const auto&) -> search::SearchResult { throw 42; });
  for (const auto& [world, type] : {std::pair(&standard, "std::runtime_error"), std::pair(&other, "int")}) {
    const auto response = world->get({"v1", "postings"}, kAnchor);
    CHECK(response.status == 500);
    CHECK_FALSE(holds(response.body, "secret"));
    CHECK_FALSE(holds(world->log_text.str(), "secret"));
    CHECK(holds(world->log_text.str(), R"("status":500)"));
    CHECK(holds(world->log_text.str(), fmt::format(R"("exception":"{}")", type)));
  }
}

TEST_CASE("a posting is found by its decoded id, whatever bytes that holds") {
  World world;
  world.service.postings = {{.id = "a/b 三\"", .title = "t", .lapses_at = *base::parse_instant("2026-05-01")}};
  CHECK(world.get({"v1", "postings", "a/b 三\""}).status == 200);
  CHECK(world.get({"v1", "postings", "a"}).status == 404);
  CHECK(world.get({"v1", "postings", ".."}).status == 404);
  CHECK(world.get({"v1", "postings", std::string(300, 'x')}).status == 404);
  CHECK(world.get({"v1", "postings", "a/b 三\""}, {{"datum", "bd09"}}).status == 200);
  CHECK(world.get({"v1", "postings", "a/b 三\""}, {{"datum", "mars"}}).status == 400);
}

TEST_CASE("a community is found by its code") {
  World world;
  CHECK(world.get({"v1", "communities", std::string(test::kSanlian)}).status == 200);
  CHECK(world.get({"v1", "communities", "1"}).status == 404);
  CHECK(holds(world.get({"v1", "communities"}).body, R"("total":2)"));
}

TEST_CASE("paths match whole, by segment and by case") {
  World world;
  for (const auto& path : std::vector<std::vector<std::string>>{{},
                                                                {""},
                                                                {"v1"},
                                                                {"v1", "postings", ""},
                                                                {"v1", "postings", "x", "y"},
                                                                {"V1", "postings"},
                                                                {"v1/postings"},
                                                                {"livez", ""},
                                                                {"{id}"},
                                                                {"metrics"},
                                                                {"..", "..", "etc", "passwd"}}) {
    CAPTURE(path);
    CHECK(world.get(path).status == 404);
  }
}

TEST_CASE("the operational routes tell what is served") {
  World world;
  world.service.index.postings = 12;
  world.source.index_health.proven = true;
  CHECK(world.get({"livez"}).body == R"({"status":"ok"})");
  CHECK(world.get({"readyz"}).body ==
        R"({"status":"ready","generation":"g7","as_of":"2026-03-01T08:00:00+08:00","postings":12,"proven":true})");
  CHECK(holds(world.get({"version"}).body, R"("format_version":4,"analyzer_version":5,"generation":"g7"})"));
  CHECK(world.get({"livez"}, {{"x", "1"}}).status == 400);
  world.service.index.generation.clear();
  CHECK(world.get({"readyz"}).status == 503);
}

TEST_CASE("a rejected generation makes readiness degraded, and says why") {
  World world;
  world.source.index_health.rejected = {{.generation = "g8", .reason = "columns.bin is damaged"}};
  const auto response = world.get({"readyz"});
  CHECK(response.status == 200);
  CHECK(holds(response.body, R"("status":"degraded","generation":"g7")"));
  CHECK(holds(response.body, R"("proven":false,"rejected":{"generation":"g8","reason":"columns.bin is damaged"}})"));
}

TEST_CASE("a damaged index without another is not ready, and goes on answering") {
  World world;
  world.source.index_health.damaged = true;
  const auto response = world.get({"readyz"});
  CHECK(response.status == 503);
  CHECK(holds(response.body, "index_damaged"));
  CHECK(world.get({"v1", "postings"}, kAnchor).status == 200);
}

TEST_CASE("metrics are for operators and searches are not") {
  World world;
  const auto admin = [&](std::vector<std::string> path) {
    return world.routes.handle_admin({.path = std::move(path)});
  };
  CHECK(world.get({"metrics"}).status == 404);
  const auto metrics = admin({"metrics"});
  CHECK(metrics.status == 200);
  CHECK(metrics.content_type == "text/plain; version=0.0.4; charset=utf-8");
  CHECK(holds(metrics.body, "# TYPE doorstep_searches_total counter\n"));
  CHECK(admin({"livez"}).status == 200);
  CHECK(admin({"readyz"}).status == 200);
  CHECK(admin({"version"}).status == 200);
  CHECK(admin({"v1", "postings"}).status == 404);
  CHECK(admin({"openapi.json"}).status == 404);
}

TEST_CASE("the access log holds names of routes and parameters and nothing that was looked for") {
  World world([](const auto&) { return search::SearchResult{.total = 7}; });

  world.get({"v1", "postings"}, {{"q", "秘密"}, kAnchor[0], {"cursor", "CURSOR"}, {"limt", "x"}, {"my-name", "x"}});
  CHECK(holds(world.log_text.str(), R"("route":"/v1/postings","status":400)"));
  CHECK(holds(world.log_text.str(), R"("parameters":["q","community_id","cursor"],"unknown_parameters":2})"));

  world.get({"v1", "postings"}, {{"q", "秘密"}, kAnchor[0]});
  CHECK(holds(world.log_text.str(), R"("community_id":"340104001001","hits":7})"));

  world.get({"v1", "postings"}, {{"q", "秘密"}, {"lat", "31.8"}, {"lng", "117.2"}, {"datum", "wgs84"}});
  world.get({"v1", "postings", "POSTING-ID"});
  world.get({"v1", "communities", "NO-COMMUNITY"});
  world.get({"SECRET-PATH"});
  for (const auto* secret : {"秘密", "CURSOR", "limt", "my-name", "31.8", "117.2", "POSTING-ID", "NO-COMMUNITY",
                             "SECRET-PATH", "10.1.2.3"}) {
    CAPTURE(secret);
    CHECK_FALSE(holds(world.log_text.str(), secret));
  }
}

TEST_CASE("each line of the access log is one request") {
  World world;
  world.get({"livez"});
  auto response = http::problem_response("bad_request");
  world.routes.note_refusal("bad_request", {}, response);
  const auto text = world.log_text.str();
  CHECK(count(text, "\n") == 2);
  CHECK(text.starts_with(
      R"({"time":"2026-03-02T10:00:00+08:00","event":"request","method":"GET","route":"/livez","status":200,"bytes":15,"ms":)"));
  CHECK(holds(text, R"("route":"refused","status":400)"));
}

TEST_CASE("every answer is counted, a search as such, a problem by its kind, a refusal too") {
  World world;
  world.get({"v1", "postings"}, kAnchor);
  world.get({"nowhere"});
  world.routes.handle_admin({.path = {"metrics"}});
  auto response = http::problem_response("overloaded");
  world.routes.note_refusal("overloaded", {}, response);
  const auto text = world.metrics.text();
  for (const auto* line :
       {R"(doorstep_http_responses_total{route="/v1/postings",status="200"} 1)",
        R"(doorstep_http_responses_total{route="unknown",status="404"} 1)",
        R"(doorstep_http_responses_total{route="/metrics",status="200"} 1)",
        R"(doorstep_http_responses_total{route="refused",status="503"} 1)", "doorstep_searches_total 1",
        R"(doorstep_search_stage_seconds_count{stage="write"} 1)", R"(doorstep_problems_total{problem="not_found"} 1)",
        R"(doorstep_problems_total{problem="overloaded"} 1)", R"(doorstep_shed_total{reason="queue"} 1)"}) {
    CAPTURE(line);
    CHECK(holds(text, fmt::format("{}\n", line)));
  }
}

TEST_CASE("a page that may read answers may read refusals, too") {
  World world([](const auto&) { return search::SearchResult{}; }, {.cors = {.origins = {"https://jobs.example.cn"}}});
  http::HttpRequest request;
  request.headers.origin = "https://jobs.example.cn";
  auto response = http::problem_response("overloaded");

  world.routes.note_refusal("overloaded", request, response);

  CHECK(test::header(response, "Access-Control-Allow-Origin") == "https://jobs.example.cn");
}

TEST_CASE("every route and every problem has a metric of its own") {
  World world;
  for (const auto& kind : http::error_kinds()) world.metrics.count_problem(kind.metric);
  for (const auto pattern : http::Routes::patterns()) world.metrics.count_response(pattern, 200, 0, {});
  const auto text = world.metrics.text();
  for (const auto& kind : http::error_kinds()) CHECK(holds(text, fmt::format("problem=\"{}\"}} 1\n", kind.metric)));
  for (const auto pattern : http::Routes::patterns()) {
    CHECK(holds(text, fmt::format("responses_total{{route=\"{}\",status=\"200\"}} 1\n", pattern)));
  }
}

TEST_CASE("openapi.yaml has every route and no other") {
  const auto document = http::built_in_openapi_json();
  for (const auto pattern : http::Routes::patterns()) {
    CAPTURE(pattern);
    CHECK(count(document, fmt::format("\"{}\":{{\"get\":{{", pattern)) == 1);
  }
  CHECK(count(document, "\"operationId\":") == http::Routes::patterns().size());
}

TEST_CASE("openapi.yaml has every query parameter and no other") {
  const auto document = http::built_in_openapi_json();
  std::set<std::string_view> names;
  for (const auto& rule : http::search_parameter_rules()) names.insert(rule.name);
  for (const auto& rule : http::communities_parameter_rules()) names.insert(rule.name);
  for (const auto& rule : http::suggest_parameter_rules()) names.insert(rule.name);
  for (const auto name : names) {
    CAPTURE(name);
    CHECK(holds(document, fmt::format(R"("name":"{}","in":"query")", name)));
  }
  // q and limit stand once for each of the three endpoints that have them, radius_m and community_id for two.
  CHECK(count(document, R"("in":"query")") == names.size() + 6);
}

TEST_CASE("openapi.yaml has the table of errors as it is") {
  std::string expected;
  for (const auto& kind : http::error_kinds()) {
    expected += fmt::format("{}\"{}\":{{\"status\":{},\"title\":\"{}\"}}", expected.empty() ? "" : ",", kind.code,
                            kind.status, kind.title);
  }
  CHECK(holds(http::built_in_openapi_json(), "\"x-errors\":{" + expected + "}"));
}
