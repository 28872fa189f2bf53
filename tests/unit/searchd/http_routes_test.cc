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
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using http::Query;

namespace {

struct World {
  explicit World(test::StubService::Search search = [](const auto&) { return search::SearchResult{}; })
      : service(std::move(search)) {}

  http::HttpResponse get(std::vector<std::string> path, Query query = {}) {
    return routes.handle({.path = std::move(path), .query = std::move(query)});
  }

  test::StubService service;
  base::FixedClock clock{*base::parse_instant("2026-03-02T10:00:00+08:00")};
  std::ostringstream log_text;
  http::AccessLog log{log_text};
  http::Routes routes{service, clock, log};
};

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
  for (auto* world : {&standard, &other}) {
    const auto response = world->get({"v1", "postings"}, kAnchor);
    CHECK(response.status == 500);
    CHECK_FALSE(holds(response.body, "secret"));
    CHECK_FALSE(holds(world->log_text.str(), "secret"));
    CHECK(holds(world->log_text.str(), R"("status":500)"));
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
  CHECK(world.get({"livez"}).body == R"({"status":"ok"})");
  CHECK(world.get({"readyz"}).body == R"({"status":"ready","generation":"g7"})");
  CHECK(holds(world.get({"version"}).body, R"("format_version":3,"analyzer_version":5,"generation":"g7"})"));
  CHECK(world.get({"livez"}, {{"x", "1"}}).status == 400);
  world.service.index.generation.clear();
  CHECK(world.get({"readyz"}).status == 503);
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
  world.routes.log_refusal(http::problem_response("bad_request"));
  const auto text = world.log_text.str();
  CHECK(count(text, "\n") == 2);
  CHECK(text.starts_with(
      R"({"time":"2026-03-02T10:00:00+08:00","event":"request","method":"GET","route":"/livez","status":200,"bytes":15,"ms":)"));
  CHECK(holds(text, R"("route":"refused","status":400)"));
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
  for (const auto name : names) {
    CAPTURE(name);
    CHECK(holds(document, fmt::format(R"("name":"{}","in":"query")", name)));
  }
  // q and limit stand once for each of the two endpoints that have them, and so does community_id.
  CHECK(count(document, R"("in":"query")") == names.size() + 3);
}

TEST_CASE("openapi.yaml has the table of errors as it is") {
  std::string expected;
  for (const auto& kind : http::error_kinds()) {
    expected += fmt::format("{}\"{}\":{{\"status\":{},\"title\":\"{}\"}}", expected.empty() ? "" : ",", kind.code,
                            kind.status, kind.title);
  }
  CHECK(holds(http::built_in_openapi_json(), "\"x-errors\":{" + expected + "}"));
}
