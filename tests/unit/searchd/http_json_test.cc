#include <catch2/catch.hpp>

#include "schema/geo/datum.h"
#include "searchd/http/communities_json.h"
#include "searchd/http/search_json.h"
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;

namespace {

domain::Posting full_posting() {
  return {.id = "p1",
          .title = "保洁员",
          .company = "家政公司",
          .employer_types = 0b1'0000'0001,
          .employer_type_text = "民营企业",
          .category = "保洁",
          .community_id = "340103002001",
          .address = "长江西路 1 号",
          .place = domain::Place{.point = {31.8512345678, 117.25},
                                 .precision = domain::Precision::kAddress,
                                 .accuracy_m = 50,
                                 .community_id = std::string(test::kSanlian)},
          .pay = {.text = "4-6K·13薪",
                  .monthly_min = 4000,
                  .monthly_max = 6000,
                  .months = 13,
                  .unit = domain::PayUnit::kMonth,
                  .negotiable = false},
          .experience = {.min_years = 0, .max_years = 3},
          .experience_text = "0-3年",
          .education = domain::Education::kJunior,
          .education_text = "初中起",
          .employment_type = "全职",
          .description = "打扫\n\"干净\"",
          .welfare = {"包吃"},
          .tags = {"早班"},
          .groups = {"妇女", "4050人员"},
          .headcount = 2,
          .posted_at = base::parse_instant("2026-02-01T09:30:00+08:00"),
          .valid_until = base::parse_instant("2026-04-01"),
          .lapses_at = *base::parse_instant("2026-04-01"),
          .source = "工会"};
}

const search::IndexState kIndex{.generation = "g7", .as_of = *base::parse_instant("2026-03-01T08:00:00+08:00")};
const std::string kIndexJson = R"("index":{"generation":"g7","as_of":"2026-03-01T08:00:00+08:00"}})";

}  // namespace

TEST_CASE("an empty answer still says from where and from what") {
  const search::SearchRequest request{.anchor = {.point = {31.85, 117.25}}};

  CHECK(http::search_json(request, {}, kIndex) ==
        R"({"total":{"value":0,"relation":"eq"},"anchor":{"lat":31.85,"lng":117.25,"datum":"wgs84"},"hits":[],)"
        R"("understood":[],"relaxed":[],)" +
            kIndexJson);
}

TEST_CASE("a full answer has the names, units and order of the contract") {
  const search::SearchRequest request{
      .anchor = {.point = {31.85, 117.25}, .community_id = std::string(test::kSanlian), .accuracy_m = 800}};
  search::SearchResult result{.total = 12,
                              .total_is_exact = false,
                              .hits = {{.posting = full_posting(),
                                        .distance_m = 137.26,
                                        .near_edge = true,
                                        .score = 3.5,
                                        .why = {{"title", "标题里有“保洁”"}},
                                        .sources = {{"p1", "工会", "340103002001"}, {"p2", "", ""}}}},
                              .facets = {{search::Facet::kCategory, {{"保洁", 9}, {"保安", 3}}}},
                              .pay_unknown = 0,
                              .relaxed = {{"any_word", "放宽了"}},
                              .next_cursor = "n"};

  CHECK(
      http::search_json(request, result, kIndex) ==
      R"({"total":{"value":12,"relation":"gte"},)"
      R"("anchor":{"lat":31.85,"lng":117.25,"datum":"wgs84","community_id":"340104001001","accuracy_m":800},)"
      R"("hits":[{"id":"p1","title":"保洁员","company":"家政公司","employer_type":["民营企业","劳模企业"],)"
      R"("pay":{"text":"4-6K·13薪","monthly_min":4000,"monthly_max":6000,"months":13,"unit":"month","negotiable":false},)"
      R"("category":"保洁","employment_type":"全职","posted_at":"2026-02-01T09:30:00+08:00",)"
      R"("valid_until":"2026-04-01T00:00:00+08:00",)"
      R"("place":{"lat":31.851235,"lng":117.25,"datum":"wgs84","community_id":"340104001001","precision":"address",)"
      R"("accuracy_m":50,"near_edge":true},"distance_m":137.3,"why":[{"code":"title","text":"标题里有“保洁”"}],)"
      R"("sources":[{"id":"p1","source":"工会","community_id":"340103002001"},{"id":"p2"}]}],)"
      R"("facets":{"category":{"保洁":9,"保安":3},"pay_unknown":0},"understood":[],)"
      R"("relaxed":[{"code":"any_word","text":"放宽了"}],"next_cursor":"n",)" +
          kIndexJson);
}

TEST_CASE("score and its terms are shown only when asked for") {
  search::SearchResult result{.hits = {{.posting = {.id = "p", .title = "t"},
                                        .score = 1.5,
                                        .explanation = {{"text", 1.25, "保洁"}, {"fit", 0.25, ""}}}}};
  const auto plain = http::search_json({}, result, kIndex);
  const auto explained = http::search_json({.explain = true}, result, kIndex);

  CHECK(plain.find("score") == std::string::npos);
  CHECK(explained.find(
            R"("score":1.5,"explain":[{"term":"text","value":1.25,"detail":"保洁"},{"term":"fit","value":0.25}])") !=
        std::string::npos);
}

