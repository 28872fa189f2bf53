#pragma once

// Vocabularies for the tests of completion and correction.

#include <string>
#include <utility>
#include <vector>

#include "searchd/search/vocabulary.h"
#include "searchd/search/vocabulary_feed.h"
#include "tests/support/words.h"

namespace doorstep::testing {

struct Sounds {
  text::Pinyin pinyin{text::built_in_readings_tsv()};
  text::Shapes shapes{text::built_in_shapes_tsv()};

  static const Sounds& shared() {
    static const Sounds sounds;
    return sounds;
  }
};

// A few words, each for itself, the first the best known.
class FewWords {
 public:
  explicit FewWords(const std::vector<std::string>& words, const std::vector<std::string>& known = {},
                    const std::vector<std::string>& keep = {})
      : vocabulary_(entries(words, known), keep, Sounds::shared().pinyin, Sounds::shared().shapes) {}

  operator const search::Vocabulary&() const { return vocabulary_; }  // NOLINT(google-explicit-constructor)

 private:
  static std::vector<search::VocabularyEntry> entries(const std::vector<std::string>& words,
                                                      const std::vector<std::string>& known) {
    std::vector<search::VocabularyEntry> entries;
    double weight = 100;
    for (const std::string& word : words) entries.push_back({.text = word, .stands_for = {}, .weight = weight /= 2});
    for (const std::string& word : known) {
      entries.push_back({.text = word, .stands_for = {}, .weight = 0, .use = search::WordUse::kKnown});
    }
    return entries;
  }

  search::Vocabulary vocabulary_;
};

// The words that ship, without places.
inline const search::Vocabulary& shipped_vocabulary() {
  static const search::Vocabulary vocabulary(search::vocabulary_entries(Words::shared().language),
                                             search::listed_words(text::built_in_keep_words_tsv()),
                                             Sounds::shared().pinyin, Sounds::shared().shapes);
  return vocabulary;
}

// Their texts, in order.
template <typename Candidates>
std::vector<std::string> texts(const Candidates& candidates) {
  std::vector<std::string> all;
  for (const auto& one : candidates) all.push_back(one.text);
  return all;
}

}  // namespace doorstep::testing
