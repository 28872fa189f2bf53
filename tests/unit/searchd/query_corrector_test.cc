#include "searchd/search/query_corrector.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/words.h"
#include "tests/unit/searchd/typing_world.h"

namespace doorstep::search {
namespace {

std::vector<QueryCandidate> candidates(std::string_view query, std::size_t limit = 8) {
  static const domain::Gazetteer nowhere;
  static const QueryReader reader(testing::Words::shared().language, nowhere);
  return query_candidates(testing::shipped_vocabulary(), testing::Words::shared().language.concepts,
                          reader.read(query, 0), limit);
}

bool offers(std::string_view query, std::string_view meant) {
  const auto found = candidates(query);
  return std::any_of(found.begin(), found.end(), [meant](const QueryCandidate& one) { return one.query == meant; });
}

}  // namespace

TEST_CASE("a whole query that is no word is another one") {
  CHECK(offers("baojie", "保洁"));
  CHECK(offers("电汗工", "电焊工"));
  CHECK(offers("保结员", "保洁员"));
}

TEST_CASE("an unknown word among known ones is mended where it stands") {
  CHECK(offers("三里庵 baojie", "三里庵 保洁"));
  CHECK(offers("夜班 电汗工", "夜班 电焊工"));
}

TEST_CASE("Han characters that were typed apart are put together") {
  const auto found = candidates("保 安 员");

  REQUIRE_FALSE(found.empty());
  CHECK(found.front() == QueryCandidate{"保安员", TypedAs::kSlip, 0});
  CHECK_FALSE(offers("保安 保洁", "保安保洁"));
}

TEST_CASE("nothing else is meant by known names, by one word of the dictionary, and by nothing") {
  CHECK(candidates("保洁").empty());
  CHECK(candidates("风筝").empty());
  CHECK(candidates("").empty());
}

TEST_CASE("beside known names a word of the dictionary is right as well") { CHECK(candidates("保洁员 火箭").empty()); }

TEST_CASE("candidates come likeliest first, each once, none dear, and no more than asked for") {
  for (const char* query : {"baojie", "bj", "电汗工", "三里庵 baojie", "cs", "qiantai"}) {
    INFO(query);
    const auto found = candidates(query, 4);
    CHECK(found.size() <= 4);
    CHECK(std::is_sorted(found.begin(), found.end(),
                         [](const QueryCandidate& a, const QueryCandidate& b) { return a.cost < b.cost; }));
    for (const QueryCandidate& one : found) {
      CHECK(one.cost <= Correction::kMaxCost);
      CHECK(one.likelihood > 0);
      CHECK(one.likelihood <= 1);
      CHECK(std::count_if(found.begin(), found.end(), [&one](const auto& other) { return other.query == one.query; }) ==
            1);
    }
  }
}

TEST_CASE("the usual name of a job is likelier than other names") {
  const auto found = candidates("bj", 100);
  const auto likelihood = [&found](std::string_view query) {
    const auto at = std::find_if(found.begin(), found.end(), [query](const auto& one) { return one.query == query; });
    return at == found.end() ? 0.0 : at->likelihood;
  };
  CHECK(likelihood("保洁") == 1.0);
  CHECK(likelihood("搬家") < 1.0);
}

TEST_CASE("of words with the same initials those that most people look for are likelier") {
  const auto likelihood = [](std::string_view query, std::string_view word) {
    for (const QueryCandidate& one : candidates(query, 20)) {
      if (one.query == word) return one.likelihood;
    }
    return -1.0;
  };

  CHECK(likelihood("yyy", "营业员") > likelihood("yyy", "运营员"));
  CHECK(likelihood("gly", "管理员") == 1.0);
  CHECK(likelihood("hgy", "河管员") < 1.0);
}

}  // namespace doorstep::search
