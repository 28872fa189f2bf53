#include "searchd/search/completion.h"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "tests/unit/searchd/typing_world.h"

namespace doorstep::search {
namespace {

using testing::FewWords;
using testing::texts;
using Strings = std::vector<std::string>;

TEST_CASE("a word is completed from its beginning before those that hold the typed text within") {
  const FewWords words({"打扫卫生", "卫生员", "做卫生", "保洁"});

  CHECK(texts(complete(words, "打扫", 5)) == Strings{"打扫卫生"});
  const auto found = complete(words, "卫生", 5);
  CHECK(texts(found) == Strings{"卫生员", "打扫卫生", "做卫生"});
  CHECK(found[0].fit == Fit::kPrefix);
  CHECK(found[1].fit == Fit::kInfix);
}

TEST_CASE("full, begun and shortened pinyin are completed, the better fit first") {
  const FewWords words({"保洁员", "保洁", "清洁工", "搬家"});

  const auto full = complete(words, "baojie", 5);
  CHECK(texts(full) == Strings{"保洁", "保洁员"});
  CHECK(full[0].fit == Fit::kExact);
  CHECK(full[1].fit == Fit::kPrefix);
  CHECK(full[0].kind == TypedAs::kPinyin);
  CHECK(texts(complete(words, "qingj", 5)) == Strings{"清洁工"});
  const auto initials = complete(words, "bj", 5);
  CHECK(texts(initials) == Strings{"保洁", "保洁员", "搬家"});
  CHECK(initials[0].kind == TypedAs::kInitials);
  CHECK(texts(complete(words, "qjgong", 5)) == Strings{"清洁工"});
}

TEST_CASE("characters and letters may be mixed") {
  const FewWords words({"门卫", "导购", "外卖骑手", "保洁", "搬家", "b超"});

  CHECK(texts(complete(words, "门w", 3)).front() == "门卫");
  CHECK(texts(complete(words, "导g", 3)).front() == "导购");
  CHECK(texts(complete(words, "外m", 3)).front() == "外卖骑手");
  CHECK(texts(complete(words, "b洁", 3)).front() == "保洁");
  CHECK(texts(complete(words, "bao洁", 3)).front() == "保洁");
  CHECK(texts(complete(words, "b超", 3)).front() == "b超");
  CHECK(texts(complete(words, "bchao", 3)).front() == "b超");
}

TEST_CASE("the pinyin of a word leads also to those that hold it") {
  const FewWords words({"打扫卫生", "保洁"}, {"卫生"});

  CHECK(texts(complete(words, "weisheng", 3)) == Strings{"打扫卫生"});
}

TEST_CASE("other characters of the same sound and sounds taken for each other are completed after those that fit") {
  const FewWords words({"保洁员", "清洁工", "护士"});

  const auto found = complete(words, "保捷", 3);
  CHECK(texts(found) == Strings{"保洁员"});
  CHECK(found[0].fit == Fit::kFuzzy);
  CHECK(found[0].kind == TypedAs::kHomophone);
  CHECK(texts(complete(words, "qinjie", 3)) == Strings{"清洁工"});
  CHECK(texts(complete(words, "husi", 3)) == Strings{"护士"});
}

TEST_CASE("a character is a whole syllable: the sound of 姑 does not begin 管") {
  const FewWords words({"保管员"});

  CHECK(complete(words, "保姑", 3).empty());
}

TEST_CASE("a slip in the beginning is forgiven when little else fits") {
  const FewWords words({"清洁工", "保洁员"});

  const auto found = complete(words, "qingjeig", 3);
  CHECK(texts(found) == Strings{"清洁工"});
  CHECK(found[0].fit == Fit::kSlip);
}

TEST_CASE("of words that fit alike what is open near by stands first, a place after all work") {
  const text::Pinyin& pinyin = testing::Sounds::shared().pinyin;
  const Vocabulary words({{.text = "长江", .stands_for = {}, .weight = 9, .use = WordUse::kPlace},
                          {.text = "长工", .stands_for = {}, .weight = 5},
                          {.text = "长途司机", .stands_for = "司机", .weight = 1}},
                         {}, pinyin, testing::Sounds::shared().shapes);
  REQUIRE(words.concepts()[2] == "司机");

  CHECK(texts(complete(words, "长", 3)) == Strings{"长工", "长途司机", "长江"});
  const std::vector<double> scores{0, 0, 1};
  CHECK(texts(complete(words, "长", 3, scores)) == Strings{"长途司机", "长工", "长江"});
}

TEST_CASE("before anything is typed the best known words are proposed, known words never") {
  const FewWords words({"保洁", "保安", "司机"}, {"阿姨"});

  CHECK(texts(complete(words, "", 2)) == Strings{"保洁", "保安"});
  CHECK(complete(words, "阿姨", 2).empty());
}

TEST_CASE("whatever is typed, no more than the limit is proposed") {
  for (const std::string typed : {"保", "b", "baojie", "员", "bj", ""}) {
    CHECK(complete(testing::shipped_vocabulary(), typed, 4).size() <= 4);
  }
}

TEST_CASE("a vocabulary without words completes and corrects nothing") {
  const FewWords none({});

  for (const std::string typed : {"", "b", "保", "baojie", "保捷", "\xE4\xBF"}) {
    CHECK(complete(none, typed, 3).empty());
    CHECK(correct(none, typed, 3).empty());
  }
}

}  // namespace
}  // namespace doorstep::search
