#include "schema/json/posting_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "schema/json/flat_object.h"

namespace doorstep::json {
namespace {

using base::Issue;
using base::Issues;
using Codes = std::vector<std::string>;

// {"id":"p1","title":"保洁员", …}
std::string posting_with(const std::string& fields) {
  return R"({"id":"p1","title":"保洁员")" + (fields.empty() ? "" : "," + fields) + "}";
}

// "field code" of each, in order.
Codes codes_of(const Issues& issues) {
  Codes codes;
  for (const Issue& issue : issues) codes.push_back(issue.field + " " + issue.code);
  return codes;
}

Codes refusals_of(const std::string& json) {
  const auto read = read_posting(json);
  return read.ok() ? Codes{} : codes_of(read.issues());
}

Issue refusal_of(const std::string& json) {
  const auto read = read_posting(json);
  REQUIRE_FALSE(read.ok());
  REQUIRE(read.issues().size() == 1);
  return read.issues().front();
}

Codes flags_of(const std::string& json) {
  const auto read = read_posting(json);
  REQUIRE(read.ok());
  return codes_of(read.value().flags);
}

std::string repeated(std::string_view unit, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += unit;
  return text;
}

constexpr std::string_view kPlaced = R"("community_id":"340102001001","posted_at":"2026-11-20")";

TEST_CASE("every field of a full posting arrives where it belongs") {
  const auto read =
      read_posting(R"({"id":"p1","title":"急聘保洁员","company":"洁邻物业","employer_type":"国企","category":"保洁",
    "community_id":"340102001001","address":"梅山路","lat":31.85,"lng":117.26,"datum":"bd09","pay_text":"3000","experience_text":"不限",
    "education_text":"初中","employment_type":"全职","description":"早班\n双休","welfare":["包吃","五险"],"tags":["近"],"headcount":3.0,
    "groups":["妇女"],"contact_name":"周","contact_phone":"10000000001","posted_at":"2026-11-20T08:00+08:00","valid_until":"2026-12-01",
    "source":"社区采集"})");

