#include "searchd/search/correction.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <unordered_set>
#include <vector>

#include "searchd/search/completion.h"
#include "tests/unit/searchd/typing_world.h"

namespace doorstep::search {
namespace {

using testing::FewWords;
using testing::texts;
using Strings = std::vector<std::string>;

const FewWords& work() {
  static const FewWords words({"保洁", "保洁员", "保安", "清洁工", "服务员", "司机", "幼师", "焊工", "收银员", "护工",
                               "厨师", "外卖骑手", "叉车", "会计", "电工", "蓝领"},
                              {"阿姨", "招聘"}, {"宝洁"});
  return words;
}

std::string best(std::string_view typed) {
  const auto found = correct(work(), typed, 3);
  return found.empty() ? "" : found.front().text;
}

Correction first(std::string_view typed) {
  const auto found = correct(work(), typed, 3);
  REQUIRE_FALSE(found.empty());
  return found.front();
}

TEST_CASE("pinyin is the word itself, however it is written") {
  for (const std::string typed : {"baojie", "bao jie", "bao'jie", "bao洁", "保jie", "bao3jie2"}) {
    CAPTURE(typed);
    CHECK(first(typed).text == "保洁");
    CHECK(first(typed).kind == TypedAs::kPinyin);
    CHECK(first(typed).cost == 0);
  }
}

TEST_CASE("initials may be several words: all of them, the best known first") {
  const FewWords words({"保洁", "搬家", "北京"});

  const auto found = correct(words, "bj", 5);
  CHECK(texts(found) == Strings{"保洁", "搬家", "北京"});
  CHECK(found.front().kind == TypedAs::kInitials);
}

TEST_CASE("other characters of the same sound are told from a slip") {
  CHECK(best("清结工") == "清洁工");
  CHECK(best("保捷") == "保洁");
  CHECK(best("收因员") == "收银员");
  CHECK(best("幼狮") == "幼师");
  CHECK(first("保捷").kind == TypedAs::kHomophone);
}

TEST_CASE("sounds that are taken for each other cost more than the same sound") {
  CHECK(best("兰领") == "蓝领");
  CHECK(best("husi").empty());
  CHECK(best("cusi") == "厨师");
  CHECK(best("qinjiegong") == "清洁工");
  CHECK(first("qinjiegong").cost > 0);
  CHECK(first("qinjiegong").kind == TypedAs::kPinyin);
}

TEST_CASE("a character that looks like the right one is corrected, in a short word only such a one") {
  CHECK(best("保沽") == "保洁");
  CHECK(best("服务贝") == "服务员");
  CHECK(first("服务贝").kind == TypedAs::kSlip);
  CHECK(best("保龙").empty());
}

TEST_CASE("a character missing, too many, doubled or in the wrong place") {
  CHECK(best("工焊") == "焊工");
  CHECK(best("员收银") == "收银员");
  CHECK(best("护工工") == "护工");
  CHECK(best("外卖骑") == "外卖骑手");
  CHECK(best("司机司") == "司机");
  CHECK(best("厨师厨师") == "厨师");
  CHECK(best("服务服务员") == "服务员");
}

TEST_CASE("letters missing, too many, swapped or beside the right key") {
  CHECK(best("qingjeigong") == "清洁工");
  CHECK(best("baoaan") == "保安");
  CHECK(best("fuwuyuna") == "服务员");
  CHECK(best("chcahe") == "叉车");
  CHECK(best("kuiaji") == "会计");
  CHECK(best("diangogn") == "电工");
}

TEST_CASE("two slips are forgiven in eight letters, not in fewer") {
  CHECK(best("qinngjeigong") == "清洁工");
  CHECK(best("cehahce").empty());
}

TEST_CASE("a neighbouring key is likelier than a far one") {
  const FewWords words({"电工", "店铺"});

  const auto near = correct(words, "duangong", 1);
  const auto far = correct(words, "dpangong", 1);
  REQUIRE(near.size() == 1);
  REQUIRE(far.size() == 1);
  CHECK(near.front().cost < far.front().cost);
}

TEST_CASE("in a phrase one part is corrected and the rest, which is known, stays") {
  CHECK(best("保捷阿姨") == "保洁阿姨");
  CHECK(first("保捷阿姨").stands_for == "保洁");
  CHECK(best("招聘报安") == "招聘保安");
  CHECK(best("招聘保洁阿姨").empty());
}

TEST_CASE("what is right is not corrected, nor is a name that sounds like work") {
  CHECK(correct(work(), "保洁", 3).empty());
  CHECK(correct(work(), "宝洁", 3).empty());
  CHECK(correct(work(), "阿姨", 3).empty());
  CHECK(correct(work(), "", 3).empty());
}

TEST_CASE("what is like no word is not corrected") {
  for (const std::string typed : {"量子力学", "xyzxyz", "1234", "，。", "qq", "\xE4\xBF\xFF", "👷"}) {
    CAPTURE(typed);
    CHECK(correct(work(), typed, 3).empty());
  }
}

TEST_CASE("no correction is what was typed, and each stands once, within the scale of cost") {
  for (const std::string typed : {"baojie", "bj", "保捷", "保沽", "fuwuyuna", "保捷阿姨", "厨师厨师", "员收银"}) {
    Strings seen;
    for (const Correction& one : correct(testing::shipped_vocabulary(), typed, 50)) {
      CAPTURE(typed, one.text);
      CHECK(one.text != typed);
      CHECK(one.cost >= 0);
      CHECK(one.cost <= Correction::kMaxCost);
      CHECK(std::find(seen.begin(), seen.end(), one.text) == seen.end());
      seen.push_back(one.text);
    }
  }
}

TEST_CASE("every word that ships is found by its pinyin, and is never corrected itself") {
  const Vocabulary& vocabulary = testing::shipped_vocabulary();
  std::size_t asked = 0;
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const VocabularyWord word = vocabulary.entry(i);
    CHECK(correct(vocabulary, word.text, 3).empty());
    const auto letters = vocabulary.pinyin().full(word.text);
    if (word.use != WordUse::kWork || letters.empty() || letters.front() == word.text) continue;
    if (vocabulary.texts().find(letters.front())) continue;
    ++asked;
    const auto found = texts(correct(vocabulary, letters.front(), 20));
    CAPTURE(word.text, letters.front());
    CHECK(std::find(found.begin(), found.end(), word.text) != found.end());
  }
  CHECK(asked > 1500);
}

TEST_CASE("the names that ship to be kept are many, and none is corrected") {
  const Strings names = listed_words(text::built_in_keep_words_tsv());
  CHECK(names.size() >= 150);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(correct(testing::shipped_vocabulary(), name, 3).empty());
    CHECK(testing::Words::shared().normalizer.normalize(name) == name);
  }
}

