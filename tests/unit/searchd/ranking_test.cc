#include "searchd/search/ranking.h"

#include <catch2/catch.hpp>

#include <cmath>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using index::FieldHits;
using testing::test_now;
using testing::World;

// Stated here, so that these tests check the formula and not the weights of the day.
const RankingProfile kProfile{.text = 1.0,
                              .phrase = 0.10,
                              .trade = 0.15,
                              .distance = 0.30,
                              .freshness = 0.10,
                              .completeness = 0.05,
                              .fit = 0.10,
                              .half_life_hours = 14 * 24,
                              .worth = {.title = 0.70,
                                        .title_aside = 0.15,
                                        .learnt = 0.30,
                                        .tags = 0.15,
                                        .company = 0.05,
                                        .place = 0.10,
                                        .description = 0.10}};

// One posting, and a ranking over it.
struct Bench {
  explicit Bench(testing::Draft draft, SearchRequest asked = {}, RankingProfile profile = kProfile,
                 std::string_view trade = {})
      : world(World{}.posting("p", std::move(draft))),
        request(std::move(asked)),
        tables(profile),
        ranking(tables, world.snapshot().columns(), request, test_now(), 100, trade) {}

  World world;
  SearchRequest request;
  RankingTables tables;
  Ranking ranking;
};

std::string characters(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "做";
  return text;
}

}  // namespace

TEST_CASE("a rare word weighs more than a common one, and none weighs nothing or less") {
  CHECK(inverse_document_frequency(1000, 1) == Approx(std::log(1.0 + 999.5 / 1.5)));
  CHECK(inverse_document_frequency(1000, 1) > inverse_document_frequency(1000, 500));
  CHECK(inverse_document_frequency(1000, 1000) > 0);
  CHECK(inverse_document_frequency(1000, 2000) > 0);
  CHECK(inverse_document_frequency(0, 0) > 0);
}

TEST_CASE("a word is worth what its fields are worth together") {
  const Bench bench({});

  CHECK(bench.ranking.text(1.0, FieldHits::kTitle, 0) == Approx(0.70));
  CHECK(bench.ranking.text(0.5, FieldHits::kTitle | FieldHits::kTags, 0) == Approx(0.5 * 0.85));
  CHECK(bench.ranking.text(1.0, FieldHits::kCompany | FieldHits::kPlace, 0) == Approx(0.15));
}

TEST_CASE("the description is worth more with the count, and less with its length") {
  const Bench average({.description = characters(100)});
  const auto of = [](const Bench& bench, std::uint32_t count) {
    return bench.ranking.text(1.0, count * FieldHits::kDescription, 0);
  };

  CHECK(of(average, 1) == Approx(0.10 * 4 / 3 / 2));
  CHECK(of(average, 3) == Approx(0.10));
  CHECK(of(Bench({.description = characters(300)}), 3) == Approx(0.05));
  CHECK(of(Bench({.description = "短"}), 3) == Approx(0.15));
}

TEST_CASE("exact counts a description as it stands") {
  const Bench bench({.description = characters(300)});

  CHECK(bench.ranking.exact_text(0.5, FieldHits::kTitle + FieldHits::kDescription) == Approx(0.5 * 0.80));
  CHECK(bench.ranking.exact_text(0.5, 3 * FieldHits::kDescription) == Approx(0.5 * 0.10));
}

TEST_CASE("distance falls in a straight line to nothing at the radius") {
  const Bench bench({}, {.radius_m = 2000});

  CHECK(bench.ranking.distance(0) == Approx(0.30));
  CHECK(bench.ranking.distance(500) == Approx(0.225));
  CHECK(bench.ranking.distance(2000) == Approx(0.0).margin(1e-12));
}

TEST_CASE("freshness halves in two weeks, and an unknown date has none") {
  const auto freshness = [](std::string posted) {
    return Bench({.posted_at = std::move(posted)}).ranking.freshness(0);
  };

  CHECK(freshness("2026-11-22T12:00:00+08:00") == Approx(0.10));
  CHECK(freshness("2026-11-08T12:00:00+08:00") == Approx(0.05));
  CHECK(freshness("2026-11-22T11:00:01+08:00") == Approx(0.10));
  CHECK(freshness("2026-11-30T00:00:00+08:00") == Approx(0.10));
  CHECK(freshness("1999-01-01") == 0.0);
  CHECK(freshness("") == 0.0);
}

