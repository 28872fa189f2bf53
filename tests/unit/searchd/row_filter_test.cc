#include "searchd/search/row_filter.h"

#include <catch2/catch.hpp>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::ids;
using testing::kSanlian;
using testing::World;
using Ids = std::vector<std::string>;

// All at one place, so that equal distances leave the order to the ids.
Ids passing(const World& world, Filters filters) {
  return ids(world.search({.anchor = {.point = kSanlian},
                           .filters = std::move(filters),
                           .sort = Sort::kDistance,
                           .limit = 50,
                           .collapse = false}));
}

}  // namespace

TEST_CASE("a posting passes a person's education if it asks no more, or says nothing") {
  const World world = World{}
                          .posting("a-unsaid")
                          .posting("b-any", {.education = "学历不限"})
                          .posting("c-college", {.education = "大专"})
                          .posting("d-bachelor", {.education = "本科"});

  CHECK(passing(world, {.education = domain::Education::kCollege}) == Ids{"a-unsaid", "b-any", "c-college"});
  CHECK(passing(world, {.education = domain::Education::kAny}) == Ids{"a-unsaid", "b-any"});
  CHECK(passing(world, {.education = domain::Education::kDoctor}).size() == 4);
}

TEST_CASE("a posting passes a person's experience if it asks no more, or says nothing") {
  const World world = World{}
                          .posting("a-unsaid")
                          .posting("b-none", {.experience = "不限"})
                          .posting("c-one", {.experience = "1-3年"})
                          .posting("d-five", {.experience = "5年以上"});

  CHECK(passing(world, {.experience_years = 1}) == Ids{"a-unsaid", "b-none", "c-one"});
  CHECK(passing(world, {.experience_years = 0}) == Ids{"a-unsaid", "b-none"});
  CHECK(passing(world, {.experience_years = 60}).size() == 4);
}

TEST_CASE("a wish for pay is met by the maximum, or by the minimum of an open end, and not by the unknown") {
  const World world = World{}
                          .posting("a-range", {.pay = "3000-5000元/月"})
                          .posting("b-open", {.pay = "5000元以上"})
                          .posting("c-open-low", {.pay = "4000元以上"})
                          .posting("d-low", {.pay = "3000-4999元/月"})
                          .posting("e-negotiable", {.pay = "面议"})
                          .posting("f-unsaid");

  CHECK(passing(world, {.pay_min = 5000}) == Ids{"a-range", "b-open"});
  CHECK(passing(world, {.pay_min = 5001}).empty());
  CHECK(passing(world, {.pay_min = 0}) == Ids{"a-range", "b-open", "c-open-low", "d-low"});
}

TEST_CASE("what would match but for an unknown pay is counted, by vacancy, with every other filter held") {
  World world;
  world.add("known", {.pay = "5000元/月", .employment_type = "全职"});
  world.add("unknown", {.employment_type = "全职"});
  world.add("part-time", {.employment_type = "兼职"});
  world.add("far", {.place = kSanlian.moved_m(5000), .employment_type = "全职"});
  for (const char* id : {"copy1", "copy2"}) {
    world.add(id, {.company = "甲公司", .employment_type = "全职", .description = "每天打扫"});
  }
  const SearchRequest request{.anchor = {.point = kSanlian},
                              .filters = {.pay_min = 4000, .employment_types = {"全职"}}};

  CHECK(world.search(request).pay_unknown == 2);
  SearchRequest apart = request;
  apart.collapse = false;
  CHECK(world.search(apart).pay_unknown == 3);
  CHECK(world.search(request).total == 1);
}

TEST_CASE("unknown pay is counted when asked as a facet, and not told otherwise") {
  const World world = World{}.posting("known", {.pay = "5000元/月"}).posting("unknown");

  CHECK(world.search({.anchor = {.point = kSanlian}, .facets = {Facet::kPayUnknown}}).pay_unknown == 1);
  CHECK_FALSE(world.search({.anchor = {.point = kSanlian}}).pay_unknown.has_value());
}

TEST_CASE("days since posting are counted back from now, and an unknown date does not pass") {
  const World world = World{}
                          .posting("a-exactly", {.posted_at = "2026-11-19T12:00:00+08:00"})
                          .posting("b-just-over", {.posted_at = "2026-11-19T11:59:59+08:00"})
                          .posting("c-unsaid");

  CHECK(passing(world, {.posted_within_days = 3}) == Ids{"a-exactly"});
  CHECK(passing(world, {.posted_within_days = 3650}) == Ids{"a-exactly", "b-just-over"});
}