TEST_CASE("places come back in the datum of the request") {
  const domain::LatLng wgs{31.85, 117.25};
  const auto gcj = geo::from_wgs84(wgs, domain::Datum::kGcj02);
  const search::SearchRequest request{.anchor = {.point = wgs, .datum = domain::Datum::kGcj02}};
  const search::SearchResult result{
      .hits = {{.posting = {.id = "p", .title = "t", .place = domain::Place{.point = wgs}}}}};

  const auto text = http::search_json(request, result, kIndex);

  const auto shown = std::to_string(gcj.lat_deg);  // six places, as the answer
  CHECK(text.find("\"anchor\":{\"lat\":" + shown) != std::string::npos);
  CHECK(text.find("\"place\":{\"lat\":" + shown) != std::string::npos);
  CHECK(text.find("wgs84") == std::string::npos);
}

TEST_CASE("what a posting does not say is absent") {
  const domain::Posting bare{.id = "p", .title = "t", .lapses_at = *base::parse_instant("2026-05-01")};
  const auto now = *base::parse_instant("2026-03-01");

  CHECK(http::posting_json(bare, domain::Datum::kWgs84, now) == R"({"id":"p","title":"t","sources":[{"id":"p"}]})");
}

TEST_CASE("pay without figures is shown as it was said") {
  domain::Posting posting{.id = "p",
                          .title = "t",
                          .pay = {.text = "面议", .negotiable = true},
                          .lapses_at = *base::parse_instant("2026-05-01")};
  CHECK(http::posting_json(posting, domain::Datum::kWgs84, *base::parse_instant("2026-03-01")) ==
        R"({"id":"p","title":"t","pay":{"text":"面议","unit":"none","negotiable":true},"sources":[{"id":"p"}]})");
}

TEST_CASE("the page of a posting has everything but the contact") {
  CHECK(
      http::posting_json(full_posting(), domain::Datum::kWgs84, *base::parse_instant("2026-03-31")) ==
      R"({"id":"p1","title":"保洁员","company":"家政公司","employer_type":["民营企业","劳模企业"],)"
      R"("pay":{"text":"4-6K·13薪","monthly_min":4000,"monthly_max":6000,"months":13,"unit":"month","negotiable":false},)"
      R"("category":"保洁","employment_type":"全职","posted_at":"2026-02-01T09:30:00+08:00",)"
      R"("valid_until":"2026-04-01T00:00:00+08:00",)"
      R"("place":{"lat":31.851235,"lng":117.25,"datum":"wgs84","community_id":"340104001001","precision":"address",)"
      R"("accuracy_m":50},"description":"打扫\n\"干净\"","address":"长江西路 1 号","headcount":2,)"
      R"("experience":{"min_years":0,"max_years":3},"experience_text":"0-3年","education":"初中","education_text":"初中起",)"
      R"("tags":["早班"],"welfare":["包吃"],"groups":["妇女","4050人员"],)"
      R"("sources":[{"id":"p1","source":"工会","community_id":"340103002001"}]})");
}

TEST_CASE("a posting has expired from its last moment on") {
  const auto end = *base::parse_instant("2026-04-01");
  const auto shown_at = [&](base::Instant now) {
    return http::posting_json(full_posting(), domain::Datum::kWgs84, now);
  };
  CHECK(shown_at(end - std::chrono::seconds{1}).find("expired") == std::string::npos);
  CHECK(shown_at(end).ends_with(R"("expired":true})"));
}

TEST_CASE("a hit with bytes that are not text is still valid JSON") {
  const search::SearchResult result{.hits = {{.posting = {.id = "\xFF", .title = "a\xE4"}}}};
  const auto text = http::search_json({}, result, kIndex);
  CHECK(text.find("\"id\":\"\xEF\xBF\xBD\",\"title\":\"a\xEF\xBF\xBD\"") != std::string::npos);
}

TEST_CASE("communities are found by any part of name, street or district") {
  const domain::Gazetteer gazetteer(test::two_communities());
  const auto ids = [&](const http::CommunitiesRequest& request) { return http::communities_json(request, gazetteer); };

  CHECK(
      ids({.text = "三里"}) ==
      R"({"communities":[{"community_id":"340104001001","name":"三里庵社区居委会","street":"三里庵街道",)"
      R"("district":"蜀山区","place":{"lat":31.85,"lng":117.25,"datum":"wgs84","precision":"community","accuracy_m":800}}],)"
      R"("total":1})");
  CHECK(ids({.text = "庐阳"}).find("340103002001") != std::string::npos);
  CHECK(ids({.text = "没有"}) == R"({"communities":[],"total":0})");
  CHECK(ids({.limit = 1}).ends_with(R"("total":2})"));
  CHECK(ids({.community_id = "340103002001"}).ends_with(R"("total":1})"));
}

TEST_CASE("communities near a point come nearest first, with their distance") {
  const domain::Gazetteer gazetteer(test::two_communities());
  const auto text = http::communities_json({.near = domain::LatLng{31.87, 117.3}}, gazetteer);
  CHECK(text.find("340103002001") < text.find("340104001001"));
  CHECK(text.find(R"("distance_m":0})") != std::string::npos);
}