TEST_CASE("completeness counts what a seeker is told") {
  CHECK(Bench({.place = std::nullopt}).ranking.completeness(0) == 0.0);
  CHECK(Bench({}).ranking.completeness(0) == Approx(0.05 / 8));
  CHECK(Bench({.company = "甲",
               .pay = "4000元/月",
               .education = "大专",
               .employment_type = "全职",
               .description = "做",
               .welfare = {"包吃"},
               .posted_at = "2026-11-22"})
            .ranking.completeness(0) == Approx(0.05));
}

TEST_CASE("fit is the mean over the stated wishes") {
  const testing::Draft draft{.pay = "6000元/月", .experience = "1年"};

  CHECK(Bench(draft).ranking.fit(0) == 0.0);
  CHECK(Bench(draft, {.filters = {.pay_min = 4000}}).ranking.fit(0) == Approx(0.10 * 0.5));
  CHECK(Bench(draft, {.filters = {.pay_min = 1000}}).ranking.fit(0) == Approx(0.10));
  CHECK(Bench(draft, {.filters = {.pay_min = 0}}).ranking.fit(0) == Approx(0.10));
  CHECK(Bench(draft, {.filters = {.experience_years = 2}}).ranking.fit(0) == Approx(0.10));
  CHECK(Bench(draft, {.filters = {.education = domain::Education::kCollege}}).ranking.fit(0) == Approx(0.05));
  CHECK(Bench(draft, {.filters = {.education = domain::Education::kCollege, .experience_years = 2, .pay_min = 4000}})
            .ranking.fit(0) == Approx(0.10 * (0.5 + 1 + 0.5) / 3));
}

TEST_CASE("every weight of the profile is the weight of its term") {
  RankingProfile profile{
      .text = 2, .phrase = 3, .trade = 8, .distance = 4, .freshness = 5, .completeness = 6, .fit = 7};
  profile.worth.title = 0.5;
  const Bench bench({.posted_at = "2026-11-22T12:00:00+08:00"}, {.filters = {.experience_years = 1}}, profile);

  CHECK(bench.ranking.text(1, FieldHits::kTitle, 0) == Approx(1.0));
  CHECK(bench.ranking.phrase() == 3);
  CHECK(bench.ranking.distance(0) == Approx(4));
  CHECK(bench.ranking.freshness(0) == Approx(5));
  CHECK(bench.ranking.completeness(0) == Approx(6 * 2 / 8.0));
  CHECK(bench.ranking.fit(0) == Approx(3.5));
}

TEST_CASE("an attribute counts in every field alike, and more where the opening is called by it") {
  const Bench bench({});
  const auto attribute = [&](std::uint32_t hits) { return bench.ranking.text_in_role(Role::kAttribute, 1.0, hits, 0); };

  CHECK(attribute(FieldHits::kTags) == Approx(0.50));
  CHECK(attribute(FieldHits::kDescription) == Approx(0.50));
  CHECK(attribute(FieldHits::kTitle) == Approx(0.70));
  CHECK(attribute(FieldHits::kTitleAside) == Approx(0.70));
  CHECK(bench.ranking.text_in_role(Role::kPlace, 1.0, FieldHits::kPlace, 0) == Approx(0.70));
}

TEST_CASE("words of a title in brackets are worth less than those before them") {
  const Bench bench({});

  CHECK(bench.ranking.text(1.0, FieldHits::kTitleAside, 0) == Approx(0.15));
  CHECK(bench.ranking.text(1.0, FieldHits::kLearnt, 0) == Approx(0.30));
  CHECK(bench.ranking.text(1.0, FieldHits::kTitle, 0) == Approx(0.70));
}

TEST_CASE("the trade that the query names earns its weight in that trade only, and not with exact") {
  const testing::Draft cleaner{.category = "保洁"};

  CHECK(Bench(cleaner, {}, kProfile, "保洁").ranking.trade(0) == Approx(0.15));
  CHECK(Bench(cleaner, {}, kProfile, "会计").ranking.trade(0) == 0.0);
  CHECK(Bench(cleaner, {}, kProfile, "").ranking.trade(0) == 0.0);
  CHECK(Bench({.title = "某某"}, {}, kProfile, "").ranking.trade(0) == 0.0);
  CHECK(Bench(cleaner, {.exact = true}, kProfile, "保洁").ranking.trade(0) == 0.0);
}

TEST_CASE("the terms told of a word sum to what it earned") {
  const Bench bench({.description = characters(40)});
  for (std::uint32_t hits = 1; hits < FieldHits::kCount; ++hits) {
    double sum = 0;
    for (const ScoreTerm& term : bench.ranking.text_terms("保洁", Role::kWord, 0.3, hits, 0)) sum += term.value;
    CHECK(sum == Approx(bench.ranking.text(0.3, hits, 0)));
  }
}

}  // namespace doorstep::search
