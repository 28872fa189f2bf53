#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "searchd/search/suggester.h"
#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::Draft;
using testing::kSanlian;
using testing::World;

const World& street() {
  static const World world = [] {
    World drawn = World{}
                      .posting("p1", {.title = "保洁员"})
                      .posting("p2", {.title = "搬家工人", .place = kSanlian.moved_m(500)})
                      .posting("p3", {.title = "搬家司机", .place = kSanlian.moved_m(900)})
                      .posting("p4", {.title = "搬家", .place = kSanlian.moved_m(1000)})
                      .posting("far", {.title = "保洁员", .place = kSanlian.moved_m(3001)})
                      .posting("old", {.title = "保洁员", .valid_until = "2026-11-01"})
                      .posting("p5", {.title = "搬家司机", .place = kSanlian.moved_m(9000)})
                      .community({.id = "340104001001",
                                  .name = "三里庵社区居委会",
                                  .street = "三里庵街道",
                                  .district = "蜀山区",
                                  .centre = kSanlian});
    return drawn;
  }();
  return world;
}

std::vector<Suggestion> suggest(std::string_view typed, std::uint32_t limit = 10) {
  return street()
      .searcher()
      .suggest({.query = std::string(typed), .anchor = {.point = kSanlian}, .limit = limit})
      .suggestions;
}

Suggestion first(std::string_view typed) {
  const auto found = suggest(typed);
  REQUIRE_FALSE(found.empty());
  return found.front();
}

TEST_CASE("a suggestion tells how many live vacancies of it are in the circle") {
  CHECK(first("保洁员") == Suggestion{"保洁员", SuggestionKind::kCompletion, "保洁", 1});
}

TEST_CASE("a suggestion tells how it was come to") {
  CHECK(first("baojieyuan").kind == SuggestionKind::kPinyin);
  CHECK(first("bjy").kind == SuggestionKind::kInitials);
  CHECK(first("保捷员").kind == SuggestionKind::kHomophone);
  CHECK(first("baojeiyuan").kind == SuggestionKind::kCorrection);
  CHECK(first("三里庵街").kind == SuggestionKind::kPlace);
  CHECK(first("sanlian").text == "三里庵");
  for (const std::string typed : {"baojieyuan", "保捷员", "baojeiyuan"}) CHECK(first(typed).text == "保洁员");
}

TEST_CASE("of words that fit alike the one with openings near by stands first") {
  const World world =
      World{}.posting("a", {.title = "电工"}).posting("b", {.title = "导购", .place = kSanlian.moved_m(9000)});
  const auto best = [&world](testing::Spot spot) {
    const SuggestRequest request{.query = "dg", .anchor = {.point = spot}, .radius_m = 100};
    return world.searcher().suggest(request).suggestions.at(0);
  };
  CHECK(best(kSanlian).text == "电工");
  CHECK(best(kSanlian.moved_m(9000)).text == "导购");
  CHECK(best(kSanlian.moved_m(9000)).open == 1);
}

TEST_CASE("full-width, traditional and upper-case letters are typed text like any other") {
  CHECK(first("ＢａｏＪｉｅＹｕａｎ").text == "保洁员");
  CHECK(first("保潔員").text == "保洁员");
}

TEST_CASE("before anything is typed what is most open near by is proposed, and nothing else") {
  const auto found = suggest("  ");

  REQUIRE(found.size() >= 2);
  CHECK(found.front().open == 3);
  CHECK(std::all_of(found.begin(), found.end(), [](const Suggestion& one) { return one.open > 0; }));
}

TEST_CASE("copies of a vacancy are counted once") {
  const World world = World{}
                          .posting("a", {.title = "洗碗工", .company = "甲饭店", .description = "早九点到下午两点"})
                          .posting("b", {.title = "洗碗工", .company = "甲饭店", .description = "早九点到下午两点"});

  const auto found = world.searcher().suggest({.query = "洗碗工", .anchor = {.point = kSanlian}}).suggestions;
  const auto searched = world.search({.query = "洗碗工", .anchor = {.point = kSanlian}});

  REQUIRE_FALSE(found.empty());
  CHECK(found.front().open == searched.total);
}

TEST_CASE("no more suggestions come than are asked for, and none for what is like nothing") {
  CHECK(suggest("b", 3).size() == 3);
  CHECK(suggest("，，，").empty());
  CHECK(suggest(std::string(200, 'q')).empty());
}

}  // namespace
}  // namespace doorstep::search
