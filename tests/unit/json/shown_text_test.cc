#include "schema/json/shown_text.h"

#include <catch2/catch.hpp>

#include <string>
#include <utility>

namespace doorstep::json {
namespace {

using namespace std::string_literals;

TEST_CASE("the first byte that is not UTF-8 is found") {
  const std::pair<std::string, std::optional<std::size_t>> cases[] = {
      {"", std::nullopt},
      {"三里庵 \U00020BB7\U0010FFFF", std::nullopt},
      {"ab\xFF", 2},
      {"三\xB1\xA8", 3},         // GBK
      {"a\xC0\x80", 1},          // overlong NUL
      {"a\xE0\x80\x80", 1},      // overlong
      {"a\xF0\x8F\xBF\xBF", 1},  // overlong
      {"a\xED\xA0\x80", 1},      // a surrogate
      {"a\xF4\x90\x80\x80", 1},  // beyond U+10FFFF
      {"a\xF5\x80\x80\x80", 1},
      {"a\xE4\xB8", 1},  // cut
      {"\x80", 0},
      {"\xE4\xB8\x41", 0},
  };
  for (const auto& [text, expected] : cases) {
    CAPTURE(text);
    CHECK(find_invalid_utf8(text) == expected);
  }
}

TEST_CASE("length is counted in code points") {
  CHECK(count_code_points("") == 0);
  CHECK(count_code_points("a三\U00020BB7") == 3);
  CHECK(count_code_points("e\u0301") == 2);
}

TEST_CASE("spaces of every script, controls and what has no width are blank") {
  CHECK(is_blank(""));
  CHECK(is_blank(" \t\r\n\u00A0\u1680\u2003\u200B\u2028\u202F\u205F\u2060\u3000\uFEFF\u00AD\u0085\u180E"));
  CHECK_FALSE(is_blank(" 保 "));
  CHECK_FALSE(is_blank("."));
  CHECK_FALSE(is_blank("\u2010"));
}

TEST_CASE("a value is shown at most 40 characters long") {
  std::string forty;
  for (int i = 0; i < 40; ++i) forty += "岗";

  CHECK(shown(forty) == forty);
  CHECK(shown(forty + "位") == forty + "…");
}

TEST_CASE("nothing that is shown can move the cursor, turn the text or hide") {
  CHECK(shown("a\x1B[2Jb\r\nc\x7F") == "a\\u{1B}[2Jb\\u{D}\\u{A}c\\u{7F}");
  CHECK(shown("\0"s) == "\\u{0}");
  CHECK(shown("\u0085\u202E\u2066\u200B\uFEFF\U000E0041") == "\\u{85}\\u{202E}\\u{2066}\\u{200B}\\u{FEFF}\\u{E0041}");
  CHECK(shown("\xB1\xA8x") == "\\xB1\\xA8x");
  CHECK(in_quotes("保洁") == "“保洁”");
}

}  // namespace
}  // namespace doorstep::json
