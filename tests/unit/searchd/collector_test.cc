#include "searchd/search/collector.h"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::Draft;
using testing::ids;
using testing::kSanlian;
using testing::World;
using Ids = std::vector<std::string>;
using Counts = std::vector<std::pair<std::string, std::uint64_t>>;

const Anchor kHome{.point = kSanlian};

Draft vacancy(testing::Spot place, std::string source) {
  return {.title = "保洁员",
          .company = "洁净物业",
          .place = place,
          .pay = "3000元/月",
          .employment_type = "全职",
          .description = "打扫楼道",
          .source = std::move(source)};
}

Counts counts(const SearchResult& found, Facet facet) {
  for (const auto& [which, values] : found.facets) {
    if (which == facet) return values;
  }
  return {};
}

// Many postings with ties in everything that orders: 8 places, 5 days, 4 pays, some unknown, copies in threes.
World crowd() {
  World world;
  for (int i = 0; i < 90; ++i) {
    Draft draft{.title = i % 2 == 0 ? "保洁员" : "保洁", .place = kSanlian.moved_m(100.0 * (i % 8))};
    if (i % 5 != 0) draft.posted_at = fmt::format("2026-11-{:02}", 10 + i % 5);
    if (i % 4 != 0) draft.pay = fmt::format("{}元/月", 3000 + 500 * (i % 4));
    if (i % 3 == 0) {
      draft.company = fmt::format("第{}公司", i / 9);
      draft.title = "保洁员";
      draft.description = "打扫楼道";
    }
    world.add(fmt::format("p{:02}", (i * 37) % 90), draft);
  }
  return world;
}

Ids in_pages(const World& world, SearchRequest request, std::uint32_t limit) {
  Ids all;
  request.limit = limit;
  do {
    const auto page = world.search(request);
    const Ids here = ids(page);
    all.insert(all.end(), here.begin(), here.end());
    request.cursor = page.next_cursor;
  } while (!request.cursor.empty() && all.size() < 1000);
  return all;
}

}  // namespace

TEST_CASE("exact copies are one hit: the best copy is shown, with the sources of all inside the circle") {
  World world;
  world.add("far", vacancy(kSanlian.moved_m(900), "企业直报"));
  world.add("near", vacancy(kSanlian.moved_m(100), "社区公告"));
  world.add("outside", vacancy(kSanlian.moved_m(1100), "人社平台"));
  world.add("other", {.place = kSanlian.moved_m(500)});

  const auto found = world.search({.query = "保洁员", .anchor = kHome, .radius_m = 1000, .sort = Sort::kDistance});

  REQUIRE(ids(found) == Ids{"near", "other"});
  CHECK(found.total == 2);
  REQUIRE(found.hits[0].sources.size() == 2);
  CHECK(found.hits[0].sources[0] == Source{"near", "社区公告", ""});
  CHECK(found.hits[0].sources[1] == Source{"far", "企业直报", ""});
  CHECK(found.hits[1].sources == std::vector<Source>{{"other", "", ""}});
}

TEST_CASE("a copy that the filters refuse is neither shown nor a source") {
  World world;
  world.add("near", vacancy(kSanlian.moved_m(100), "社区公告"));
  world.add("far", vacancy(kSanlian.moved_m(900), "企业直报"));

  const auto found = world.search({.anchor = kHome, .filters = {.sources = {"企业直报"}}});

  REQUIRE(ids(found) == Ids{"far"});
  CHECK(found.hits[0].sources.size() == 1);
}

TEST_CASE("which copy is shown follows the order that was asked for") {
  World world;
  Draft old_near = vacancy(kSanlian.moved_m(100), "甲");
  old_near.posted_at = "2026-11-01";
  Draft new_far = vacancy(kSanlian.moved_m(900), "乙");
  new_far.posted_at = "2026-11-20";
  world.add("old-near", old_near);
  world.add("new-far", new_far);

  CHECK(ids(world.search({.anchor = kHome, .sort = Sort::kDistance})) == Ids{"old-near"});
  CHECK(ids(world.search({.anchor = kHome, .sort = Sort::kNewest})) == Ids{"new-far"});
}

