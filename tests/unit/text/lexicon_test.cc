#include "schema/text/lexicon.h"

#include <catch2/catch.hpp>

#include "tests/unit/text/world.h"

namespace doorstep::text {
namespace {

std::string field_of(std::string_view tsv) { return parse_lexicon(tsv).issues().front().field; }
std::string code_of(std::string_view tsv) { return parse_lexicon(tsv).issues().front().code; }

TEST_CASE("a lexicon keeps its entries in the order of the file, without comments and blank lines") {
  const auto lexicon = parse_lexicon("# words\ntitle\t保洁员\n\nplace\t三里庵\n");

  REQUIRE(lexicon.ok());
  CHECK(lexicon.value().entries() == std::vector<LexiconEntry>{{"保洁员", "title"}, {"三里庵", "place"}});
}

TEST_CASE("a file without words is a lexicon without entries") { CHECK(parse_lexicon("").value().entries().empty()); }

TEST_CASE("each wrong line is named by its number, all of them at once") {
  const auto lexicon = parse_lexicon("title\t保洁员\n保安\n\ntitle\t\ntitle\t保洁员\n");

  REQUIRE_FALSE(lexicon.ok());
  REQUIRE(lexicon.issues().size() == 3);
  CHECK(lexicon.issues()[0].field == "line 2");
  CHECK(lexicon.issues()[0].code == "no_tab");
  CHECK(lexicon.issues()[1].field == "line 4");
  CHECK(lexicon.issues()[1].code == "empty");
  CHECK(lexicon.issues()[2].field == "line 5");
  CHECK(lexicon.issues()[2].code == "duplicate");
}

TEST_CASE("a word listed twice is refused also under another kind") {
  CHECK(code_of("title\t叉车\ntool\t叉车\n") == "duplicate");
  CHECK(field_of("title\t叉车\ntool\t叉车\n") == "line 2");
}

TEST_CASE("unknown kinds and words with blanks or a carriage return are refused") {
  CHECK(code_of("titel\t保安\n") == "unknown_kind");
  CHECK(code_of("title\t保 安\n") == "bad_word");
  CHECK(code_of("title\t保安\r\n") == "bad_word");
  CHECK(code_of("title\t保安\tx\n") == "bad_word");
}

TEST_CASE("the fingerprint is the SHA-256 of the entries in order") {
  // printf 'title\t保安\nplace\t三里庵\n' | sha256sum
  CHECK(Lexicon({{"保安", "title"}, {"三里庵", "place"}}).fingerprint() == "314a746db9700541");
  CHECK(Lexicon({{"三里庵", "place"}, {"保安", "title"}}).fingerprint() !=
        Lexicon({{"保安", "title"}, {"三里庵", "place"}}).fingerprint());
}

TEST_CASE("the lexicon that ships is accepted, rich and in normalised form") {
  const Lexicon& lexicon = World::shared().lexicon;
  CHECK(lexicon.entries().size() >= 900);
  for (const LexiconEntry& entry : lexicon.entries()) {
    CAPTURE(entry.word);
    CHECK(World::shared().normalizer.normalize(entry.word) == entry.word);
  }
}

TEST_CASE("every word of the lexicon that ships is one word to the analyser") {
  for (const LexiconEntry& entry : World::shared().lexicon.entries()) {
    CAPTURE(entry.word);
    const auto words = World::shared().analyzer.words(entry.word);
    REQUIRE(words.size() == 1);
    CHECK(words.front().text == entry.word);
  }
}

}  // namespace
}  // namespace doorstep::text
