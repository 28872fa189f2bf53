#include <catch2/catch.hpp>

#include <string>

#include "searchd/http/suggest_json.h"
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using http::Query;
using test::World;

namespace {

http::HttpResponse ask(World& world, Query query) {
  query.emplace_back("community_id", std::string(test::kSanlian));
  return world.get({"v1", "suggest"}, std::move(query));
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("what was typed is asked of the engine, and suggestions are answered as JSON") {
  World world;
  world.service.suggestions = {.suggestions = {{"保洁", search::SuggestionKind::kPinyin, "保洁员", 12}}};

  const auto response = ask(world, {{"q", "bao jie"}, {"radius_m", "500"}, {"limit", "3"}});

  CHECK(response.status == 200);
  CHECK(response.body == R"({"suggestions":[{"text":"保洁","kind":"pinyin","concept":"保洁员","open":12}]})");
  CHECK(world.service.suggested.query == "bao jie");
  CHECK(world.service.suggested.radius_m == 500);
  CHECK(world.service.suggested.limit == 3);
  CHECK(world.service.suggested.anchor.community_id == test::kSanlian);
}

TEST_CASE("nothing typed and nothing found are no errors") {
  World world;
  for (const Query& query : {Query{}, Query{{"q", ""}}}) CHECK(ask(world, query).body == R"({"suggestions":[]})");
}

TEST_CASE("every wrong parameter of a suggestion is named") {
  World world;
  const auto response = world.get({"v1", "suggest"}, {{"q", std::string(201, 'x')}, {"limit", "21"}, {"sort", "pay"}});

  CHECK(response.status == 400);
  for (const std::string_view wrong :
       {R"("parameter":"q","code":"too_long")", R"("parameter":"limit","code":"out_of_range")",
        R"("parameter":"sort","code":"unknown_parameter")", R"("parameter":"community_id","code":"anchor_missing")"}) {
    CAPTURE(std::string(wrong));
    CHECK(holds(response.body, wrong));
  }
}

TEST_CASE("suggestions have a tag unless time ran out while they were counted") {
  World world;
  const auto tag = test::header(ask(world, {{"q", "b"}}), "ETag");
  REQUIRE(tag);
  CHECK(
      world.get({"v1", "suggest"}, {{"q", "b"}, {"community_id", std::string(test::kSanlian)}}, {.if_none_match = *tag})
          .status == 304);
  world.service.suggestions.counts_are_exact = false;
  CHECK_FALSE(test::header(ask(world, {{"q", "b"}}), "ETag"));
}

TEST_CASE("what was typed is not logged") {
  World world;
  ask(world, {{"q", "秘密"}});
  CHECK_FALSE(holds(world.log_text.str(), "秘密"));
  CHECK(holds(world.log_text.str(), "/v1/suggest"));
}
