#include "searchd/search/query_plan.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/words.h"

namespace doorstep::search {
namespace {

using Strings = std::vector<std::string>;

const text::Analyzer& analyzer() { return testing::Words::shared().analyzer; }

Strings words(const Conjunction& concepts, bool required) {
  Strings words;
  for (const Concept& one : concepts) {
    if (one.required == required) words.push_back(one.word);
  }
  return words;
}

Strings required(std::string_view query) { return words(plan_words(analyzer(), query).choices.at(0), true); }

}  // namespace

TEST_CASE("a query without any character is a browse") {
  CHECK(plan_words(analyzer(), "") == QueryPlan{});
  CHECK(plan_words(analyzer(), " \t　 ") == QueryPlan{});
}

TEST_CASE("a query of punctuation alone has one choice that nothing matches") {
  const QueryPlan plan = plan_words(analyzer(), "？！");

  REQUIRE(plan.choices.size() == 1);
  CHECK(plan.choices[0].empty());
}

TEST_CASE("every word of a query is a concept, each once") {
  CHECK(required("保洁员 会计 保洁员") == Strings{"保洁员", "会计"});
  CHECK(required("Ｃ++工程师") == Strings{"c++", "工程师"});
}

TEST_CASE("a concept is looked for under the word prefix") {
  const Concept cleaner = plan_words(analyzer(), "保洁员").choices.at(0).at(0);

  CHECK(cleaner == Concept{"保洁员", {"W保洁员"}, true});
}

TEST_CASE("words around a wish are not required, unless they are all there is") {
  CHECK(required("附近找保洁员的工作") == Strings{"保洁员"});
  CHECK(required("工作") == Strings{"工作"});
}

TEST_CASE("a query in traditional characters has a second choice in Taiwan's usage, never instead") {
  const QueryPlan plan = plan_words(analyzer(), "軟體");

  REQUIRE(plan.choices.size() == 2);
  CHECK(words(plan.choices[0], true) == Strings{"软体"});
  CHECK(words(plan.choices[1], true) == Strings{"软件"});
  CHECK(plan_words(analyzer(), "软体").choices.size() == 1);
}

TEST_CASE("the normalised query is trimmed, with one space between its parts") {
  CHECK(plan_words(analyzer(), "  ＪＡＶＡ　 工程師 ").normalized == "java 工程师");
}

TEST_CASE("a query of any length has no more concepts than a person means") {
  std::string long_query;
  for (int i = 0; i < 200; ++i) long_query += "w" + std::to_string(i) + " ";

  CHECK(plan_words(analyzer(), long_query).choices.at(0).size() == 32);
  CHECK(plan_exact(analyzer(), std::string(600, 'x')).bigrams.empty());
}

TEST_CASE("a plan is relaxed first to any of its words, then to any of their parts, and says so") {
  const auto relaxed = relaxed_plans(plan_words(analyzer(), "保洁员 电焊工"));

  REQUIRE(relaxed.size() == 2);
  CHECK(relaxed[0].code == "any_word");
  CHECK(relaxed[0].text.find("“保洁员 电焊工”") != std::string::npos);
  CHECK(words(relaxed[0].concepts, true) == Strings{"保洁员", "电焊工"});
  CHECK(relaxed[1].code == "any_part");
  CHECK(words(relaxed[1].concepts, true) == Strings{"保洁", "洁员", "电焊", "焊工"});
  CHECK(relaxed[1].concepts.at(0).terms == Strings{"W保洁", "S保洁"});
  CHECK(relaxed[1].least_share > relaxed[0].least_share);
}

TEST_CASE("one word of two characters cannot be relaxed") {
  CHECK(relaxed_plans(plan_words(analyzer(), "保安")).empty());
  CHECK(relaxed_plans(plan_words(analyzer(), "")).empty());
  CHECK(relaxed_plans(plan_words(analyzer(), "java")).empty());
}

TEST_CASE("exact takes its terms as they stand between spaces, normalised and masked") {
  const ExactPlan plan = plan_exact(analyzer(), " 保潔員　ＪＡＶＡ 13800001234 ");

  CHECK(plan.substrings == Strings{"保洁员", "java", "***********"});
  CHECK(words(plan.bigrams, true) == Strings{"保洁", "洁员"});
}

TEST_CASE("the bigrams of exact suffice only where every term is two Han characters") {
  CHECK(plan_exact(analyzer(), "保洁").bigrams_suffice);
  CHECK(plan_exact(analyzer(), "保洁 会计").bigrams_suffice);
  CHECK_FALSE(plan_exact(analyzer(), "保").bigrams_suffice);
  CHECK_FALSE(plan_exact(analyzer(), "保洁员").bigrams_suffice);
  CHECK_FALSE(plan_exact(analyzer(), "b超").bigrams_suffice);
  CHECK_FALSE(plan_exact(analyzer(), "保洁 a").bigrams_suffice);
}

}  // namespace doorstep::search
