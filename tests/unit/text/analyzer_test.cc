#include <catch2/catch.hpp>

#include <algorithm>
#include <thread>

#include "tests/unit/text/properties.h"

namespace doorstep::text {
namespace {

const Analyzer& analyzer() { return World::shared().analyzer; }

std::string joined(const std::vector<Term>& terms) {
  std::string all;
  for (const Term& term : terms) all += (all.empty() ? "" : " ") + term.text;
  return all;
}

std::string words(std::string_view text) { return joined(analyzer().words(text)); }

// The terms of one kind, in order.
std::string of_kind(std::string_view text, TermKind kind) {
  std::vector<Term> terms = analyzer().terms(text);
  terms.erase(std::remove_if(terms.begin(), terms.end(), [&](const Term& t) { return t.kind != kind; }), terms.end());
  return joined(terms);
}

TEST_CASE("job phrases fall into the words that a reader sees") {
  const auto rows = golden_rows();
  CHECK(rows.size() >= 100);
  for (const GoldenRow& row : rows) {
    CAPTURE(row.text);
    CHECK(words(row.text) == row.words);
  }
}

TEST_CASE("a bigram that straddles two words is told from one inside a word") {
  CHECK(words("确保安全") == "确保 安全");
  CHECK(of_kind("确保安全", TermKind::kStraddlingBigram) == "保安");
  CHECK(of_kind("确保安全", TermKind::kInnerBigram).empty());
  CHECK(of_kind("保洁员", TermKind::kInnerBigram) == "保洁 洁员");
  CHECK(of_kind("保洁员", TermKind::kStraddlingBigram).empty());
}

TEST_CASE("a word of two characters is its own bigram and stands once") {
  CHECK(joined(analyzer().terms("保安")) == "保安");
}

TEST_CASE("a longer word inside or across the best path is found too") {
  CHECK(words("低压电工证") == "低压电工证");
  CHECK(of_kind("低压电工证", TermKind::kEmbeddedWord) == "低压电工 电工证");
  CHECK(words("工程师傅") == "工程 师傅");
  CHECK(of_kind("工程师傅", TermKind::kEmbeddedWord) == "工程师");
  CHECK(of_kind("保洁员", TermKind::kEmbeddedWord).empty());
}

TEST_CASE("a Han character that has no Han neighbour is found by itself") {
  CHECK(joined(analyzer().terms("男 女")) == "男 女");
  CHECK(of_kind("B超", TermKind::kCharacter) == "超");
  CHECK(of_kind("B超室", TermKind::kCharacter).empty());
}

TEST_CASE("names with signs stay whole") {
  CHECK(words("C++ C# F# .NET ASP.NET VB.net") == "c++ c# f# .net asp.net vb.net");
  CHECK(words("C++/Java，c#、php") == "c++ java c# php");
  CHECK(words("c++11 C#.NET") == "c++ 11 c# .net");
  CHECK(words("Node.js和Vue.js") == "node.js 和 vue.js");
}

TEST_CASE("signs that number or count are no part of a token") {
  CHECK(words("3#楼") == "3 楼");
  CHECK(words("3000+") == "3000");
  CHECK(words("java+spring") == "java spring");
  CHECK(words("精通java.") == "精通 java");
  CHECK(words("1.Java 2.熟悉") == "1 java 2 熟悉");
  CHECK(words("a.netx") == "a.netx");
  CHECK(words(".netx") == "netx");
}

TEST_CASE("numbers keep their decimals and ranges fall apart") {
  CHECK(words("3.5-6.5K") == "3.5 6.5k");
  CHECK(words("5000～8000") == "5000 8000");
  CHECK(words("web3.0") == "web3.0");
}

TEST_CASE("java is not javascript") {
  CHECK(joined(analyzer().terms("javascript")) == "javascript");
  CHECK(joined(analyzer().terms("java")) == "java");
}

TEST_CASE("the parts of a compound token are found by themselves, those of c++ are not") {
  CHECK(of_kind("node.js", TermKind::kEmbeddedWord) == "node js");
  CHECK(of_kind("asp.net", TermKind::kEmbeddedWord) == "asp .net");
  CHECK(of_kind("python3", TermKind::kEmbeddedWord) == "python");
  CHECK(of_kind("mysql5.7", TermKind::kEmbeddedWord) == "mysql5 mysql");
  CHECK(of_kind("c++ c# .net h5 3.5 o2o", TermKind::kEmbeddedWord).empty());
}

TEST_CASE("a word of letters and Han is one word, and its letters are found by themselves") {
  CHECK(words("奔驰4S店") == "奔驰 4s店");
  CHECK(of_kind("4S店", TermKind::kEmbeddedWord) == "4s");
  CHECK(words("14s店") == "14s 店");
}

TEST_CASE("letters of other scripts make tokens, marks and signs do not begin one") {
  CHECK(words("ソフト 한국어 Москва") == "ソフト 한국어 москва");
  CHECK(words("\u0301 😀 \uFFFD ★").empty());
}

TEST_CASE("offsets are bytes of the text as it was given") {
  const std::string text = "【Ｃ＋＋工程師】㍿";
  const auto found = analyzer().words(text);

  REQUIRE(joined(found) == "c++ 工程师 株式会社");
  CHECK(text.substr(found[0].begin, found[0].end - found[0].begin) == "Ｃ＋＋");
  CHECK(text.substr(found[1].begin, found[1].end - found[1].begin) == "工程師");
  CHECK(text.substr(found[2].begin, found[2].end - found[2].begin) == "㍿");
}

TEST_CASE("a term that ends inside an expanded character covers it whole") {
  const std::string text = "㍿";
  for (const Term& term : analyzer().terms(text)) {
    CHECK(term.begin == 0);
    CHECK(term.end == 3);
  }
}

TEST_CASE("a token over the limit of a term is left out, its neighbours stay") {
  CHECK(words(std::string(kMaxTermBytes, 'a') + " java") == std::string(kMaxTermBytes, 'a') + " java");
  CHECK(words(std::string(kMaxTermBytes + 1, 'a') + " java") == "java");
}

TEST_CASE("the promises hold for any mixture") {
  MixedTexts texts;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = texts.next();
    const std::string normalized = World::shared().normalizer.normalize(text);
    CAPTURE(text);
    REQUIRE(broken_promise(normalized, analyzer().terms_of_normalized(normalized)) == "");
    REQUIRE(broken_offsets(text, analyzer().terms(text)) == "");
  }
}

TEST_CASE("the words are those among all terms") {
  MixedTexts texts;
  for (int i = 0; i < 2000; ++i) {
    const std::string text = texts.next();
    CAPTURE(text);
    REQUIRE(words(text) == of_kind(text, TermKind::kWord));
  }
}

TEST_CASE("an empty text has no terms") {
  CHECK(analyzer().terms("").empty());
  CHECK(analyzer().words("").empty());
  CHECK(analyzer().terms_of_normalized("，。 ").empty());
}

TEST_CASE("an analyser without lexicon still has the general dictionary") {
  const Lexicon none({});
  const Analyzer plain(World::shared().normalizer, none);
  CHECK(joined(plain.words("招聘司机")) == "招聘 司机");
}

TEST_CASE("a word listed twice in a lexicon built by hand is harmless") {
  const Lexicon twice({{"月嫂", "title"}, {"月嫂", "title"}});
  CHECK(joined(Analyzer(World::shared().normalizer, twice).words("月嫂")) == "月嫂");
}

TEST_CASE("threads share one analyser") {
  const std::string text = repeat("招聘保洁员数名，C++工程師，奔驰4S店。", 50);
  const auto expected = analyzer().terms(text);
  std::vector<int> wrong(8, 0);
  {
    std::vector<std::jthread> threads;
    for (int& count : wrong) {
      threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i) count += analyzer().terms(text) == expected ? 0 : 1;
      });
    }
  }
  CHECK(wrong == std::vector<int>(8, 0));
}

TEST_CASE("a long text without a space is analysed in linear time") {
  for (const std::string_view piece : {"哈", "中华人民共和国", "保洁员", "\u0301", "a\u0301", "\xFF", "\xED\xA0\x80",
                                       "a", "4s店", "a.", "1.2", "體", "㍿"}) {
    const std::string text = repeat(piece, kHostileBytes / piece.size());
    CAPTURE(piece);
    const auto terms = analyzer().terms(text);
    CHECK(std::all_of(terms.begin(), terms.end(), [](const Term& term) { return term.text.size() <= kMaxTermBytes; }));
    CHECK(analyzer().words(text).size() <= terms.size());
  }
}

TEST_CASE("is_han is the script, not the block") {
  for (const char32_t c : {U'工', U'〇', U'々', U'㐀', U'\U00020BB7', U'⻓'}) CHECK(is_han(c));
  for (const char32_t c : {U'a', U'1', U'。', U'ガ', U'한', U'，', U'\uFFFD'}) CHECK_FALSE(is_han(c));
}

}  // namespace
}  // namespace doorstep::text
