#include "schema/text/concept_finder.h"

#include <catch2/catch.hpp>

#include "schema/text/language.h"
#include "tests/unit/text/world.h"

namespace doorstep::text {
namespace {

// Concepts of a few lines, found in texts that the real analyser cut.
class Finder {
 public:
  explicit Finder(std::string_view tsv)
      : concepts_(parse_concepts(tsv).value()),
        function_words_(parse_function_words("negate\t不 无 无需\naffirm\t不限 免费\n").value()),
        finder_(concepts_, function_words_) {}

  // "保安:保安员 夜班!:上夜班": the keys and names of the mentions; ! behind a key: negated, ~: by a name that is only said.
  std::string find(std::string_view text) const {
    std::string all;
    for (const ConceptMention& one : finder_.find(text, World::shared().analyzer.terms_of_normalized(text))) {
      all += (all.empty() ? "" : " ") + concepts_.entries()[one.number].key + (one.negated ? "!" : "") +
             (one.spoken ? "~" : "") + ":" + std::string(text.substr(one.begin, one.end - one.begin));
    }
    return all;
  }
  std::string within(std::string_view name) const {
    std::string all;
    for (const std::uint32_t number : finder_.attributes_within(name)) {
      all += (all.empty() ? "" : " ") + concepts_.entries()[number].key;
    }
    return all;
  }

 private:
  Concepts concepts_;
  FunctionWords function_words_;
  ConceptFinder finder_;
};

const Finder& few() {
  static const Finder finder(
      "保安\tjob\t保安员 夜班保安 上夜班保安\t看大门\n"
      "保洁\tjob\t保洁员\t打扫卫生\n"
      "司机\tjob\t货车司机\t-\t-\t司机之家 招司机网\n"
      "夜班\tshift\t上夜班\t晚上\n"
      "包住\tbenefit\t-\n"
      "java\tskill\n");
  return finder;
}

}  // namespace

TEST_CASE("a job speaks of an attribute at either end of its name, not of one in its middle") {
  CHECK(few().within("夜班保安") == "夜班");
  CHECK(few().within("保安夜班") == "夜班");
  CHECK(few().within("大夜班级保安") == "");
}

TEST_CASE("a job is not denied by what is denied before it") {
  CHECK(few().find("无夜班保洁") == "夜班!:夜班 保洁:保洁");
  CHECK(few().find("不加班保安") == "保安:保安");
  CHECK(few().find("不招保安") == "保安!:保安");
  CHECK(few().find("无需上夜班") == "夜班!:上夜班");
}

TEST_CASE("a name is found where it begins and ends as words do") {
  CHECK(few().find("保安") == "保安:保安");
  CHECK(few().find("急聘保安、保洁员") == "保安:保安 保洁:保洁员");
  CHECK(few().find("确保安全") == "");
  CHECK(few().find("保安全") == "");
  CHECK(few().find("javascript") == "");
  CHECK(few().find("java、javascript") == "java:java");
  CHECK(few().find("") == "");
}

TEST_CASE("of names that begin at one place the longest counts, and none within it") {
  CHECK(few().find("货车司机") == "司机:货车司机");
  CHECK(few().find("保洁员") == "保洁:保洁员");
  CHECK(few().find("打扫卫生") == "保洁~:打扫卫生");
}

TEST_CASE("in a longer word in which it means something else a name is none") {
  CHECK(few().find("司机之家") == "");
  CHECK(few().find("招司机网") == "");
  CHECK(few().find("司机之友") == "司机:司机");
  CHECK(few().find("司机之家招司机") == "司机:司机");
}

TEST_CASE("what a posting denies is told as such") {
  CHECK(few().find("无夜班") == "夜班!:夜班");
  CHECK(few().find("无需上夜班") == "夜班!:上夜班");
  CHECK(few().find("无需经验,上夜班") == "夜班:上夜班");
  CHECK(few().find("不限 夜班") == "夜班:夜班");
  CHECK(few().find("免费包住") == "包住:包住");
}

TEST_CASE("the attributes within a job's name are mentions of their own, over the same text") {
  CHECK(few().find("夜班保安") == "保安:夜班保安 夜班:夜班保安");
  CHECK(few().find("上夜班保安") == "保安:上夜班保安 夜班:上夜班保安");
  CHECK(few().within("夜班保安") == "夜班");
  CHECK(few().within("保安员") == "");
  CHECK(few().within("夜班夜班保安") == "夜班");
  CHECK(few().within("晚上保安") == "");  // a name that is only said
}

TEST_CASE("mentions come in the order of the text, whatever the text") {
  MixedTexts texts({"保安", "夜班保安", "无需", "上夜班", "打扫卫生", "司机之家", "java"});
  const Language language;
  for (int i = 0; i < 1000; ++i) {
    const std::string text = World::shared().normalizer.normalize(texts.next());
    CAPTURE(text);
    std::size_t begin = 0;
    for (const ConceptMention& one :
         language.concept_finder.find(text, World::shared().analyzer.terms_of_normalized(text))) {
      REQUIRE(one.begin >= begin);
      REQUIRE(one.begin < one.end);
      REQUIRE(one.end <= text.size());
      begin = one.begin;
    }
  }
}

}  // namespace doorstep::text
