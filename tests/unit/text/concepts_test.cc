#include "schema/text/concepts.h"

#include <catch2/catch.hpp>

#include <algorithm>

namespace doorstep::text {
namespace {

using Strings = std::vector<std::string>;
using Numbers = std::vector<std::uint32_t>;

// "line N code" of each issue.
Strings issues_of(std::string_view tsv) {
  Strings found;
  const auto parsed = parse_concepts(tsv);
  if (parsed.ok()) return found;
  for (const base::Issue& issue : parsed.issues()) {
    found.push_back(issue.field + ' ' + issue.code);
    CHECK_FALSE(issue.text.empty());
    CHECK_FALSE(issue.hint.empty());
  }
  return found;
}

Concepts parsed(std::string_view tsv) { return parse_concepts(tsv).value(); }

}  // namespace

TEST_CASE(
    "a concept has its key, its names with patterns written out, what is said, what is broader and where it is not") {
  const Concepts concepts = parsed(
      "# a comment\n"
      "家政\ttrade\n"
      "\n"
      "保洁\tjob\t保洁员 打扫+员/工\t擦/洗+窗\t家政\t保洁用品\n");

  REQUIRE(concepts.entries().size() == 2);
  CHECK(concepts.entries()[0] == ConceptEntry{"家政", ConceptKind::kTrade, {"家政"}, {}, {}, {}});
  CHECK(
      concepts.entries()[1] ==
      ConceptEntry{
          "保洁", ConceptKind::kJob, {"保洁", "保洁员", "打扫员", "打扫工"}, {"擦窗", "洗窗"}, {"家政"}, {"保洁用品"}});
}

TEST_CASE("a concept is found by its key and by any of its names, and it is told which are only said") {
  const Concepts concepts = parsed("家政\ttrade\n保洁\tjob\t保洁员\t擦窗\n");

  CHECK(concepts.by_key("保洁") == 1U);
  CHECK_FALSE(concepts.by_key("保洁员").has_value());
  REQUIRE(concepts.by_name("保洁员").has_value());
  CHECK(concepts.by_name("保洁员")->number == 1);
  CHECK_FALSE(concepts.by_name("保洁员")->spoken);
  CHECK(concepts.by_name("擦窗")->spoken);
  CHECK_FALSE(concepts.by_name("保").has_value());
  CHECK_FALSE(concepts.by_name("").has_value());
}

TEST_CASE("a pattern stands for every choice of its alternatives, in order") {
  CHECK(names_of_pattern("保洁") == Strings{"保洁"});
  CHECK(names_of_pattern("擦/洗+窗/玻璃") == Strings{"擦窗", "擦玻璃", "洗窗", "洗玻璃"});
  CHECK(names_of_pattern("夜班+/的") == Strings{"夜班", "夜班的"});
  CHECK(names_of_pattern("a/b+1/2+x/y").size() == 8);
}

TEST_CASE("a name with signs is no pattern") {
  CHECK(names_of_pattern("c++") == Strings{"c++"});
  CHECK(names_of_pattern("+") == Strings{"+"});
}

TEST_CASE("a pattern of any size gives no more names than there is room for") {
  std::string pattern = "a/b/c/d/e/f/g/h/i/j";
  for (int i = 0; i < 7; ++i) pattern += "+a/b/c/d/e/f/g/h/i/j";

  CHECK(names_of_pattern(pattern).size() == kMostNamesOfPattern);
}

TEST_CASE("ancestors are everything a concept is a kind of, each once and without itself") {
  const Concepts concepts = parsed(
      "服务\ttrade\n"
      "家政\tjob\t-\t-\t服务\n"
      "物业\ttrade\t-\t-\t服务\n"
      "保洁\tjob\t-\t-\t家政 物业\n"
      "保安\tjob\n");

  CHECK(concepts.ancestors(3) == Numbers{0, 1, 2});
  CHECK(concepts.ancestors(1) == Numbers{0});
  CHECK(concepts.ancestors(0).empty());
  CHECK(concepts.ancestors(4).empty());
}

TEST_CASE("whatever is wrong with a line is told, with the line") {
  CHECK(issues_of("保洁\n") == Strings{"line 1 columns"});
  CHECK(issues_of("保洁\tjob\ta\tb\tc\td\te\n") == Strings{"line 1 columns"});
  CHECK(issues_of("# x\n保洁\tjobs\n") == Strings{"line 2 unknown_kind"});
  CHECK(issues_of("Java\tskill\n") == Strings{"line 1 bad_name"});
  CHECK(issues_of("java\tskill\tJAVA\n") == Strings{"line 1 bad_name"});
  CHECK(issues_of("保洁\tjob\t清洁\n保安\tjob\t清洁\n") == Strings{"line 2 duplicate"});
  CHECK(issues_of("保洁\tjob\n保安\tjob\t-\t保洁\n") == Strings{"line 2 duplicate"});
  CHECK(issues_of("保洁\tjob\t清洁\t清洁\n") == Strings{"line 1 duplicate"});
  CHECK(issues_of("保洁\tjob\n保洁\tjob\n") == Strings{"line 2 duplicate"});
  CHECK(issues_of("保洁\tjob\t-\t-\t家政\n") == Strings{"line 1 unknown_broader"});
  CHECK(issues_of("保洁\tjob\t-\t-\t-\t汽车打蜡\n") == Strings{"line 1 idle_context"});
  CHECK(issues_of("a\tjob\t-\t-\tb\nb\tjob\t-\t-\tc\nc\tjob\t-\t-\ta\n") == Strings{"line 1 cycle"});
  CHECK(issues_of("a\tjob\t-\t-\ta\n") == Strings{"line 1 cycle"});
}

TEST_CASE("all that is wrong is told at once") {
  CHECK(issues_of("x\nA\tjob\t-\t-\t-\t无\n保洁\tjob\t-\t-\t家政\n") ==
        Strings{"line 1 columns", "line 2 bad_name", "line 2 idle_context", "line 3 unknown_broader"});
}

TEST_CASE("a broader concept may stand on a later line") {
  CHECK(issues_of("保洁\tjob\t-\t-\t家政\n家政\ttrade\n").empty());
}

TEST_CASE("the fingerprint changes with anything that is written, and with nothing else") {
  const std::string base = parsed("家政\ttrade\n保洁\tjob\t保洁员\t擦窗\t家政\t保洁用品\n").fingerprint();

  CHECK(base.size() == 16);
  CHECK(parsed("# other\n家政\ttrade\n保洁\tjob\t保洁员\t擦窗\t家政\t保洁用品\n").fingerprint() == base);
  for (const char* other :
       {"家政\ttrade\n保洁\tskill\t保洁员\t擦窗\t家政\t保洁用品\n",
        "家政\ttrade\n保洁\tjob\t清洁员\t擦窗\t家政\t保洁用品\n",
        "家政\ttrade\n保洁\tjob\t保洁员\t洗窗\t家政\t保洁用品\n", "家政\ttrade\n保洁\tjob\t保洁员\t擦窗\t-\t保洁用品\n",
        "家政\ttrade\n保洁\tjob\t保洁员\t擦窗\t家政\n"}) {
    CHECK(parsed(other).fingerprint() != base);
  }
}

TEST_CASE("what tells how the work is is an attribute, what it is is not") {
  for (const ConceptKind kind : {ConceptKind::kShift, ConceptKind::kBenefit, ConceptKind::kGroup,
                                 ConceptKind::kEmployment, ConceptKind::kRequirement}) {
    CHECK(is_attribute(kind));
  }
  for (const ConceptKind kind : {ConceptKind::kJob, ConceptKind::kSkill, ConceptKind::kTrade})
    CHECK_FALSE(is_attribute(kind));
}

}  // namespace doorstep::text