TEST_CASE("without collapse every copy is a hit of its own") {
  World world;
  world.add("a", vacancy(kSanlian, "甲"));
  world.add("b", vacancy(kSanlian, "乙"));

  const auto found = world.search({.anchor = kHome, .facets = {Facet::kEmploymentType}, .collapse = false});

  CHECK(found.total == 2);
  CHECK(counts(found, Facet::kEmploymentType) == Counts{{"全职", 2}});
  for (const Hit& hit : found.hits) CHECK(hit.sources.size() == 1);
}

TEST_CASE("facets count vacancies, the most frequent value first, then by value") {
  World world;
  world.add("copy1", vacancy(kSanlian, "甲"));
  world.add("copy2", vacancy(kSanlian, "乙"));
  world.add("c", {.employment_type = "兼职", .welfare = {"包吃", "包住"}, .groups = {"妇女"}});
  world.add("d", {.employer_type = "国企", .education = "大专"});
  world.add("e", {.employer_type = "国企、劳模企业", .employment_type = "全职", .welfare = {"包吃"}});
  world.add("far", {.place = kSanlian.moved_m(5000), .employment_type = "全职"});
  world.add("over", {.employment_type = "全职", .valid_until = "2026-11-01"});

  const auto found = world.search(
      {.anchor = kHome,
       .limit = 1,
       .facets = {Facet::kEmploymentType, Facet::kWelfare, Facet::kGroup, Facet::kEmployerType, Facet::kEducation}});

  CHECK(found.total == 4);
  CHECK(counts(found, Facet::kEmploymentType) == Counts{{"全职", 2}, {"兼职", 1}});
  CHECK(counts(found, Facet::kWelfare) == Counts{{"包吃", 2}, {"包住", 1}});
  CHECK(counts(found, Facet::kGroup) == Counts{{"妇女", 1}});
  CHECK(counts(found, Facet::kEmployerType) == Counts{{"国有企业", 2}, {"劳模企业", 1}});
  CHECK(counts(found, Facet::kEducation) == Counts{{"大专", 1}});
}

TEST_CASE("a vacancy counts under every channel that sent it, as the filter finds it") {
  World world;
  world.add("copy1", vacancy(kSanlian, "甲"));
  world.add("copy2", vacancy(kSanlian.moved_m(50), "乙"));
  world.add("copy3", vacancy(kSanlian.moved_m(60), "乙"));

  const auto found = world.search({.anchor = kHome, .facets = {Facet::kSource}});

  CHECK(found.total == 1);
  CHECK(counts(found, Facet::kSource) == Counts{{"乙", 1}, {"甲", 1}});
  CHECK(world.search({.anchor = kHome, .filters = {.sources = {"乙"}}}).total == 1);
}

TEST_CASE("by distance: the nearer first, then the smaller id") {
  const World world = World{}
                          .posting("b", {.place = kSanlian.moved_m(50)})
                          .posting("c", {.place = kSanlian.moved_m(10)})
                          .posting("a", {.place = kSanlian.moved_m(50)});

  CHECK(ids(world.search({.anchor = kHome, .sort = Sort::kDistance})) == Ids{"c", "a", "b"});
}

TEST_CASE("by date: the newest first, then the nearer, then the smaller id, the unknown last") {
  const World world = World{}
                          .posting("a-unknown")
                          .posting("b-old", {.posted_at = "2026-11-01"})
                          .posting("d-new-far", {.place = kSanlian.moved_m(20), .posted_at = "2026-11-02"})
                          .posting("c-new-far", {.place = kSanlian.moved_m(20), .posted_at = "2026-11-02"})
                          .posting("e-new-near", {.posted_at = "2026-11-02"});

  CHECK(ids(world.search({.anchor = kHome, .sort = Sort::kNewest})) ==
        Ids{"e-new-near", "c-new-far", "d-new-far", "b-old", "a-unknown"});
}

