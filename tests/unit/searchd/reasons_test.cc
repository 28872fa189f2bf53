#include "searchd/search/reasons.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "schema/index/index_layout.h"
#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using index::FieldHits;

// "code: text" of every reason; the title is that of the posting.
std::vector<std::string> told(const Hit& hit, const std::vector<WordHits>& words, const SearchRequest& request = {}) {
  std::vector<std::string> told;
  for (const Reason& reason : reasons_for(hit, hit.posting.title, words, false, request, testing::test_now())) {
    told.push_back(reason.code + ": " + reason.text);
  }
  return told;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("every word is told once, by the weightiest field it is in") {
  Hit hit;
  hit.distance_m = 500;
  hit.posting.title = "保洁";

  CHECK(told(hit, {{"保洁", 0.5, FieldHits::kTitle | FieldHits::kCompany | FieldHits::kDescription},
                   {"夜班", 0.3, FieldHits::kDescription | FieldHits::kCompany},
                   {"电梯", 0.2, 3 * FieldHits::kDescription},
                   {"焊工", 0.0, 0}}) ==
        Told{"title: 岗位名称里有“保洁”", "description: 岗位说明里提到“夜班”“电梯”", "distance: 离您约 500 米"});
}

TEST_CASE("each field has its own reason") {
  Hit hit;
  hit.distance_m = 1;

  CHECK(told(hit, {{"包吃", 1, FieldHits::kTags}}).front() == "tags: 标签或福利里有“包吃”");
  CHECK(told(hit, {{"三里庵", 1, FieldHits::kPlace}}).front() == "place: 工作地点在“三里庵”");
  CHECK(told(hit, {{"洁净", 1, FieldHits::kCompany}}).front() == "company: 单位名称里有“洁净”");
}

TEST_CASE("a title is said to hold a word only where it does, and a kind of what was asked for is called so") {
  Hit hit;
  hit.distance_m = 1;
  hit.posting.title = "消控室值班员";
  const auto word = [](const char* text, double closeness, const char* meaning) {
    return WordHits{text, 1, FieldHits::kTitle, 0.1, Role::kJob, meaning, closeness};
  };

  CHECK(told(hit, {word("保安", 1.0, "保安")}).front() == "title: 岗位正是“保安”");
  CHECK(told(hit, {word("保安", 0.6, "保安")}).front() == "title: 岗位属于“保安”一类");
  CHECK(told(hit, {word("保安", 0.1, "保安")}).front() == "title: 与“保安”相近");
  CHECK(told(hit, {word("会计、出纳", 1.0, "会计、出纳")}).front() == "title: 岗位正是“会计、出纳”之一");
  hit.posting.title = "保安";
  CHECK(told(hit, {word("保安", 1.0, "保安")}).front() == "title: 岗位名称里有“保安”");
}

TEST_CASE("a title is not called what is only an attribute of the work") {
  Hit hit;
  hit.distance_m = 1;
  hit.posting.title = "周末店员";
  const WordHits weekend{"周末上班", 1, FieldHits::kTitle, 1.0, Role::kAttribute, "周末上班"};

  CHECK(told(hit, {weekend}).front() == "title: 岗位名称说明是“周末上班”");
}

TEST_CASE("what is learnt from other openings is not said to be in the title") {
  Hit hit;
  hit.distance_m = 1;
  const WordHits learnt{"保安", 1, FieldHits::kLearnt, 1.0, Role::kJob, "保安"};

  CHECK(told(hit, {learnt}).front() == "learnt: 从职责看是“保安”");
}

TEST_CASE("what lies beyond is told, or that nothing does") {
  CHECK(beyond_text({.count = 2, .nearest_m = 3400, .within_m = 12'000}, 3000, 0) ==
        "3 公里内没有，3 公里外还有 2 个，最近的在 3.4 公里处");
  CHECK(beyond_text({.count = 1, .nearest_m = 1700, .within_m = 10'000}, 1500, 2) ==
        "1.5 公里外还有 1 个，最近的在 1.7 公里处");
  CHECK(beyond_text({.within_m = 12'000}, 3000, 0) == "3 公里内没有，12 公里以内也没有");
  CHECK(beyond_text({.within_m = 12'000}, 3000, 1) == "12 公里以内没有更多");
}

TEST_CASE("a posting of the trade that the query names says so, after its title") {
  Hit hit;
  hit.posting.category = "保洁家政";
  hit.distance_m = 500;

  const auto reasons = reasons_for(hit, "保洁", {{"保洁", 1, FieldHits::kTitle}, {"夜班", 1, FieldHits::kTags}}, true,
                                   {}, testing::test_now());

  REQUIRE(reasons.size() == 4);
  const auto trade = std::find_if(reasons.begin(), reasons.end(), [](const Reason& r) { return r.code == "trade"; });
  REQUIRE(trade != reasons.end());
  CHECK(trade->text.find("保洁家政") != std::string::npos);
}

TEST_CASE("distances are told as a person would") {
  CHECK(distance_text(0) == "10 米");
  CHECK(distance_text(4) == "10 米");
  CHECK(distance_text(846) == "850 米");
  CHECK(distance_text(1000) == "1.0 公里");
  CHECK(distance_text(1249) == "1.2 公里");
  CHECK(distance_text(49'960) == "50.0 公里");
}

TEST_CASE("just under a kilometre is not told as a thousand metres") { CHECK(distance_text(996) == "1.0 公里"); }

TEST_CASE("the distance is from you, or from the community that was chosen") {
  Hit hit;
  hit.distance_m = 100;
  SearchRequest request;
  CHECK(told(hit, {}, request) == Told{"distance: 离您约 100 米"});
  request.anchor.community_id = "340104001001";
  CHECK(told(hit, {}, request) == Told{"distance: 离所选社区约 100 米"});
}

TEST_CASE("a place that is estimated says by how much it may differ, and whether it may lie outside") {
  Hit hit;
  hit.distance_m = 2500;
  hit.posting.place = domain::Place{{}, domain::Precision::kCommunity, 800, "340104001001"};
  hit.near_edge = true;

  CHECK(told(hit, {}) == Told{"distance: 离您约 2.5 公里", "approximate: 位置按社区估计，可能相差 800 米",
                              "near_edge: 靠近范围边缘，可能略超出所选距离"});
}

TEST_CASE("the wishes that were stated are told as met") {
  Hit hit;
  hit.posting.pay.monthly_min = 4000;
  SearchRequest request{.filters = {.education = domain::Education::kCollege, .experience_years = 3, .pay_min = 3500}};

  CHECK(told(hit, {}, request) == Told{"distance: 离您约 10 米", "pay: 月收入不低于 4000 元，达到您要的 3500 元",
                                       "experience: 不要求工作经验", "education: 不要求学历"});

  hit.posting.pay.monthly_max = 6000;
  hit.posting.experience.min_years = 2;
  hit.posting.education = domain::Education::kSenior;
  CHECK(told(hit, {}, request) == Told{"distance: 离您约 10 米", "pay: 月收入可到 6000 元，达到您要的 3500 元",
                                       "experience: 要求 2 年经验，您符合", "education: 要求高中，您符合"});
}

TEST_CASE("freshness is counted in days of Beijing") {
  Hit hit;
  const auto fresh = [&hit](const char* posted) {
    hit.posting.posted_at = testing::at(posted);
    const Told all = told(hit, {});
    return all.size() == 2 ? all[1] : std::string{};
  };

  CHECK(fresh("2026-11-22T00:00:00+08:00") == "fresh: 今天发布");
  CHECK(fresh("2026-11-21T23:59:59+08:00") == "fresh: 1 天前发布");
  CHECK(fresh("2026-11-08T12:00:00+08:00") == "fresh: 14 天前发布");
  CHECK(fresh("2026-11-08T11:59:59+08:00").empty());
  CHECK(fresh("2026-11-23T00:00:00+08:00").empty());
}

}  // namespace doorstep::search
