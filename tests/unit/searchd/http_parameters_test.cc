#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "schema/geo/datum.h"
#include "searchd/http/communities_json.h"
#include "searchd/http/search_parameters.h"
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using http::Query;

namespace {

const Query kAnchor{{"community_id", std::string(test::kSanlian)}};

Query operator+(Query query, const Query& more) {
  query.insert(query.end(), more.begin(), more.end());
  return query;
}

base::Result<search::SearchRequest> read(const Query& query) {
  const domain::Gazetteer gazetteer(test::two_communities());
  return http::read_search_request(query, gazetteer);
}

search::SearchRequest read_good(const Query& query) {
  auto result = read(query);
  CAPTURE(result.ok() ? "" : result.issues().front().field + " " + result.issues().front().code);
  REQUIRE(result.ok());
  return std::move(result).value();
}

// "field:code" of each issue.
std::vector<std::string> problems(const Query& query) {
  const auto result = read(query);
  std::vector<std::string> found;
  if (result.ok()) return found;
  for (const auto& issue : result.issues()) found.push_back(issue.field + ":" + issue.code);
  return found;
}

using Problems = std::vector<std::string>;

// What each parameter of a search says to values that are wrong for it. `good` is a value it takes.
struct Expectation {
  const char* name;
  const char* good;
  bool repeatable;
  bool may_be_empty;
  const char* wrong_type;  // the code for "abc"; nullptr: any text will do
};

constexpr Expectation kExpectations[] = {
    {"q", "保洁", false, true, nullptr},
    {"radius_m", "1500.5", false, false, "not_a_number"},
    {"education", "大专", false, false, "unknown_value"},
    {"experience_years", "3", false, false, "not_an_integer"},
    {"pay_min", "5000", false, false, "not_an_integer"},
    {"category", "保洁", true, false, nullptr},
    {"employer_type", "民营企业", true, false, "unknown_value"},
    {"employment_type", "全职", true, false, nullptr},
    {"group", "妇女", true, false, nullptr},
    {"welfare", "包吃", true, false, nullptr},
    {"posted_within_days", "7", false, false, "not_an_integer"},
    {"source", "工会", true, false, nullptr},
    {"posted_by_community", "340104001001", true, false, "bad_community_id"},
    {"sort", "pay", false, false, "unknown_value"},
    {"limit", "50", false, false, "not_an_integer"},
    {"cursor", "x", false, true, nullptr},
    {"facets", "category,source", true, false, "unknown_value"},
    {"explain", "true", false, false, "not_a_boolean"},
    {"exact", "1", false, false, "not_a_boolean"},
    {"collapse", "false", false, false, "not_a_boolean"},
    {"ignore", "place,pay", true, false, "unknown_value"},
    {"datum", "gcj02", false, false, "unknown_value"},
};

}  // namespace

TEST_CASE("a search without more than an anchor has the published defaults") {
  const auto request = read_good(kAnchor);

  search::SearchRequest expected;
  expected.anchor = {.point = {31.85, 117.25}, .community_id = std::string(test::kSanlian), .accuracy_m = 800};
  CHECK(request == expected);
}

