#include <catch2/catch.hpp>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::ids;
using testing::kSanlian;
using testing::test_now;
using testing::World;
using Ids = std::vector<std::string>;

const Anchor kHome{.point = kSanlian};

std::vector<std::string> codes(const std::vector<Reason>& why) {
  std::vector<std::string> codes;
  for (const Reason& reason : why) codes.push_back(reason.code);
  return codes;
}

}  // namespace

TEST_CASE("a posting 3,001 m away is outside a 3 km search") {
  const World world = World{}
                          .posting("north", {.place = kSanlian.moved_m(3001)})
                          .posting("east", {.place = kSanlian.moved_m(0, 3001)})
                          .posting("south-west", {.place = kSanlian.moved_m(-2122.1, -2122.1)});

  CHECK(world.search({.query = "保洁", .anchor = kHome, .radius_m = 3000}).total == 0);
}

TEST_CASE("a posting 2,999 m away is inside a 3 km search and its distance is told") {
  const World world =
      World{}.posting("north", {.place = kSanlian.moved_m(2999)}).posting("east", {.place = kSanlian.moved_m(0, 2999)});

  const auto found = world.search({.query = "保洁", .anchor = kHome, .radius_m = 3000});

  REQUIRE(found.total == 2);
  CHECK(found.hits[0].distance_m == Approx(2999).margin(0.5));
  CHECK(found.hits[1].distance_m == Approx(2999).margin(0.5));
}

