#include "schema/text/function_words.h"

#include <catch2/catch.hpp>

namespace doorstep::text {
namespace {

const FunctionWords& few() {
  static const FunctionWords words =
      parse_function_words("ask\t找 有没有\ntail\t的工作\nnegate\t无 无需 不需要 不\naffirm\t不限 免费 无锡\n").value();
  return words;
}

// Whether the name is denied where it first stands in the text.
bool denied(std::string_view text, std::string_view name) {
  return few().is_negated(text, text.find(name), 0, FunctionWords::Reach::kNear);
}

std::vector<std::string> issues_of(std::string_view tsv) {
  std::vector<std::string> found;
  const auto parsed = parse_function_words(tsv);
  if (parsed.ok()) return found;
  for (const base::Issue& issue : parsed.issues()) found.push_back(issue.field + ' ' + issue.code);
  return found;
}

}  // namespace

TEST_CASE("a function word is one of its kind, and only as a whole") {
  CHECK(few().is(FunctionWord::kAsk, "有没有"));
  CHECK(few().is(FunctionWord::kTail, "的工作"));
  CHECK_FALSE(few().is(FunctionWord::kAsk, "的工作"));
  CHECK_FALSE(few().is(FunctionWord::kAsk, "有"));
  CHECK_FALSE(few().is(FunctionWord::kAsk, ""));
  CHECK(few().words(FunctionWord::kTail) == std::vector<std::string>{"的工作"});
  CHECK(few().words(FunctionWord::kNear).empty());
}

TEST_CASE("a word of two kinds is one of both") {
  const FunctionWords words = parse_function_words("negate\t不要\nexclude\t不要\n").value();

  CHECK(words.is(FunctionWord::kNegate, "不要"));
  CHECK(words.is(FunctionWord::kExclude, "不要"));
}

TEST_CASE("what follows a negation within three characters of the same clause is negated") {
  CHECK(denied("无夜班", "夜班"));
  CHECK(denied("工作轻松无需上夜班", "夜班"));
  CHECK(denied("不需要会夜班", "夜班"));
  CHECK(denied("无一二三夜班", "夜班"));
  CHECK_FALSE(denied("无一二三四夜班", "夜班"));
  CHECK_FALSE(denied("无经验,夜班", "夜班"));
  CHECK_FALSE(denied("无 夜班", "夜班"));
  CHECK_FALSE(denied("夜班", "夜班"));
  CHECK_FALSE(denied("有夜班", "夜班"));
}

TEST_CASE("a negating character within a word that negates nothing does not negate") {
  CHECK_FALSE(denied("不限夜班", "夜班"));
  CHECK_FALSE(denied("无锡夜班", "夜班"));
  CHECK_FALSE(denied("免费夜班", "夜班"));
  CHECK(denied("不限无夜班", "夜班"));
}

TEST_CASE("a negation is looked for without reading past the text's begin") {
  CHECK_FALSE(few().is_negated("", 0, 0, FunctionWords::Reach::kNear));
  CHECK_FALSE(few().is_negated("夜班", 0, 0, FunctionWords::Reach::kNear));
  CHECK(few().is_negated("不夜班", 3, 0, FunctionWords::Reach::kNear));
}

TEST_CASE("what another name holds negates nothing behind it") {
  const std::string_view text = "无夜班护士";
  CHECK(few().is_negated(text, text.find("护士"), 0, FunctionWords::Reach::kNear));
  CHECK_FALSE(few().is_negated(text, text.find("护士"), text.find("护士"), FunctionWords::Reach::kNear));
}

TEST_CASE("a job is denied only by a negation that touches it, or is parted from it by such as 是") {
  const auto touches = [](std::string_view text) {
    return few().is_negated(text, text.find("保安"), 0, FunctionWords::Reach::kTouching);
  };
  CHECK(touches("不是保安"));
  CHECK(touches("不招保安"));
  CHECK(touches("无保安"));
  CHECK_FALSE(touches("不加班保安"));
  CHECK_FALSE(touches("无经验可做保安"));
}

TEST_CASE("a line of no known kind, and a word that stands twice, are refused with the line") {
  using Strings = std::vector<std::string>;
  CHECK(issues_of("# fine\nask\t找\n") == Strings{});
  CHECK(issues_of("asks\t找\n") == Strings{"line 1 unknown_kind"});
  CHECK(issues_of("ask\t找\nask\n") == Strings{"line 2 unknown_kind"});
  CHECK(issues_of("ask\t找 要 找\n") == Strings{"line 1 duplicate"});
  CHECK(issues_of("ask\t找\nask\t找\n") == Strings{"line 2 duplicate"});
}

}  // namespace doorstep::text
