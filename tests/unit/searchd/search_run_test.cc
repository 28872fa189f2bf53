#include "searchd/search/search_run.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::ids;
using testing::kSanlian;
using testing::World;
using Ids = std::vector<std::string>;

const Anchor kHome{.point = kSanlian};

Ids codes(const SearchResult& found) {
  Ids codes;
  for (const Relaxation& one : found.relaxed) codes.push_back(one.code);
  return codes;
}

Ids sorted(Ids all) {
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("what is asked for in words filters as the parameter does") {
  const World world = World{}
                          .posting("low", {.title = "保洁员", .pay = "3000元/月"})
                          .posting("high", {.title = "保洁员", .pay = "5000元/月"})
                          .posting("young", {.title = "保洁员", .pay = "6000元/月", .description = "年龄18-45岁"});

  CHECK(sorted(ids(world.search({.query = "保洁 4000以上", .anchor = kHome}))) == Ids{"high", "young"});
  CHECK(ids(world.search({.query = "保洁 4000以上 55岁", .anchor = kHome})) == Ids{"high"});
  // What is said outright counts before what was read out of words.
  CHECK(world.search({.query = "保洁 4000以上", .anchor = kHome, .filters = {.pay_min = 1000}}).total == 3);
  CHECK(world.search({.query = "保洁 4000以上", .anchor = kHome, .ignored = ignoring(Part::kPay)}).understood.size() ==
        1);
}

TEST_CASE("an order asked for in words holds, unless another is asked for outright") {
  const World world = World{}
                          .posting("low-near", {.title = "司机", .pay = "3000元/月"})
                          .posting("high-far", {.title = "司机", .place = kSanlian.moved_m(900), .pay = "9000元/月"});

  CHECK(ids(world.search({.query = "工资最高的司机", .anchor = kHome})) == Ids{"high-far", "low-near"});
  CHECK(ids(world.search({.query = "工资最高的司机", .anchor = kHome, .sort = Sort::kDistance})) ==
        Ids{"low-near", "high-far"});
  CHECK(ids(world.search({.query = "工资最高的司机", .anchor = kHome, .sort = Sort::kRelevance})) ==
        Ids{"low-near", "high-far"});
}

TEST_CASE("what is not wanted is not shown, unless the posting itself denies it") {
  const World world = World{}
                          .posting("night", {.title = "保安", .description = "需上夜班"})
                          .posting("day", {.title = "保安", .description = "长白班"})
                          .posting("denies", {.title = "保安", .description = "不上夜班"})
                          .posting("silent", {.title = "会计"});

  CHECK(sorted(ids(world.search({.query = "保安 -夜班", .anchor = kHome}))) == Ids{"day", "denies"});
  CHECK(sorted(ids(world.search({.query = "不上夜班的保安", .anchor = kHome}))) == Ids{"day", "denies"});
  const Ids alone = ids(world.search({.query = "不上夜班", .anchor = kHome}));
  CHECK(sorted(alone) == Ids{"day", "denies", "silent"});
  CHECK(alone.back() == "silent");
  CHECK(ids(world.search({.query = "保安 -夜班", .anchor = kHome, .ignored = ignoring(Part::kExclusion)})).front() ==
        "night");
  CHECK(sorted(ids(world.search({.query = "-夜班", .anchor = kHome}))) == Ids{"day", "denies", "silent"});
}

TEST_CASE("openings whose texts hold a refused word are not shown, though no name is known for it") {
  const World world = World{}
                          .posting("kites", {.title = "店员", .description = "卖风筝"})
                          .posting("other", {.title = "店员", .description = "卖鞋"});

  CHECK(ids(world.search({.query = "店员 -风筝", .anchor = kHome})) == Ids{"other"});
}

TEST_CASE("wishes around the work give way when too few openings have all of them, and it is said") {
  const World world = World{}
                          .posting("both", {.title = "保安", .description = "长白班"})
                          .posting("work", {.title = "保安", .place = kSanlian.moved_m(100)})
                          .posting("wish", {.title = "厨师", .description = "长白班"});

  const auto found = world.search({.query = "长白班 保安", .anchor = kHome});

  REQUIRE(found.hits.size() >= 2);
  CHECK(found.hits[0].posting.id == "both");
  CHECK(found.hits[1].posting.id == "work");
  CHECK(codes(found).front() == "fewer_wishes");
  CHECK(found.relaxed.front().text.find("长白班") != std::string::npos);
}

TEST_CASE("where a page is found nothing is relaxed") {
  World world;
  for (int i = 0; i < 10; ++i) {
    world.add("both" + std::to_string(i), {.title = "保安", .description = "长白班，" + std::to_string(i) + "号楼"});
  }
  world.add("work", {.title = "保安", .description = "看大门"});

  CHECK(world.search({.query = "长白班 保安", .anchor = kHome, .collapse = false}).relaxed.empty());
}

TEST_CASE("what was given up is not given up silently: without hits the telling differs") {
  const World world = World{}.posting("work", {.title = "保安"});
  const World beside =
      World{}.posting("work", {.title = "保安"}).posting("both", {.title = "保安", .description = "长白班"});

  const auto none = world.search({.query = "长白班 保安", .anchor = kHome});
  const auto some = beside.search({.query = "长白班 保安", .anchor = kHome});

  REQUIRE(codes(none) == Ids{"fewer_wishes"});
  REQUIRE(codes(some) == Ids{"fewer_wishes"});
  CHECK(none.relaxed[0].text != some.relaxed[0].text);
}

TEST_CASE("when no posting is of the kind of work, those of the broader kind are shown and it is said") {
  const World world = World{}.posting("cook", {.title = "厨师"}).posting("drive", {.title = "司机"});

  const auto found = world.search({.query = "货车司机", .anchor = kHome});

  CHECK(ids(found) == Ids{"drive"});
  REQUIRE(found.relaxed.size() == 1);
  CHECK(found.relaxed[0].code == "broader");
  CHECK(found.relaxed[0].text.find("“货车司机”放宽到“司机") != std::string::npos);
}

TEST_CASE("work that only speaks of the broader kind is no way out") {
  const World world = World{}.posting("cook", {.title = "厨师", .description = "给司机做饭"});

  const auto found = world.search({.query = "货车司机", .anchor = kHome});

  CHECK(ids(found).empty());
  CHECK(found.relaxed.empty());
}

TEST_CASE("where there is no such work at a place, what is like it comes, not other work at the place") {
  const World world = World{}
                          .posting("like it", {.title = "出纳", .address = "望江路"})
                          .posting("at the place", {.title = "力工", .address = "三里庵街道"});
  const SearchResult found = world.search({.query = "三里庵附近 会计", .anchor = kHome});

  CHECK(ids(found) == Ids{"like it"});
  REQUIRE(found.relaxed.size() == 1);
  CHECK(found.relaxed[0].code == "broader");
}

TEST_CASE("who names two jobs asks for either") {
  const World world = World{}
                          .posting("clean", {.title = "保洁员"})
                          .posting("weld", {.title = "电焊工", .place = kSanlian.moved_m(100)})
                          .posting("cook", {.title = "厨师"});

  const auto found = world.search({.query = "保洁员 电焊工", .anchor = kHome});

  CHECK(ids(found) == Ids{"clean", "weld"});
  CHECK(found.relaxed.empty());
}

TEST_CASE("words of which none is known are not relaxed: each must be there") {
  const World world = World{}.posting("kites", {.title = "风筝"}).posting("quantum", {.title = "量子"});

  CHECK(world.search({.query = "风筝 量子", .anchor = kHome}).total == 0);
}

TEST_CASE("exact relaxes nothing and reads nothing into its words") {
  const World world =
      World{}.posting("night", {.title = "保安", .description = "夜班"}).posting("a", {.title = "秩序维护员"});

  const auto found = world.search({.query = "保安 不要", .anchor = kHome, .exact = true});

  CHECK(found.total == 0);
  CHECK(found.relaxed.empty());
  CHECK(found.understood.empty());
  CHECK_FALSE(found.corrected.has_value());
  CHECK_FALSE(found.beyond.has_value());
  CHECK(ids(world.search({.query = "保安", .anchor = kHome, .exact = true})) == Ids{"night"});
}

TEST_CASE("a query that finds less than a page tells what lies beyond the circle") {
  const World world = World{}
                          .posting("near", {.title = "保安", .place = kSanlian.moved_m(500)})
                          .posting("far", {.title = "保安", .place = kSanlian.moved_m(4000)})
                          .posting("farther", {.title = "保安", .place = kSanlian.moved_m(9000)})
                          .posting("out", {.title = "保安", .place = kSanlian.moved_m(13'000)})
                          .posting("other", {.title = "厨师", .place = kSanlian.moved_m(3500)});

  const auto found = world.search({.query = "保安", .anchor = kHome, .radius_m = 3000});

  CHECK(ids(found) == Ids{"near"});
  REQUIRE(found.beyond.has_value());
  CHECK(found.beyond->count == 2);
  CHECK(found.beyond->nearest_m == Approx(4000).margin(0.5));
  CHECK(found.beyond->within_m == 12'000);
}

TEST_CASE("beyond the circle copies count once and filters hold") {
  const testing::Draft copy{.title = "保安",
                            .company = "安盾物业",
                            .place = kSanlian.moved_m(4000),
                            .pay = "3000元/月",
                            .description = "看守大门"};
  const World world = World{}.posting("a", copy).posting("b", copy).posting(
      "c", {.title = "保安", .place = kSanlian.moved_m(5000), .pay = "9000元/月"});

  CHECK(world.search({.query = "保安", .anchor = kHome}).beyond->count == 2);
  CHECK(world.search({.query = "保安", .anchor = kHome, .collapse = false}).beyond->count == 3);
  CHECK(world.search({.query = "保安", .anchor = kHome, .filters = {.pay_min = 8000}}).beyond->count == 1);
}

TEST_CASE("what lies beyond the circle need not lie at the place that was asked for") {
  const World world = World{}
                          .community({.id = "1",
                                      .name = "梅山路社区居委会",
                                      .street = "三里庵街道",
                                      .district = "蜀山区",
                                      .centre = kSanlian,
                                      .accuracy_m = 500})
                          .posting("far", {.title = "会计", .place = kSanlian.moved_m(5000)});

  const auto found = world.search({.query = "三里庵附近 会计", .anchor = kHome});

  CHECK(found.total == 0);
  REQUIRE(found.beyond.has_value());
  CHECK(found.beyond->count == 1);
}

TEST_CASE("a typing error is searched for as what was meant, and it is told") {
  const World world = World{}.posting("weld", {.title = "电焊工"}).posting("cook", {.title = "厨师"});

  const auto found = world.search({.query = "电汗工", .anchor = kHome});

  CHECK(ids(found) == Ids{"weld"});
  REQUIRE(found.corrected.has_value());
  CHECK(found.corrected->from == "电汗工");
  CHECK(found.corrected->to == "电焊工");
  CHECK_FALSE(
      world.search({.query = "电汗工", .anchor = kHome, .ignored = ignoring(Part::kCorrection)}).corrected.has_value());
  CHECK_FALSE(world.search({.query = "电焊工", .anchor = kHome}).corrected.has_value());
}

TEST_CASE("initials that stand for several jobs find each, the likelier first though the others are nearer") {
  const World world = World{}
                          .posting("shop 1", {.title = "导购", .place = kSanlian.moved_m(600)})
                          .posting("shop 2", {.title = "服装导购员", .place = kSanlian.moved_m(700)})
                          .posting("wires", {.title = "电工", .place = kSanlian.moved_m(100)});
  const SearchResult found = world.search({.query = "dg", .anchor = kHome});

  REQUIRE(found.corrected.has_value());
  CHECK(found.corrected->to == "导购、电工");
  CHECK(ids(found) == Ids{"shop 1", "shop 2", "wires"});
}

TEST_CASE("what sounds like a job is that job, though a part of it is found as it is written") {
  const World world = World{}
                          .posting("lathe", {.title = "车工"})
                          .posting("mill", {.title = "普车工"})
                          .posting("turner", {.title = "数控车工"})
                          .posting("forklift", {.title = "叉车工"});
  const SearchResult found = world.search({.query = "差车工", .anchor = kHome});
  REQUIRE(found.corrected.has_value());
  CHECK(found.corrected->to == "叉车工");
  CHECK(ids(found).front() == "forklift");
  CHECK_FALSE(world.search({.query = "车工", .anchor = kHome}).corrected.has_value());
}

}  // namespace doorstep::search