TEST_CASE("a posting without a place is never inside a circle") {
  const World world = World{}.posting("nowhere", {.place = std::nullopt}).posting("here");

  CHECK(ids(world.search({.query = "保洁", .anchor = kHome, .radius_m = 50'000})) == Ids{"here"});
  CHECK(ids(world.search({.anchor = kHome, .radius_m = 50'000})) == Ids{"here"});
  CHECK(ids(world.search({.query = "保", .anchor = kHome, .radius_m = 50'000, .exact = true})) == Ids{"here"});
  CHECK(world.searcher().posting("nowhere").has_value());
}

TEST_CASE("without a query everything in the circle is shown") {
  const World world =
      World{}.posting("a").posting("b", {.title = "会计"}).posting("far", {.place = kSanlian.moved_m(9000)});

  CHECK(world.search({.anchor = kHome}).total == 2);
  CHECK(world.search({.query = " \t　", .anchor = kHome}).total == 2);
}

TEST_CASE("an index without postings answers nothing") {
  const World world;

  CHECK(world.search({.query = "保洁", .anchor = kHome}).total == 0);
  CHECK(world.search({.anchor = kHome, .facets = {Facet::kCategory}}).hits.empty());
  CHECK_FALSE(world.searcher().posting("p").has_value());
}

TEST_CASE("确保安全 is not found by 保安, but is by exact") {
  const World world =
      World{}.posting("safe", {.title = "操作工", .description = "确保安全生产"}).posting("guard", {.title = "保安"});

  CHECK(ids(world.search({.query = "保安", .anchor = kHome})) == Ids{"guard"});
  CHECK(world.search({.query = "保安", .anchor = kHome, .exact = true}).total == 2);
}

TEST_CASE("Java is not JavaScript, and exact does not care") {
  const World world = World{}.posting("java", {.title = "Java工程师"}).posting("script", {.title = "JavaScript前端"});

  CHECK(ids(world.search({.query = "java", .anchor = kHome})) == Ids{"java"});
  CHECK(world.search({.query = "java", .anchor = kHome, .exact = true}).total == 2);
}

TEST_CASE("a query is understood in full width, upper case and traditional characters") {
  const World world = World{}
                          .posting("clean", {.title = "保洁员"})
                          .posting("java", {.title = "Java工程师"})
                          .posting("software", {.title = "软件测试"});

  CHECK(ids(world.search({.query = "保潔", .anchor = kHome})) == Ids{"clean"});
  CHECK(ids(world.search({.query = "ＪＡＶＡ", .anchor = kHome})) == Ids{"java"});
  CHECK(ids(world.search({.query = "軟體", .anchor = kHome})).front() == "software");
  CHECK(ids(world.search({.query = "保潔", .anchor = kHome, .exact = true})) == Ids{"clean"});
}

TEST_CASE("a posting in traditional characters is found by a simplified query") {
  const World world = World{}.posting("clean", {.title = "保潔員"});

  CHECK(ids(world.search({.query = "保洁员", .anchor = kHome})) == Ids{"clean"});
}

TEST_CASE("every word of a query must be there") {
  World world;
  for (int i = 0; i < 10; ++i)
    world.add("both" + std::to_string(i), {.title = "保洁员", .description = "负责量子力学馆卫生"});
  world.add("one", {.title = "保洁员"});

  const auto found = world.search({.query = "保洁员 量子力学", .anchor = kHome});

  CHECK(found.total == 10);
  CHECK(found.relaxed.empty());
}

TEST_CASE("when few postings have every word, those with some come after them and it is said") {
  const World world = World{}
                          .posting("one", {.title = "保洁员"})
                          .posting("both", {.title = "保洁员", .description = "负责量子力学馆卫生"})
                          .posting("other", {.title = "厨师"});

  const auto found = world.search({.query = "保洁员 量子力学", .anchor = kHome});

  CHECK(ids(found) == Ids{"both", "one"});
  REQUIRE(found.relaxed.size() == 1);
  CHECK(found.relaxed[0].code == "fewer_wishes");
  CHECK(found.relaxed[0].text.find("不多") != std::string::npos);
}

TEST_CASE("words around a wish do not decide what matches") {
  const World world = World{}.posting("clean", {.title = "保洁员"});

  CHECK(ids(world.search({.query = "附近找保洁员的工作", .anchor = kHome})) == Ids{"clean"});
}

TEST_CASE("when no posting has every word, those with some are shown and it is said") {
  const World world = World{}.posting("clean", {.title = "保洁员"}).posting("cook", {.title = "厨师"});

  const auto found = world.search({.query = "保洁员 量子力学", .anchor = kHome});

  CHECK(ids(found) == Ids{"clean"});
  REQUIRE(found.relaxed.size() == 1);
  CHECK(found.relaxed[0].code == "fewer_wishes");
  CHECK(found.relaxed[0].text.find("“量子力学”") != std::string::npos);
}

TEST_CASE("other names of the same work are found as well, and nothing is relaxed for it") {
  const World world = World{}.posting("cook", {.title = "厨师"}).posting("weld", {.title = "焊工"});

  const auto found = world.search({.query = "电焊工", .anchor = kHome});

  CHECK(ids(found) == Ids{"weld"});
  CHECK(found.relaxed.empty());
}

TEST_CASE("nothing is relaxed where the words themselves are found") {
  const World world = World{}.posting("clean", {.title = "保洁员"});

  CHECK(world.search({.query = "保洁员", .anchor = kHome}).relaxed.empty());
}

TEST_CASE("exact shows every posting as it is: copies are not collapsed") {
  const testing::Draft copy{.company = "洁净物业", .description = "打扫楼道"};
  const World world = World{}.posting("a", copy).posting("b", copy);

  CHECK(world.search({.query = "保洁", .anchor = kHome}).total == 1);
  CHECK(world.search({.query = "保洁", .anchor = kHome, .exact = true}).total == 2);
}

TEST_CASE("a title's words in brackets do not make it that trade, but are found") {
  const World world = World{}
                          .posting("cook", {.title = "厨师（兼保洁）"})
                          .posting("clean", {.title = "保洁", .place = kSanlian.moved_m(100)});

  CHECK(ids(world.search({.query = "保洁", .anchor = kHome})) == Ids{"clean", "cook"});
  CHECK(world.search({.query = "兼保洁", .anchor = kHome, .exact = true}).total == 1);
}

TEST_CASE("gibberish and punctuation find nothing") {
  const World world = World{}.posting("clean", {.title = "保洁员", .description = "打扫卫生"});

  CHECK(world.search({.query = "龘靐齉", .anchor = kHome}).total == 0);
  CHECK(world.search({.query = "qwxzjk", .anchor = kHome}).total == 0);
  CHECK(world.search({.query = "！？。", .anchor = kHome}).total == 0);
}

TEST_CASE("an expired posting is never found, but is still told to who asks for it by id") {
  const World world = World{}
                          .posting("ended-yesterday", {.valid_until = "2026-11-21"})
                          .posting("ends-now", {.valid_until = "2026-11-22T12:00:00+08:00"})
                          .posting("lapsed", {.posted_at = "2026-09-23T12:00:00+08:00"})
                          .posting("ends-today", {.valid_until = "2026-11-22"})
                          .posting("nearly-lapsed", {.posted_at = "2026-09-23T12:00:01+08:00"});

  const auto found = world.search({.query = "保洁", .anchor = kHome, .sort = Sort::kDistance});

  CHECK(ids(found) == Ids{"ends-today", "nearly-lapsed"});
  CHECK(world.search({.anchor = kHome}).total == 2);
  CHECK(world.search({.query = "保洁", .anchor = kHome, .exact = true}).total == 2);
  CHECK(world.searcher().posting("lapsed")->id == "lapsed");
}

TEST_CASE("an id that is not in the index is no posting, whatever it looks like") {
  const World world = World{}.posting("p1");

  for (const std::string& id : {std::string{}, std::string("p"), std::string("p11"), std::string(241, 'x'),
                                std::string("p1\0", 3), std::string("\xFF\xFE")}) {
    CHECK_FALSE(world.searcher().posting(id).has_value());
  }
  CHECK(world.searcher().posting("p1").has_value());
}

TEST_CASE("a word in the title ranks above the description, and that above the company") {
  const World world =
      World{}
          .posting("company", {.title = "文员", .company = "好保洁公司", .description = "整理各类文件并装订成册"})
          .posting("description", {.title = "文员", .company = "某某公司", .description = "整理文件并兼做保洁工作"})
          .posting("title", {.title = "保洁", .company = "某某公司", .description = "整理各类文件并装订成册"});

  CHECK(ids(world.search({.query = "保洁", .anchor = kHome})) == Ids{"title", "description", "company"});
}

TEST_CASE("of two alike the nearer, the fresher and the one that tells more ranks first") {
  const auto first = [](World world) { return ids(world.search({.query = "保洁", .anchor = kHome})).front(); };

  CHECK(first(World{}.posting("a-far", {.place = kSanlian.moved_m(2000)}).posting("b-near")) == "b-near");
  CHECK(first(World{}.posting("a-old", {.posted_at = "2026-10-20"}).posting("b-new", {.posted_at = "2026-11-22"})) ==
        "b-new");
  CHECK(first(World{}.posting("a-bare").posting("b-told", {.employment_type = "全职", .welfare = {"包吃"}})) ==
        "b-told");
}

TEST_CASE("the terms of an explanation sum to the score") {
  World world;
  world.add("plain", {.title = "保洁员"});
  world.add("rich", {.title = "小区保洁员",
                     .company = "保洁公司",
                     .address = "三里庵保洁路",
                     .pay = "4000-5000元/月",
                     .experience = "1年",
                     .education = "初中",
                     .description = "小区保洁，保洁，保洁，保洁",
                     .welfare = {"包吃"},
                     .tags = {"保洁"},
                     .posted_at = "2026-11-10"});
  world.add("software", {.title = "软件测试工程师", .description = "软件测试工作"});
  world.add("sofa", {.title = "软体沙发工", .description = "长期工作"});
  world.add("wires", {.title = "电工"});
  world.add("shop", {.title = "导购"});
  const std::vector<SearchRequest> requests{
      {.query = "保洁员"},
      {.query = "小区保洁"},
      {.query = "小区 保洁员",
       .filters = {.education = domain::Education::kSenior, .experience_years = 3, .pay_min = 3000}},
      {.query = "保洁 电焊工"},
      {.query = "軟體測試"},
      {.query = "软件测试"},
      {.query = "小区 软件"},
      {.query = "找小区 软件的工作"},
      {.query = "dg"},
      {.query = "保洁", .exact = true},
      {.query = "保 洁 小区", .exact = true},
      {},
  };
  for (SearchRequest request : requests) {
    request.anchor = {.point = kSanlian.moved_m(700)};
    request.explain = true;
    const auto found = world.search(request);
    INFO(request.query);
    REQUIRE_FALSE(found.hits.empty());
    for (const Hit& hit : found.hits) {
      double sum = 0;
      for (const ScoreTerm& term : hit.explanation) {
        sum += term.value;
        INFO(term.name << " " << term.detail << " " << term.value);
        CHECK(term.value >= 0);
      }
      CHECK(sum == Approx(hit.score).margin(1e-9));
    }
  }
}

TEST_CASE("the phrase term is told only where the title holds the whole query") {
  const World world =
      World{}.posting("whole", {.title = "小区保洁员招聘"}).posting("parts", {.title = "保洁员（小区）"});

  const auto found = world.search({.query = "小区保洁员", .anchor = kHome, .explain = true});

  CHECK(ids(found) == Ids{"whole", "parts"});
  const auto has_phrase = [](const Hit& hit) {
    return std::any_of(hit.explanation.begin(), hit.explanation.end(),
                       [](const ScoreTerm& term) { return term.name == "phrase"; });
  };
  CHECK(has_phrase(found.hits[0]));
  CHECK_FALSE(has_phrase(found.hits[1]));
}

TEST_CASE("what Taiwan's usage finds is explained by the word it was found by, not as a phrase") {
  const World world =
      World{}.posting("sofa", {.title = "软体沙发工"}).posting("software", {.title = "软件测试"}).posting("clean");

  const auto found = world.search({.query = "軟體", .anchor = kHome, .sort = Sort::kDistance, .explain = true});

  REQUIRE(ids(found) == Ids{"sofa", "software"});
  const std::vector<std::string> details{"软体@title", "软件→互联网@title"};
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(found.hits[i].explanation.front().detail == details[i]);
    CHECK(found.hits[i].explanation.front().value == Approx(0.70));
    for (const ScoreTerm& term : found.hits[i].explanation) CHECK(term.name != "phrase");
  }
}

TEST_CASE("a field is given as reason exactly when the explanation has a term of it") {
  const World world = World{}
                          .posting("title", {.title = "风筝店员"})
                          .posting("tags", {.title = "文员", .tags = {"风筝"}})
                          .posting("place", {.title = "文员", .address = "风筝路1号"})
                          .posting("description", {.title = "文员", .description = "整理风筝"})
                          .posting("company", {.title = "文员", .company = "好风筝公司"});

  const auto found = world.search({.query = "风筝", .anchor = kHome, .explain = true});

  REQUIRE(found.hits.size() == 5);
  for (const Hit& hit : found.hits) {
    INFO(hit.posting.id);
    CHECK(hit.why.front().code == (hit.posting.id == "title" ? "title" : hit.posting.id));
    CHECK(hit.why.front().text.find("“风筝”") != std::string::npos);
    CHECK(hit.explanation.front().name == "text");
    CHECK(hit.explanation.front().detail == "风筝@" + hit.posting.id);
  }
}

TEST_CASE("a posting whose uncertainty reaches across the edge is marked, one that is exact is not") {
  domain::Community community{.id = "340104001001",
                              .name = "三里庵社区居委会",
                              .street = "三里庵街道",
                              .district = "蜀山区",
                              .centre = kSanlian.moved_m(2500),
                              .accuracy_m = 600};
  const World world = World{}
                          .community(community)
                          .posting("estimated", {.community_id = "340104001001", .place = std::nullopt})
                          .posting("exact", {.place = kSanlian.moved_m(2999)});

  const auto near = world.search({.query = "保洁", .anchor = kHome, .sort = Sort::kDistance});

  REQUIRE(ids(near) == Ids{"estimated", "exact"});
  CHECK(near.hits[0].near_edge);
  CHECK_FALSE(near.hits[1].near_edge);
  const auto why = codes(near.hits[0].why);
  CHECK(std::count(why.begin(), why.end(), "near_edge") == 1);
  CHECK(std::count(why.begin(), why.end(), "approximate") == 1);
  const auto exact_why = codes(near.hits[1].why);
  CHECK(std::count(exact_why.begin(), exact_why.end(), "approximate") == 0);

  const auto wide = world.search({.query = "保洁", .anchor = kHome, .radius_m = 3100.5, .sort = Sort::kDistance});
  CHECK_FALSE(wide.hits[0].near_edge);
}

TEST_CASE("a search that runs out of time says at least so many") {
  World world;
  for (int i = 0; i < 5000; ++i) world.add("p" + std::to_string(i), {});
  const base::FixedClock clock(test_now());
  const auto snapshot = std::shared_ptr<const serving::Snapshot>(std::shared_ptr<void>(), &world.snapshot());
  const testing::Words& words = testing::Words::shared();
  const Searcher hurried(snapshot, words.language, testing::typing(), words.categories, clock,
                         {.deadline = std::chrono::milliseconds{0}});

  // With words, too, what was read in time is told.
  for (const char* query : {"", "保洁员"}) {
    const auto found = hurried.search({.query = query, .anchor = kHome}).value();

    CHECK_FALSE(found.total_is_exact);
    CHECK(found.total < 5000);
    CHECK(found.total > 0);
  }
  CHECK(world.search({.anchor = kHome}).total_is_exact);
}

TEST_CASE("the state tells the generation that is served") {
  const World world = World{}.posting("a").posting("b");

  const IndexState state = world.searcher().state();

  CHECK(state.generation == world.snapshot().generation());
  CHECK(state.postings == 2);
  CHECK(state.as_of == test_now());
  CHECK(state.format_version == index::kFormatVersion);
}

}  // namespace doorstep::search