TEST_CASE("by pay: the figure that a wish for pay looks at, the unknown last") {
  const World world = World{}
                          .posting("a-unknown", {.pay = "面议"})
                          .posting("b-open", {.pay = "5000元以上"})
                          .posting("c-range", {.pay = "3000-6000元/月"})
                          .posting("d-low", {.pay = "4000元/月"});

  CHECK(ids(world.search({.anchor = kHome, .sort = Sort::kPay})) == Ids{"c-range", "b-open", "d-low", "a-unknown"});
}

TEST_CASE("equal scores: the nearer first, then the smaller id") {
  const World world = World{}.posting("b").posting("a").posting("c");

  CHECK(ids(world.search({.query = "保洁员", .anchor = kHome})) == Ids{"a", "b", "c"});
}

Ids sorted(Ids all) {
  std::sort(all.begin(), all.end());
  return all;
}

TEST_CASE("pages give every posting once, in the order of one big page unless employers are mixed, collapsed or not") {
  const World world = crowd();
  for (const Sort sort : {Sort::kRelevance, Sort::kDistance, Sort::kNewest, Sort::kPay}) {
    for (const bool collapse : {true, false}) {
      for (const char* query : {"", "保洁"}) {
        INFO(sort_name(sort) << (collapse ? " collapsed " : " ") << query);
        const SearchRequest request{.query = query, .anchor = kHome, .sort = sort, .limit = 1000, .collapse = collapse};
        const auto one_page = world.search(request);
        CHECK(one_page.hits.size() == one_page.total);
        CHECK(one_page.next_cursor.empty());
        CHECK(one_page.total >= (collapse ? 60U : 90U));
        for (const std::uint32_t limit : {7U, 1U}) {
          const Ids paged = in_pages(world, request, limit);
          CHECK(sorted(paged) == sorted(ids(one_page)));
          if (sort != Sort::kRelevance) CHECK(paged == ids(one_page));
        }
      }
    }
  }
}

TEST_CASE("of a first page one employer has two hits before others that match as well, and none is lost") {
  World world;
  for (int i = 0; i < 5; ++i) {
    world.add(fmt::format("big{}", i), {.title = "保洁员",
                                        .company = "洁净物业",
                                        .place = kSanlian.moved_m(10.0 * i),
                                        .description = fmt::format("{}号楼", i)});
  }
  world.add("other", {.title = "保洁员", .company = "家美家政", .place = kSanlian.moved_m(900)});
  world.add("less", {.title = "文员",
                     .company = "某某公司",
                     .place = kSanlian.moved_m(950),
                     .description = "整理文件，同保洁员一起值日"});
  SearchRequest request{.query = "保洁员", .anchor = kHome, .limit = 4};

  CHECK(ids(world.search(request)) == Ids{"big0", "big1", "other", "big2"});
  CHECK(sorted(in_pages(world, request, 4)) == Ids{"big0", "big1", "big2", "big3", "big4", "less", "other"});
  request.sort = Sort::kDistance;
  CHECK(ids(world.search(request)) == Ids{"big0", "big1", "big2", "big3"});
}

TEST_CASE("every page tells the whole total and the same facets") {
  const World world = crowd();
  SearchRequest request{.anchor = kHome, .limit = 10, .facets = {Facet::kSource, Facet::kEducation}};
  const auto first = world.search(request);
  request.cursor = first.next_cursor;

  const auto second = world.search(request);

  CHECK(second.total == first.total);
  CHECK(second.facets == first.facets);
}

TEST_CASE("a last page that is exactly full has no next") {
  const World world = World{}.posting("a").posting("b");

  CHECK(world.search({.anchor = kHome, .limit = 2}).next_cursor.empty());
  CHECK_FALSE(world.search({.anchor = kHome, .limit = 1}).next_cursor.empty());
}

}  // namespace doorstep::search
