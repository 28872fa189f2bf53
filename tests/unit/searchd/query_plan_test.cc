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

Strings codes(const std::vector<RelaxedPlan>& plans) {
  Strings codes;
  for (const RelaxedPlan& plan : plans) codes.push_back(plan.code);
  return codes;
}

const Concept kCleaner{.word = "保洁员",
                       .terms = {"C保洁", "N保洁"},
                       .factors = {1.0, 0.6},
                       .role = Role::kJob,
                       .broader_terms = {"C家政", "N家政"},
                       .broader = "家政",
                       .meaning = "保洁"};
const Concept kCook{.word = "厨师", .terms = {"C厨师"}, .factors = {1.0}, .role = Role::kJob, .meaning = "厨师"};
const Concept kNight{.word = "夜班", .terms = {"C夜班"}, .factors = {1.0}, .role = Role::kAttribute, .meaning = "夜班"};
const Concept kHere{
    .word = "三里庵", .terms = {"P三里庵"}, .factors = {1.0}, .role = Role::kPlace, .meaning = "三里庵"};
const Concept kWord{.word = "川菜", .terms = {"W川菜"}};

QueryPlan plan_of(const Conjunction& concepts) {
  QueryPlan plan;
  for (const Concept& one : concepts) plan.normalized += (plan.normalized.empty() ? "" : " ") + one.word;
  plan.choices.push_back(concepts);
  return plan;
}

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

TEST_CASE("a concept that is a kind of another is first widened to it, for less") {
  const auto relaxed = relaxed_plans(plan_of({kCleaner}));

  REQUIRE(codes(relaxed) == Strings{"broader"});
  CHECK(relaxed[0].concepts.at(0).terms == Strings{"C保洁", "N保洁", "C家政", "N家政"});
  const std::vector<double>& factors = relaxed[0].concepts.at(0).factors;
  CHECK(std::is_sorted(factors.rbegin(), factors.rend()));  // each is worth no more than what is nearer the wish
  CHECK(factors.at(2) < 0.6);
  CHECK(factors.at(3) > 0.0);
  CHECK(relaxed[0].least_share == 1.0);
  CHECK(relaxed[0].text.find("“保洁员”放宽到“家政”") != std::string::npos);
  CHECK(relaxed[0].text_beside_hits.find("“保洁员”放宽到“家政”") != std::string::npos);
}

TEST_CASE("the wishes around the work give way before unknown words, and the work itself last") {
  const auto relaxed = relaxed_plans(plan_of({kCook, kNight, kWord}));

  REQUIRE(codes(relaxed) == Strings{"fewer_wishes", "fewer_wishes", "any_word"});
  CHECK(words(relaxed[0].concepts, true) == Strings{"厨师", "川菜"});
  CHECK(relaxed[0].text.find("“夜班”") != std::string::npos);
  CHECK(words(relaxed[1].concepts, true) == Strings{"厨师"});
  CHECK(relaxed[1].text.find("“夜班”“川菜”") != std::string::npos);
  CHECK(words(relaxed[2].concepts, true) == Strings{"厨师", "夜班", "川菜"});
  CHECK(relaxed[0].least_share == 1.0);
  CHECK(relaxed[2].least_share < 1.0);
  CHECK(relaxed[2].text.find("“厨师 夜班 川菜”") != std::string::npos);
}

TEST_CASE("work at a place is widened without the place, and never given up for it") {
  const auto relaxed = relaxed_plans(plan_of({kCleaner, kNight, kHere}));

  REQUIRE(codes(relaxed) == Strings{"broader", "fewer_wishes", "broader"});
  CHECK(words(relaxed[0].concepts, true) == Strings{"保洁员", "夜班", "三里庵"});
  CHECK(words(relaxed[1].concepts, true) == Strings{"保洁员"});
  CHECK(words(relaxed[2].concepts, true) == Strings{"保洁员"});
  CHECK(relaxed[2].is_wider);
}

TEST_CASE("a step that would change nothing is left out") {
  CHECK(codes(relaxed_plans(plan_of({kCook, kNight}))) == Strings{"fewer_wishes", "any_word"});
  CHECK(codes(relaxed_plans(plan_of({kNight, kHere}))) == Strings{"any_word"});
  CHECK(codes(relaxed_plans(plan_of({kCleaner, kWord}))) == Strings{"broader", "fewer_wishes", "broader", "any_word"});
}

TEST_CASE("of wishes that are welcome but not required nothing is given up") {
  Concept welcome = kNight;
  welcome.required = false;

  CHECK(relaxed_plans(plan_of({kCook, welcome})).empty());
}

TEST_CASE("words of which none is known, and one word alone, are not relaxed") {
  CHECK(relaxed_plans(plan_words(analyzer(), "保洁员 电焊工")).empty());
  CHECK(relaxed_plans(plan_words(analyzer(), "保安")).empty());
  CHECK(relaxed_plans(plan_of({kCook})).empty());
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