  REQUIRE(read.ok());
  CHECK(read.value().flags.empty());
  CHECK(read.value().posting == domain::RawPosting{.id = "p1",
                                                   .title = "急聘保洁员",
                                                   .company = "洁邻物业",
                                                   .employer_type = "国企",
                                                   .category = "保洁",
                                                   .community_id = "340102001001",
                                                   .address = "梅山路",
                                                   .point = domain::LatLng{31.85, 117.26},
                                                   .datum = domain::Datum::kBd09,
                                                   .pay_text = "3000",
                                                   .experience_text = "不限",
                                                   .education_text = "初中",
                                                   .employment_type = "全职",
                                                   .description = "早班\n双休",
                                                   .welfare = {"包吃", "五险"},
                                                   .tags = {"近"},
                                                   .groups = {"妇女"},
                                                   .headcount = 3,
                                                   .contact_name = "周",
                                                   .contact_phone = "10000000001",
                                                   .posted_at = "2026-11-20T08:00+08:00",
                                                   .valid_until = "2026-12-01",
                                                   .source = "社区采集"});
}

TEST_CASE("null and empty optional fields are absent ones") {
  const auto read = read_posting(posting_with(
      R"("company":null,"address":"","lat":null,"lng":null,"datum":"","welfare":null,"tags":[],"headcount":0,"posted_at":"","community_id":null)"));

  REQUIRE(read.ok());
  CHECK(read.value().posting == domain::RawPosting{.id = "p1", .title = "保洁员"});
}

TEST_CASE("a byte order mark before the object is forgiven") {
  CHECK(read_posting("\xEF\xBB\xBF" + posting_with("")).ok());
}

TEST_CASE("text that is not one JSON object is refused with the reason") {
  const std::pair<std::string, std::string> cases[] = {
      {"", " truncated"},
      {"   ", " truncated"},
      {R"({"id":"p1","title":"保)", " truncated"},
      {R"({"id":"p1")", " truncated"},
      {R"({"id":"p1",})", " not_json"},
      {R"({'id':'p1'})", " not_json"},
      {R"({"id":"p1"/**/})", " not_json"},
      {"{\"id\":\"a\tb\"}", " not_json"},
      {R"({"id":"\ud800"})", " not_json"},
      {posting_with("") + "}", " trailing_text"},
      {posting_with("") + posting_with(""), " trailing_text"},
      {posting_with("") + " NaN", " trailing_text"},
      {"[" + posting_with("") + "]", " not_object"},
      {R"("保洁员")", " not_object"},
      {"null", " not_object"},
      {"17", " not_object"},
      {posting_with(R"("lat":NaN)"), "lat not_finite"},
      {posting_with(R"("lat":-Infinity)"), "lat not_finite"},
      {posting_with(R"("lat":1e999)"), "lat not_finite"},
      {posting_with(R"("tags":["a",1e999])"), "tags[1] not_finite"},
      {posting_with(R"("lat":nul)"), " not_json"},
      {std::string("{\"id\":\"p1\",\"title\":\"t\"}\0{", 24), " nul"},
      {std::string("{\"id\":\"p\0\"}", 11), " nul"},
  };
  for (const auto& [json, expected] : cases) {
    CAPTURE(json);
    CHECK(refusals_of(json) == Codes{expected});
  }
}

TEST_CASE("bytes that are not UTF-8 are refused with their position") {
  const Issue issue = refusal_of("{\"id\":\"p1\",\"title\":\"\xB1\xA3\xBD\xE0\"}");

  CHECK(issue.code == "not_utf8");
  CHECK_THAT(issue.text, Catch::Contains("第 21 字节"));
  CHECK_THAT(issue.hint, Catch::Contains("GBK"));
}

TEST_CASE("a syntax error is told with the byte where it was noticed") {
  CHECK_THAT(refusal_of(R"({"id":"p1",,})").text, Catch::Contains("第 12 字节"));
}

TEST_CASE("nesting of 100,000 levels is refused without recursion") {
  CHECK(refusals_of(repeated("[", 100'000)) == Codes{" not_object"});
  CHECK(refusals_of(posting_with("\"x\":" + repeated("[", 100'000))) == Codes{"x[0] too_deep"});
  CHECK(refusals_of(posting_with("\"x\":" + repeated("{\"a\":", 100'000))) == Codes{"x too_deep"});
}

TEST_CASE("sixteen levels are read, seventeen are not") {
  CHECK(refusals_of(posting_with("\"x\":" + repeated("[", 15) + repeated("]", 15))).empty());
  CHECK(refusals_of(posting_with("\"x\":" + repeated("[", 16) + repeated("]", 16))) == Codes{"x[0] too_deep"});
}

TEST_CASE("a duplicate key is refused at every level, by name") {
  const Issue issue = refusal_of(posting_with(R"("title":"保安")"));
  CHECK(issue.field == "title");
  CHECK(issue.code == "duplicate_key");
  CHECK_THAT(issue.text, Catch::Contains("“title”"));

  CHECK(refusals_of(posting_with(R"("x":{"a":1,"b":2,"a":3})")) == Codes{"x duplicate_key"});
  CHECK_THAT(refusal_of(posting_with(R"("x":[{"k\u0061":1,"ka":2}])")).text, Catch::Contains("“ka”"));
  CHECK(refusals_of(posting_with(R"("x":[{"a":1},{"a":1}])")).empty());
}

TEST_CASE("an escaped NUL is refused wherever it stands") {
  CHECK(refusals_of(posting_with(R"("company":"a\u0000b")")) == Codes{"company nul"});
  CHECK(refusals_of(posting_with(R"("tags":["a","\u0000"])")) == Codes{"tags[1] nul"});
  CHECK(refusals_of(posting_with(R"("x":{"y":["\u0000"]})")) == Codes{"x nul"});
  CHECK(refusals_of(posting_with(R"("x\u0000":1)")) == Codes{" nul"});
}

TEST_CASE("a posting over 1 MiB is refused before it is parsed") {
  const std::string frame = posting_with(R"("x":"")");
  const std::string largest = posting_with("\"x\":\"" + std::string(kMaxPostingBytes - frame.size(), 'x') + "\"");

  CHECK(refusals_of(largest).empty());
  CHECK(refusals_of(largest + " ") == Codes{" too_large"});
}

TEST_CASE("everything that is wrong is told at once") {
  CHECK(
      refusals_of(
          R"({"title":7,"company":[],"community_id":"12","lat":"31","tags":[1,2],"headcount":1.5,"posted_at":"昨天"})") ==
      Codes{"id missing", "title wrong_type", "company wrong_type", "community_id bad_community", "lat wrong_type",
            "tags[0] wrong_type", "tags[1] wrong_type", "headcount not_integer", "posted_at bad_date"});
}

TEST_CASE("an id is up to 128 visible ASCII characters, or 60 of any script") {
  const auto with_id = [](const std::string& id) { return refusals_of("{\"title\":\"t\",\"id\":\"" + id + "\"}"); };
  CHECK(with_id(std::string(128, 'a')).empty());
  CHECK(with_id("hf-2026/001:~!").empty());
  CHECK(with_id(std::string(129, 'a')) == Codes{"id too_long"});
  CHECK(with_id(std::string(300, 'a')) == Codes{"id too_long"});
  CHECK(with_id("") == Codes{"id empty"});
  CHECK(with_id("a b") == Codes{"id bad_id"});
  CHECK(with_id("a\\n") == Codes{"id bad_id"});
  CHECK(with_id("编号1").empty());
  CHECK(with_id(repeated("编", 60)).empty());
  CHECK(with_id(repeated("编", 61)) == Codes{"id too_long"});
  CHECK(with_id("编\u200b号") == Codes{"id bad_id"});
}

TEST_CASE("a title needs something to see, and at most 500 characters") {
  const auto with_title = [](const std::string& title) {
    return refusals_of("{\"id\":\"a\",\"title\":\"" + title + "\"}");
  };
  CHECK(with_title(repeated("\U00020BB7", 500)).empty());
  CHECK(with_title(repeated("岗", 501)) == Codes{"title too_long"});
  CHECK(with_title("\u3000 \\t\u200b") == Codes{"title blank"});
  CHECK(with_title("") == Codes{"title empty"});
}

TEST_CASE("coordinates come complete or not at all") {
  CHECK(refusals_of(posting_with(R"("lat":31.8,"lng":117.2)")) == Codes{"datum incomplete"});
  CHECK(refusals_of(posting_with(R"("lat":31.8,"datum":"wgs84")")) == Codes{"lng incomplete"});
  CHECK(refusals_of(posting_with(R"("lng":117.2,"lat":null,"datum":null)")) ==
        Codes{"lat incomplete", "datum incomplete"});
  CHECK(refusals_of(posting_with(R"("lat":31.8,"lng":117.2,"datum":"cgcs2000")")) == Codes{"datum not_listed"});
  CHECK(refusals_of(posting_with(R"("lat":31.8,"lng":"117.2","datum":"wgs84")")) == Codes{"lng wrong_type"});
}

TEST_CASE("coordinates that look swapped are said to be") {
  const auto read = read_posting(posting_with(R"("lat":117.26,"lng":31.85,"datum":"gcj02")"));

  REQUIRE_FALSE(read.ok());
  CHECK(codes_of(read.issues()) == Codes{"lat out_of_range", "lng out_of_range"});
  for (const Issue& issue : read.issues()) CHECK_THAT(issue.hint, Catch::Contains("写反"));
}

TEST_CASE("a place outside China is refused without talk of swapping") {
  const Issue issue = refusal_of(posting_with(R"("lat":31.85,"lng":-117.2,"datum":"wgs84")"));

  CHECK(issue.field == "lng");
  CHECK(issue.code == "out_of_range");
  CHECK_THAT(issue.hint, Catch::Contains("73 到 136") && !Catch::Contains("写反"));
}

TEST_CASE("a list has at most 50 items of at most 500 characters") {
  CHECK(refusals_of(posting_with("\"tags\":[\"a\"" + repeated(",\"a\"", 49) + "]")).empty());
  CHECK(refusals_of(posting_with("\"tags\":[\"a\"" + repeated(",\"a\"", 50) + "]")) == Codes{"tags too_long"});
  CHECK(refusals_of(posting_with("\"welfare\":[\"" + repeated("岗", 500) + "\"]")).empty());
  CHECK(refusals_of(posting_with("\"welfare\":[\"" + repeated("岗", 501) + "\"]")) == Codes{"welfare[0] too_long"});
}

TEST_CASE("a headcount is a whole number up to 100,000 however it is written") {
  CHECK(read_posting(posting_with(R"("headcount":1e2)")).value().posting.headcount == 100U);
  CHECK(refusals_of(posting_with(R"("headcount":100001)")) == Codes{"headcount out_of_range"});
  CHECK(refusals_of(posting_with(R"("headcount":-1)")) == Codes{"headcount out_of_range"});
  CHECK(refusals_of(posting_with(R"("headcount":18446744073709551616)")) == Codes{"headcount out_of_range"});
  CHECK(refusals_of(posting_with(R"("headcount":"5")")) == Codes{"headcount wrong_type"});
}

TEST_CASE("a posting with thousands of faults is refused with the first hundred") {
  const auto read = read_posting(posting_with("\"x\":[\"\\u0000\"" + repeated(",\"\\u0000\"", 5000) + "]"));

  REQUIRE_FALSE(read.ok());
  CHECK(read.issues().size() <= kMaxIssues + 1);
}

TEST_CASE("no message repeats a control character or much of what was sent") {
  const std::string hostile = "\\u001b[2J\\r\\u202e" + repeated("岗", 150);
  const std::string json = "{\"id\":\"" + hostile + "\",\"title\":\"t\",\"community_id\":\"" + hostile +
                           "\",\"datum\":\"" + hostile + "\",\"posted_at\":\"" + hostile + "\",\"x" + hostile +
                           "\":1,\"x" + hostile + "\":2}";
  const auto read = read_posting(json);

  REQUIRE_FALSE(read.ok());
  REQUIRE(read.issues().size() == 5);
  for (const Issue& issue : read.issues()) {
    const std::string all = issue.field + issue.text + issue.hint;
    CAPTURE(issue.code);
    CHECK(std::none_of(all.begin(), all.end(), [](char byte) { return byte >= 0 && byte < ' '; }));
    CHECK_THAT(all, !Catch::Contains("\u202e") && !Catch::Contains(repeated("岗", 40)));
  }
}

TEST_CASE("an unknown field is flagged with what was probably meant, and the posting kept") {
  const auto read = read_posting(posting_with(std::string{kPlaced} + R"(,"pay-text":"3000","岗位编码":1)"));

  REQUIRE(read.ok());
  REQUIRE(codes_of(read.value().flags) == Codes{"pay-text unknown_field", "岗位编码 unknown_field"});
  CHECK(read.value().flags[0].severity == Issue::Severity::kFlag);
  CHECK_THAT(read.value().flags[0].hint, Catch::Contains("pay_text"));
}

TEST_CASE("thousands of unknown fields are flagged in few words") {
  std::string fields{kPlaced};
  for (int i = 0; i < 5000; ++i) fields += ",\"x" + std::to_string(i) + "\":1";
  const auto read = read_posting(posting_with(fields));

  REQUIRE(read.ok());
  REQUIRE(read.value().flags.size() == 21);
  CHECK_THAT(read.value().flags.back().text, Catch::Contains("4980"));
}

TEST_CASE("an end before the beginning is flagged") {
  const auto flags = [](const std::string& posted, const std::string& until) {
    return flags_of(posting_with(R"("community_id":"340102001001","posted_at":")" + posted + R"(","valid_until":")" +
                                 until + "\""));
  };
  const Codes backwards{"valid_until dates_backwards"};
  CHECK(flags("2026-11-22", "2026-11-21") == backwards);
  CHECK(flags("2026-11-22T08:00:00+08:00", "2026-11-22T07:59:59+08:00") == backwards);
  CHECK(flags("2026-11-21T16:00:00Z", "2026-11-21") == backwards);  // midnight in Beijing: the 21st is over
  CHECK(flags("2026-11-22T23:59:59+08:00", "2026-11-22").empty());
  CHECK(flags("2026-11-22", "2026-11-22").empty());
}

TEST_CASE("what a posting lacks to be found is flagged") {
  CHECK(flags_of(posting_with("")) == Codes{"posted_at no_posted_at", "address no_place"});
  CHECK(flags_of(posting_with(R"("posted_at":"2026-11-20","address":"三里庵")")).empty());
  CHECK(flags_of(posting_with(std::string{kPlaced} + R"(,"datum":"wgs84")")) == Codes{"datum lone_datum"});
}

}  // namespace
}  // namespace doorstep::json