TEST_CASE("every parameter of a search reaches the request") {
  const auto request = read_good(kAnchor + Query{{"q", "保洁"},
                                                 {"radius_m", "1500.5"},
                                                 {"education", "大专"},
                                                 {"experience_years", "3"},
                                                 {"pay_min", "5000"},
                                                 {"category", "保洁"},
                                                 {"category", "保安"},
                                                 {"employer_type", "民营企业"},
                                                 {"employer_type", "国有企业"},
                                                 {"employment_type", "全职"},
                                                 {"group", "妇女"},
                                                 {"welfare", "包吃"},
                                                 {"posted_within_days", "7"},
                                                 {"source", "工会"},
                                                 {"posted_by_community", "340103002001"},
                                                 {"sort", "pay"},
                                                 {"limit", "50"},
                                                 {"cursor", "c"},
                                                 {"facets", "category,source,category"},
                                                 {"facets", "group"},
                                                 {"explain", "true"},
                                                 {"exact", "1"},
                                                 {"collapse", "0"},
                                                 {"ignore", "place"},
                                                 {"datum", "gcj02"}});

  CHECK(request.query == "保洁");
  CHECK(request.anchor.datum == domain::Datum::kGcj02);
  CHECK(request.anchor.point == domain::LatLng{31.85, 117.25});
  CHECK(request.radius_m == 1500.5);
  CHECK(request.filters.education == domain::Education::kCollege);
  CHECK(request.filters.experience_years == 3);
  CHECK(request.filters.pay_min == 5000);
  CHECK(request.filters.categories == Problems{"保洁", "保安"});
  CHECK(request.filters.employer_types == 0b1001);
  CHECK(request.filters.employment_types == Problems{"全职"});
  CHECK(request.filters.groups == Problems{"妇女"});
  CHECK(request.filters.welfare == Problems{"包吃"});
  CHECK(request.filters.posted_within_days == 7);
  CHECK(request.filters.sources == Problems{"工会"});
  CHECK(request.filters.communities == Problems{"340103002001"});
  CHECK(request.sort == search::Sort::kPay);
  CHECK(request.limit == 50);
  CHECK(request.cursor == "c");
  CHECK(request.facets == std::vector{search::Facet::kCategory, search::Facet::kSource, search::Facet::kGroup});
  CHECK(request.explain);
  CHECK(request.exact);
  CHECK_FALSE(request.collapse);
}

TEST_CASE("every parameter may be missing") {
  for (const auto& expected : kExpectations) {
    CAPTURE(expected.name);
    CHECK(problems(kAnchor + Query{{expected.name, expected.good}}).empty());
  }
  CHECK(problems(kAnchor).empty());
}

TEST_CASE("only filters, facets and ignore may be repeated") {
  for (const auto& expected : kExpectations) {
    CAPTURE(expected.name);
    const auto found = problems(kAnchor + Query{{expected.name, expected.good}, {expected.name, expected.good}});
    CHECK(found == (expected.repeatable ? Problems{} : Problems{std::string(expected.name) + ":repeated"}));
  }
  CHECK(problems(kAnchor + kAnchor) == Problems{"community_id:repeated"});
}

TEST_CASE("only q and cursor may be empty") {
  for (const auto& expected : kExpectations) {
    CAPTURE(expected.name);
    const auto found = problems(kAnchor + Query{{expected.name, ""}});
    CHECK(found == (expected.may_be_empty ? Problems{} : Problems{std::string(expected.name) + ":empty"}));
  }
  CHECK(problems({{"community_id", ""}}) == Problems{"community_id:empty"});
}