TEST_CASE("values of one filter are alternatives, different filters must all hold") {
  const World world = World{}
                          .posting("a", {.category = "甲类", .source = "社区"})
                          .posting("b", {.category = "乙类", .source = "社区"})
                          .posting("c", {.category = "乙类", .source = "企业"})
                          .posting("d");

  CHECK(passing(world, {.categories = {"甲类", "乙类"}}) == Ids{"a", "b", "c"});
  CHECK(passing(world, {.categories = {"甲类", "乙类"}, .sources = {"社区"}}) == Ids{"a", "b"});
  CHECK(passing(world, {.categories = {"丙类"}}).empty());
  CHECK(passing(world, {.categories = {"丙类", "甲类"}}) == Ids{"a"});
}

TEST_CASE("each filter looks at its own field, and the unknown does not pass") {
  const World world = World{}
                          .posting("a-type", {.employment_type = "兼职"})
                          .posting("b-group", {.groups = {"妇女", "残疾人"}})
                          .posting("c-welfare", {.welfare = {"包吃", "包住"}})
                          .posting("d-source", {.source = "社区公告"})
                          .posting("e-community", {.community_id = "340102001001"})
                          .posting("f-state", {.employer_type = "国企"})
                          .posting("g-honoured", {.employer_type = "民营企业、劳模企业"})
                          .posting("h-nothing");
  const auto bit = [](domain::EmployerType type) {
    return static_cast<domain::EmployerTypes>(1U << static_cast<unsigned>(type));
  };

  CHECK(passing(world, {.employment_types = {"兼职"}}) == Ids{"a-type"});
  CHECK(passing(world, {.groups = {"残疾人"}}) == Ids{"b-group"});
  CHECK(passing(world, {.groups = {"包吃"}}).empty());
  CHECK(passing(world, {.welfare = {"包住", "年终奖"}}) == Ids{"c-welfare"});
  CHECK(passing(world, {.sources = {"社区公告"}}) == Ids{"d-source"});
  CHECK(passing(world, {.communities = {"340102001001"}}) == Ids{"e-community"});
  CHECK(passing(world, {.employer_types = bit(domain::EmployerType::kState)}) == Ids{"f-state"});
  CHECK(passing(world, {.employer_types = bit(domain::EmployerType::kModelWorker)}) == Ids{"g-honoured"});
  CHECK(passing(world, {.employer_types = static_cast<domain::EmployerTypes>(bit(domain::EmployerType::kState) |
                                                                             bit(domain::EmployerType::kPrivate))}) ==
        Ids{"f-state", "g-honoured"});
}

TEST_CASE("filters hold for words, for exact and for what is relaxed alike") {
  const World world = World{}
                          .posting("full", {.title = "焊工", .employment_type = "全职"})
                          .posting("part", {.title = "焊工", .employment_type = "兼职"});
  const SearchRequest request{.anchor = {.point = kSanlian}, .filters = {.employment_types = {"兼职"}}};
  const auto found = [&](std::string query, bool exact) {
    SearchRequest asked = request;
    asked.query = std::move(query);
    asked.exact = exact;
    return ids(world.search(asked));
  };

  CHECK(found("焊工", false) == Ids{"part"});
  CHECK(found("焊工", true) == Ids{"part"});
  CHECK(found("电焊工", false) == Ids{"part"});
}

TEST_CASE("a filter finds what means the same, by whatever words either asks") {
  const World world = World{}
                          .posting("dormitory", {.welfare = {"提供宿舍"}})
                          .posting("said", {.description = "包吃包住，月休四天"})
                          .posting("denied", {.description = "不包住"})
                          .posting("veterans", {.employment_type = "钟点工", .groups = {"退伍军人"}})
                          .posting("own", {.welfare = {"工会会员福利"}});
  CHECK(passing(world, {.welfare = {"包住"}}) == Ids{"dormitory", "said"});
  CHECK(passing(world, {.welfare = {"有宿舍"}}) == Ids{"dormitory", "said"});
  CHECK(passing(world, {.welfare = {"工会会员福利"}}) == Ids{"own"});
  CHECK(passing(world, {.groups = {"退役军人"}}) == Ids{"veterans"});
  CHECK(passing(world, {.employment_types = {"小时工"}}) == Ids{"veterans"});
}

}  // namespace doorstep::search
