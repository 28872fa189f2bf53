#pragma once

// What the tests of this room share: the real tables, built once, and mixed texts from a fixed seed.

#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "schema/text/analyzer.h"

namespace doorstep::text {

struct World {
  Lexicon lexicon = built_in_lexicon();
  Normalizer normalizer;
  Analyzer analyzer{normalizer, lexicon};

  // Building the tables takes longer than most tests.
  static const World& shared() {
    static const World world;
    return world;
  }
};

struct GoldenRow {
  std::string text;
  std::string words;
};

inline std::vector<GoldenRow> golden_rows() {
  std::ifstream file(DOORSTEP_SOURCE_DIR "/tests/golden/segmentation.tsv");
  if (!file) throw std::runtime_error("tests/golden/segmentation.tsv cannot be read");
  std::vector<GoldenRow> rows;
  for (std::string line; std::getline(file, line);) {
    const std::size_t tab = line.find('\t');
    if (line.empty() || line.front() == '#' || tab == std::string::npos) continue;
    rows.push_back({line.substr(0, tab), line.substr(tab + 1)});
  }
  return rows;
}

// What normalising and cutting could trip over: traditional, compatibility and combining characters, controls, bytes that are not UTF-8.
// clang-format off
inline const std::vector<std::string>& odd_pieces() {
  static const std::vector<std::string> kPieces = {
    "軟體", "乾坤", "乾淨", "著名", "瞭解", "髮型師", "後臺", "𠮷", "〇", "々", "⻓", "⻋", "㍿", "½", "①", "ﬁ", "ﬀ",
    "Ａ", "ｶﾞ", "ｶ", "ﾞ", "e\u0301", "\u0301", "\u0327\u0301", "\u200B", "\u200D", "\uFEFF",
    "\u00AD", "각", "\u1100\u1161\u11A8", "한", "ß", "İ", "Σς", "ガ", "か\u3099", "。", "，", "、", "《",
    "\n", "\t", "\r", "\x01", "\x7F", "\u0085", "\u3000", " ", ".", "+", "#", "++", ".NET", "4S",
    "店", "超", "員", "工", "師", "C++", "1.", "2.5", "a", "Z", "😀", "👨\u200D👩", "\uFFFD", "\xFF",
    "\xE4\xBF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC0\xAF",
  };
  return kPieces;
}
// clang-format on

// Texts in which everything meets everything: words of work, traditional forms, marks, signs, invalid bytes.
class MixedTexts {
 public:
  explicit MixedTexts(std::vector<std::string> extra_pieces = {}) : pieces_(std::move(extra_pieces)) {
    for (const GoldenRow& row : golden_rows()) pieces_.push_back(row.text);
    for (const LexiconEntry& entry : World::shared().lexicon.entries()) pieces_.push_back(entry.word);
    // Often enough to stand next to each other.
    for (int i = 0; i < 20; ++i) pieces_.insert(pieces_.end(), odd_pieces().begin(), odd_pieces().end());
  }

  std::string next() {
    std::uniform_int_distribution<std::size_t> length(0, 12);
    std::uniform_int_distribution<std::size_t> piece(0, pieces_.size() - 1);
    std::string text;
    for (std::size_t i = length(random_) + 1; i > 0; --i) text += pieces_[piece(random_)];
    return text;
  }

 private:
  std::vector<std::string> pieces_;
  std::mt19937 random_{20240601};
};

// Enough for anything quadratic to outlast every patience, little enough for a debug build.
inline constexpr std::size_t kHostileBytes = 200000;

inline std::string repeat(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

}  // namespace doorstep::text
