#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <catch2/catch.hpp>
#include <opencc/SimpleConverter.hpp>

#include "tests/unit/text/properties.h"

namespace doorstep::text {
namespace {

std::string normalize(std::string_view text) { return World::shared().normalizer.normalize(text); }

// What ICU makes of the whole text at once, after the replacements that come first.
std::string icu_casefold(std::string_view text) {
  icu::UnicodeString all;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool control = (c < 0x20 && c != U'\t' && c != U'\n') || (c >= 0x7F && c <= 0x9F);
    all.append(static_cast<UChar32>(control ? U' ' : c));
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString folded = icu::Normalizer2::getNFKCCasefoldInstance(status)->normalize(all, status);
  REQUIRE(U_SUCCESS(status));
  std::string utf8;
  folded.toUTF8String(utf8);
  return utf8;
}

TEST_CASE("case, width and compatibility forms are folded") {
  CHECK(normalize("ＪＡＶＡ工程師Ｃ＋＋") == "java工程师c++");
  CHECK(normalize("Ｂ超ｶﾞ") == "b超ガ");
  CHECK(normalize("①½㎡") == "11⁄2m2");
  CHECK(normalize("STRASSE straße") == "strasse strasse");
}

TEST_CASE("a letter and its combining mark become one character, also after a letter that is folded") {
  CHECK(normalize("cafe\u0301") == "café");
  CHECK(normalize("CAFE\u0301") == "café");
  CHECK(normalize("\u1112\u1161\u11AB") == "한");
}

TEST_CASE("invisible characters are removed") { CHECK(normalize("\uFEFF保\u200B洁\u00AD员") == "保洁员"); }

TEST_CASE("control characters but tab and newline become spaces, so that none cuts the text") {
  CHECK(normalize(std::string_view("保\0洁\r\n\t\x7F\xC2\x85員", 16)) == "保 洁 \n\t  员");
}

TEST_CASE("each byte that is not UTF-8 becomes one replacement character") {
  CHECK(normalize("保\xFF洁") == "保\uFFFD洁");
  CHECK(normalize("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");  // a lone surrogate
  CHECK(normalize("\xC0\xAF") == "\uFFFD\uFFFD");            // overlong
  CHECK(normalize("保\xE6\xB4") == "保\uFFFD\uFFFD");        // cut
}

TEST_CASE("radicals become the ideographs that they look like") {
  CHECK(normalize("店⻓") == "店长");
  CHECK(normalize("⻋间") == "车间");
  CHECK(normalize("⾧⼯") == "长工");  // Kangxi radicals, by NFKC, then simplified
  CHECK(normalize("⻑") == "长");      // to the traditional ideograph, then simplified
}

TEST_CASE("traditional becomes simplified, phrases before characters") {
  CHECK(normalize("誠聘廚師長") == "诚聘厨师长");
  CHECK(normalize("乾淨") == "干净");
  CHECK(normalize("乾坤") == "乾坤");
}

TEST_CASE("simplified text stays as it is") {
  CHECK(normalize("俱乐部后台发型师，里程表") == "俱乐部后台发型师,里程表");
}

TEST_CASE("folding in segments gives what ICU gives for the whole text") {
  MixedTexts texts;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = texts.next();
    const std::string whole = icu_casefold(text);
    // Radicals and traditional forms are the other steps' business: compare their result on both.
    REQUIRE(normalize(text) == normalize(whole));
    REQUIRE(icu_casefold(normalize(text)) == normalize(text));
  }
}

TEST_CASE("every character by itself is folded as ICU folds it") {
  for (char32_t c = 1; c < 0x30000; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const icu::UnicodeString one(static_cast<UChar32>(c));
    std::string text;
    one.toUTF8String(text);
    const bool radical = (c >= 0x2E80 && c <= 0x2EFF) || (c >= 0x31C0 && c <= 0x31EF);
    const std::string folded = icu_casefold(text);
    if (radical || normalize(folded) != folded) continue;
    CAPTURE(text);
    REQUIRE(normalize(text) == folded);
  }
}

TEST_CASE("simplifying gives what OpenCC gives") {
  const opencc::SimpleConverter opencc("t2s.json");
  const opencc::SimpleConverter traditional("s2t.json");
  std::vector<std::string> phrases;
  for (const LexiconEntry& entry : World::shared().lexicon.entries())
    phrases.push_back(traditional.Convert(entry.word));
  MixedTexts texts(phrases);
  for (int i = 0; i < 5000; ++i) {
    const std::string folded = icu_casefold(texts.next());
    if (folded.find("⻓") != std::string::npos || folded.find("⻋") != std::string::npos) continue;
    REQUIRE(normalize(folded) == opencc.Convert(folded));
  }
}

TEST_CASE("every single ideograph is simplified as OpenCC does") {
  const opencc::SimpleConverter opencc("t2s.json");
  for (char32_t c = 0x3400; c < 0x9FFF; ++c) {
    std::string text;
    icu::UnicodeString(static_cast<UChar32>(c)).toUTF8String(text);
    REQUIRE(normalize(text) == opencc.Convert(text));
  }
}

TEST_CASE("normalising twice changes nothing more") {
  MixedTexts texts;
  for (int i = 0; i < 5000; ++i) {
    const std::string once = normalize(texts.next());
    REQUIRE(normalize(once) == once);
  }
}

TEST_CASE("the map leads every byte to the first byte of the character it came from") {
  const auto mapped = World::shared().normalizer.normalize_mapped("Ａé㍿師");
  CHECK(mapped.text == "aé株式会社师");
  CHECK(mapped.source == std::vector<std::uint32_t>{0, 3, 3, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 8, 8, 8, 11});
}

TEST_CASE("a combining sequence is mapped to its first character") {
  const auto mapped = World::shared().normalizer.normalize_mapped("xE\u0301保");
  CHECK(mapped.text == "xé保");
  CHECK(mapped.source == std::vector<std::uint32_t>{0, 1, 1, 4, 4, 4, 7});
}

TEST_CASE("the mapped form is the same text, its map rises, and ends one past the end") {
  MixedTexts texts;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = texts.next();
    const auto mapped = World::shared().normalizer.normalize_mapped(text);
    REQUIRE(mapped.text == normalize(text));
    REQUIRE(mapped.source.size() == mapped.text.size() + 1);
    REQUIRE(std::is_sorted(mapped.source.begin(), mapped.source.end()));
    REQUIRE(mapped.source.back() == text.size());
  }
}

TEST_CASE("Taiwan's words are offered beside the plain conversion") {
  const Normalizer& normalizer = World::shared().normalizer;
  CHECK(normalizer.normalize("軟體工程師") == "软体工程师");
  CHECK(normalizer.taiwan_variant("軟體工程師") == "软件工程师");
}

TEST_CASE("no Taiwan variant for simplified text, nor where it says the same") {
  const Normalizer& normalizer = World::shared().normalizer;
  CHECK(normalizer.taiwan_variant("软体").empty());
  CHECK(normalizer.taiwan_variant("廚師").empty());
  CHECK(normalizer.taiwan_variant("").empty());
}

TEST_CASE("a long run of one thing is normalised in linear time") {
  for (const std::string_view piece : {"哈", "乾", "體", "A", "\u0301", "\u0327\u0301", "\u200B", "\xFF",
                                       "\xED\xA0\x80", "㍿", "ｶﾞ", "\u1161", "e\u0301"}) {
    const std::string text = repeat(piece, kHostileBytes / piece.size());
    CAPTURE(piece);
    CHECK(normalize(text).size() <= 5 * text.size());
    CHECK(World::shared().normalizer.normalize_mapped(text).source.back() == text.size());
    CHECK(World::shared().normalizer.taiwan_variant(text).size() <= 5 * text.size());
  }
}

}  // namespace
}  // namespace doorstep::text
