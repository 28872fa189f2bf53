#include "schema/text/pinyin.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "schema/text/shapes.h"

namespace doorstep::text {
namespace {

using Strings = std::vector<std::string>;

const Pinyin& pinyin() {
  static const Pinyin table(built_in_readings_tsv());
  return table;
}

Strings readings(char32_t c) {
  const auto all = pinyin().readings(c);
  return {all.begin(), all.end()};
}

// Each split as its syllables with blanks between them, what is left in brackets.
Strings split(std::string_view letters) {
  Strings all;
  for (const SyllableSplit& one : pinyin().split(letters)) {
    std::string text;
    for (const std::string_view syllable : one.syllables) text.append(text.empty() ? "" : " ").append(syllable);
    if (!one.rest.empty()) text.append("[").append(one.rest).append("]");
    all.push_back(text);
  }
  return all;
}

bool holds(const Strings& all, std::string_view one) { return std::find(all.begin(), all.end(), one) != all.end(); }

TEST_CASE("a character has all its readings in modern use, the most usual first") {
  CHECK(readings(U'洁') == Strings{"jie"});
  CHECK(readings(U'会') == Strings{"hui", "kuai"});
  CHECK(readings(U'行').front() == "xing");
  CHECK(holds(readings(U'行'), "hang"));
  CHECK(readings(U'绿').front() == "lv");
  CHECK(holds(readings(U'六'), "lu"));  // 六安
}

TEST_CASE("what is no Han character in common use has no reading") {
  CHECK(readings(U'a').empty());
  CHECK(readings(U'，').empty());
  CHECK(readings(U'\U0002A6D6').empty());
}

TEST_CASE("a word is spelled with every reading of its characters, the usual one first") {
  CHECK(pinyin().full("清洁工") == Strings{"qingjiegong"});
  CHECK(pinyin().full("会计") == Strings{"huiji", "kuaiji"});
  CHECK(holds(pinyin().full("银行"), "yinhang"));
  CHECK(pinyin().initials("会计") == Strings{"hj", "kj"});
  CHECK(pinyin().initials("保洁员").front() == "bjy");
}

TEST_CASE("Latin letters, digits and signs of a word stand for themselves") {
  CHECK(pinyin().full("b超") == Strings{"bchao"});
  CHECK(pinyin().full("4s店") == Strings{"4sdian"});
  CHECK(pinyin().full("c++") == Strings{"c++"});
}

TEST_CASE("a word of many readings has at most eight spellings") {
  CHECK(pinyin().spellings("行行行行行行").size() == 8);
  CHECK(pinyin().spellings("行行行行行行").front() ==
        Pinyin::Syllables{"xing", "xing", "xing", "xing", "xing", "xing"});
}

TEST_CASE("a word with a character of unknown reading cannot be spelled, nor can no word") {
  CHECK(pinyin().full("保，洁").empty());
  CHECK(pinyin().full("").empty());
  CHECK(pinyin().full("\xE4\xBF").empty());
}

TEST_CASE("letters are split into syllables") {
  CHECK(split("qingjiegong").front() == "qing jie gong");
  CHECK(split("lvhuagong").front() == "lv hua gong");
  CHECK(split("zhuangxiugong").front() == "zhuang xiu gong");
}

TEST_CASE("letters that can be read in two ways are") {
  CHECK(split("xian").at(0) == "xian");
  CHECK(split("xian").at(1) == "xi an");
  CHECK(holds(split("fangan"), "fan gan"));
  CHECK(holds(split("fangan"), "fang an"));
}

TEST_CASE("an apostrophe or a blank ends a syllable") {
  CHECK(split("xi'an").front() == "xi an");
  CHECK_FALSE(holds(split("xi'an"), "xian"));
  CHECK(split("bao jie").front() == "bao jie");
  CHECK(split("bao jie ").front() == "bao jie");
}

TEST_CASE("what begins another syllable is told as the rest") {
  CHECK(split("qingj") == Strings{"qing[j]"});
  CHECK(split("zh") == Strings{"[zh]"});
  CHECK(holds(split("baoa"), "bao a"));
}

TEST_CASE("letters that can be no syllables are not split") {
  CHECK(split("bpj").empty());
  CHECK(split("baojiek7").empty());
  CHECK(split("").empty());
  CHECK(split("'").empty());
}

TEST_CASE("two hundred letters that can be read in very many ways are split into eight") {
  std::string letters;
  for (int i = 0; i < 50; ++i) letters += "xian";
  CHECK(pinyin().split(letters).size() == 8);
  CHECK(pinyin().split(letters + "bbb").empty());
}

TEST_CASE("sounds that are taken for each other are folded to one") {
  CHECK(folded_sound("zhang") == folded_sound("zan"));
  CHECK(folded_sound("shi") == folded_sound("si"));
  CHECK(folded_sound("lan") == folded_sound("nang"));
  CHECK(folded_sound("fei") == folded_sound("hei"));
  CHECK(folded_sound("ren") == folded_sound("leng"));
  CHECK(folded_sound("jie") != folded_sound("jia"));
  CHECK(folded_sound("e") == "e");
}

TEST_CASE("only the sounds that are named are folded") {
  FuzzySounds only_zh{true, false, false, false, false, false, false};
  CHECK(folded_sound("zhang", only_zh) == "zang");
  CHECK(folded_sound("shi", only_zh) == "shi");
  CHECK(folded_sound("nang", only_zh) == "nang");
}

TEST_CASE("every reading that ships is of lower-case letters and splits into itself") {
  for (char32_t c = 0x4E00; c <= 0x9FFF; ++c) {
    for (const std::string_view reading : pinyin().readings(c)) {
      CAPTURE(std::string(reading));
      CHECK(split(reading).front() == reading);
    }
  }
}

TEST_CASE("a file of readings that is wrong is refused") {
  CHECK_THROWS_AS(Pinyin("洁 jie\n"), std::runtime_error);
  CHECK_THROWS_AS(Pinyin("洁\tjié\n"), std::runtime_error);
  CHECK_THROWS_AS(Pinyin("洁\t\n"), std::runtime_error);
  CHECK_THROWS_AS(Pinyin("j\tjie\n"), std::runtime_error);
  CHECK_THROWS_AS(Pinyin("保洁\tjie\n"), std::runtime_error);
  CHECK_NOTHROW(Pinyin("# nothing\n\n"));
}

TEST_CASE("characters that are built alike look alike") {
  const Shapes shapes(built_in_shapes_tsv());
  CHECK(shapes.likeness(U'洁', U'沽') >= Shapes::kAlike);
  CHECK(shapes.likeness(U'员', U'贝') >= Shapes::kAlike);
  CHECK(shapes.likeness(U'师', U'帅') >= Shapes::kAlike);
  CHECK(shapes.likeness(U'工', U'土') >= Shapes::kAlike);
  CHECK(shapes.likeness(U'洁', U'员') < Shapes::kAlike);
  CHECK(shapes.likeness(U'护', U'士') < Shapes::kAlike);
  CHECK(shapes.likeness(U'洁', U'洁') == 1);
  CHECK(shapes.likeness(U'洁', U'a') == 0);
}

}  // namespace
}  // namespace doorstep::text