TEST_CASE("the words that ship as common are known as such, each once, and others are not") {
  const Strings common = listed_words(text::built_in_sought_words_tsv());
  const Vocabulary& vocabulary = testing::shipped_vocabulary();
  CHECK(common.size() >= 300);
  CHECK(std::unordered_set<std::string>(common.begin(), common.end()).size() == common.size());
  for (const std::string& word : common) {
    CAPTURE(word);
    CHECK(testing::Words::shared().normalizer.normalize(word) == word);
    const auto number = vocabulary.texts().find(word);
    REQUIRE(number.has_value());
    CHECK(vocabulary.entry(*number).common);
    CHECK(vocabulary.entry(*number).use == WordUse::kWork);
  }
  CHECK_FALSE(vocabulary.entry(vocabulary.texts().find("河管员").value()).common);
}

TEST_CASE("two hundred characters of anything end at once") {
  const Vocabulary& vocabulary = testing::shipped_vocabulary();
  std::mt19937 random(7);
  const Strings parts{"a", "n", "g", "zh", "xian", "行", "员", "保洁", "工", "1", "+", "\xFF", "s", "招聘", "，"};
  const auto begin = std::chrono::steady_clock::now();
  int asked = 0;
  for (std::size_t length = 1; length <= 200; length += 3) {
    for (const std::string& one : parts) {
      std::string same, mixed;
      for (std::size_t i = 0; i < length; ++i) {
        same += one;
        mixed += parts[random() % parts.size()];
      }
      for (const std::string& typed : {same, mixed}) {
        complete(vocabulary, typed, 10);
        correct(vocabulary, typed, 10);
        ++asked;
      }
    }
  }
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(took / asked < std::chrono::milliseconds{10});  // on the slowest sanitizer; a release build takes 100 µs
}

}  // namespace
}  // namespace doorstep::search