TEST_CASE("a value of 100 KB is too long for every parameter") {
  const std::string huge(100'000, '1');
  for (const auto& expected : kExpectations) {
    CAPTURE(expected.name);
    CHECK(problems(kAnchor + Query{{expected.name, huge}}) == Problems{std::string(expected.name) + ":too_long"});
  }
  CHECK(problems({{"community_id", huge}}) == Problems{"community_id:too_long"});
}

TEST_CASE("a value of the wrong type is told as such") {
  for (const auto& expected : kExpectations) {
    CAPTURE(expected.name);
    const auto found = problems(kAnchor + Query{{expected.name, "abc"}});
    const bool any_text = expected.wrong_type == nullptr;
    CHECK(found == (any_text ? Problems{} : Problems{std::string(expected.name) + ":" + expected.wrong_type}));
  }
  CHECK(problems({{"community_id", "abc"}}) == Problems{"community_id:bad_community_id"});
}

TEST_CASE("numbers have one grammar") {
  for (const auto* value : {"nan", "NaN", "inf", "-inf", "infinity", "1e999", "1e3", "0x10", "+5", " 5", "5 ", "5.",
                            "1,5", "--5", "-", ".", "５", "5m"}) {
    CAPTURE(value);
    for (const auto* name : {"radius_m", "experience_years", "pay_min", "posted_within_days", "limit"}) {
      CAPTURE(name);
      const auto code = std::string(name) == "radius_m" ? ":not_a_number" : ":not_an_integer";
      CHECK(problems(kAnchor + Query{{name, value}}) == Problems{name + std::string(code)});
    }
    CHECK(problems({{"lat", value}, {"lng", "117"}, {"datum", "wgs84"}}) == Problems{"lat:not_a_number"});
    CHECK(problems({{"lat", "31"}, {"lng", value}, {"datum", "wgs84"}}) == Problems{"lng:not_a_number"});
  }
}

TEST_CASE("numbers have limits, which belong to the range") {
  struct Case {
    const char* name;
    std::vector<const char*> inside;
    std::vector<const char*> outside;
  };
  const std::vector<Case> cases{
      {"radius_m", {"1", "50000", "0000100"}, {"0", "0.99", "50000.1", "-5", "99999999999999999999999999"}},
      {"experience_years", {"0", "60"}, {"61", "4294967297"}},
      {"pay_min", {"0", "10000000"}, {"10000001", "99999999999999999999"}},
      {"posted_within_days", {"1", "3650"}, {"0", "3651"}},
      {"limit", {"1", "50"}, {"0", "51"}},
  };
  for (const auto& [name, inside, outside] : cases) {
    CAPTURE(name);
    for (const auto* value : inside) CHECK(problems(kAnchor + Query{{name, value}}).empty());
    for (const auto* value : outside) {
      CAPTURE(value);
      CHECK(problems(kAnchor + Query{{name, value}}) == Problems{name + std::string(":out_of_range")});
    }
  }
}

TEST_CASE("q may hold 200 characters of any script, and control characters are spaces") {
  std::string han;
  for (int i = 0; i < 200; ++i) han += "保";
  CHECK(problems(kAnchor + Query{{"q", han}}).empty());
  CHECK(problems(kAnchor + Query{{"q", han + "洁"}}) == Problems{"q:too_long"});
  CHECK(read_good(kAnchor + Query{{"q",
                                   "a\tb\r\nc\x7F"
                                   "d\xC2\x85"
                                   "e\xC2\xA0"
                                   "f"}})
            .query ==
        "a b  c d e\xC2\xA0"
        "f");
}

TEST_CASE("a search needs exactly one anchor") {
  CHECK(problems({}) == Problems{"community_id:anchor_missing"});
  CHECK(problems({{"q", "保洁"}, {"datum", "gcj02"}}) == Problems{"community_id:anchor_missing"});
  CHECK(problems(kAnchor + Query{{"lat", "31.8"}, {"lng", "117.2"}, {"datum", "gcj02"}}) ==
        Problems{"community_id:anchor_twice"});
}

TEST_CASE("an anchor that no community has is told apart from one that is no code") {
  CHECK(problems({{"community_id", "999999999999"}}) == Problems{"community_id:unknown_community"});
  CHECK(problems({{"community_id", "34010400100"}}) == Problems{"community_id:bad_community_id"});
}

TEST_CASE("coordinates are whole, have a datum and lie in China") {
  CHECK(problems({{"lat", "31.8"}, {"lng", "117.2"}}) == Problems{"datum:missing"});
  CHECK(problems({{"lat", "31.8"}, {"datum", "wgs84"}}) == Problems{"lng:missing"});
  CHECK(problems({{"lng", "117.2"}, {"datum", "wgs84"}}) == Problems{"lat:missing"});
  CHECK(problems({{"lat", "31.8"}, {"lng", "117.2"}, {"datum", "WGS84"}}) == Problems{"datum:unknown_value"});
  CHECK(problems({{"lat", "0"}, {"lng", "0"}, {"datum", "wgs84"}}) ==
        Problems{"lat:outside_china", "lng:outside_china"});
  CHECK(problems({{"lat", "999"}, {"lng", "117"}, {"datum", "wgs84"}}) == Problems{"lat:out_of_range"});
}

TEST_CASE("swapped coordinates are recognised") {
  const auto result = read({{"lat", "117.2"}, {"lng", "31.8"}, {"datum", "wgs84"}});
  REQUIRE_FALSE(result.ok());
  CHECK(result.issues().front().hint == "lat 和 lng 好像写反了");
}

TEST_CASE("an anchor in another datum is turned into WGS-84 and remembers it") {
  const auto request = read_good({{"lat", "31.85"}, {"lng", "117.25"}, {"datum", "gcj02"}});
  CHECK(request.anchor.point == geo::to_wgs84({31.85, 117.25}, domain::Datum::kGcj02));
  CHECK(request.anchor.datum == domain::Datum::kGcj02);
  CHECK(request.anchor.community_id.empty());
}

TEST_CASE("unknown parameters are refused with the name that was probably meant") {
  struct Case {
    const char* name;
    const char* hint;
  };
  for (const auto& [name, hint] :
       {Case{"limt", "是不是 limit？"}, Case{"radius", "是不是 radius_m？"},
        Case{"comunity_id", "是不是 community_id？"}, Case{"employer_typ", "是不是 employer_type？"},
        Case{"lgn", "是不是 lng？"}, Case{"experience", "是不是 experience_years？"}, Case{"foobar", ""}, Case{"", ""},
        Case{"岗位", ""}}) {
    CAPTURE(name);
    const auto result = read(kAnchor + Query{{name, "1"}});
    REQUIRE_FALSE(result.ok());
    CHECK(result.issues() ==
          base::Issues{{.field = name, .code = "unknown_parameter", .text = "没有这个参数", .hint = hint}});
  }
}

TEST_CASE("an overlong unknown name is repeated only in part, on a character boundary") {
  std::string name = "a";
  for (int i = 0; i < 10'000; ++i) name += "三";
  const auto result = read(kAnchor + Query{{name, "1"}});
  REQUIRE_FALSE(result.ok());
  CHECK(result.issues().front().field.size() < 70);
  CHECK(result.issues().front().field.ends_with("三…"));
}

TEST_CASE("all mistakes are told at once") {
  CHECK(problems({{"limt", "3"}, {"lat", "31"}, {"radius_m", "x"}, {"sort", "best"}, {"facets", "colour"}}) ==
        Problems{"limt:unknown_parameter", "lng:missing", "datum:missing", "radius_m:not_a_number",
                 "sort:unknown_value", "facets:unknown_value"});
}

TEST_CASE("a thousand wrong parameters do not make a thousand errors") {
  Query query = kAnchor;
  for (int i = 0; i < 1000; ++i) query.emplace_back("unknown" + std::to_string(i), "1");
  CHECK(problems(query).size() == http::kMaxRepeats);
  Query repeated = kAnchor;
  for (int i = 0; i < 1000; ++i) repeated.emplace_back("category", "保洁");
  CHECK(problems(repeated) == Problems{"category:too_many"});
}

TEST_CASE("an anchor is seen behind any number of unknown parameters") {
  Query query;
  for (int i = 0; i < 60; ++i) query.emplace_back("unknown" + std::to_string(i), "1");
  const auto found = problems(query + Query{{"lat", "31.85"}, {"lng", "117.25"}, {"datum", "wgs84"}});
  CHECK(found.size() == http::kMaxRepeats);
  CHECK(std::all_of(found.begin(), found.end(), [](const auto& p) { return p.ends_with(":unknown_parameter"); }));
}

TEST_CASE("only who says 其他 asks for other employers") {
  CHECK(read_good(kAnchor + Query{{"employer_type", "其他"}}).filters.employer_types == 1U << 7);
  CHECK(read_good(kAnchor + Query{{"employer_type", "国企"}}).filters.employer_types == 1U << 3);
  CHECK(problems(kAnchor + Query{{"employer_type", "外星企业"}}) == Problems{"employer_type:unknown_value"});
}

TEST_CASE("communities can be asked for by name, code or point") {
  const auto read_communities = [](const Query& query) { return http::read_communities_request(query); };
  CHECK(read_communities({}).value() == http::CommunitiesRequest{});
  CHECK(read_communities({{"q", "\u3000 三里庵 "}, {"limit", "500"}}).value() ==
        http::CommunitiesRequest{.text = "三里庵", .limit = 500});
  const auto near = read_communities({{"lat", "31.8"}, {"lng", "117.2"}, {"datum", "wgs84"}}).value();
  CHECK(near.near == domain::LatLng{31.8, 117.2});
  CHECK_FALSE(read_communities({{"limit", "501"}}).ok());
  CHECK_FALSE(read_communities({{"community_id", "1"}}).ok());
  CHECK_FALSE(read_communities({{"name", "三里庵"}}).ok());
}
