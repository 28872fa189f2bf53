#pragma once

#include <unicode/unistr.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "schema/text/word_trie.h"

struct UDataMemory;

namespace doorstep::text {

// The cost of a word is -log of its frequency on the scale of ICU's cjdict: 0 the most frequent, 255 unseen.
inline constexpr std::int32_t kUnseenCost = 255;

// What every word of the job lexicon costs. Measured on tests/golden/segmentation.tsv: from 70 to 100 all rows come
// out right; below, lexicon words tear their neighbours apart (交叉车道 → 交|叉车|道), above, they fall apart themselves.
inline constexpr std::int32_t kLexiconCost = 80;

// No word of either dictionary that is longer is looked for: keeps the work linear in the text.
inline constexpr std::size_t kMaxWordCharacters = 20;

// ICU's own Chinese dictionary (cjdict, 316,000 words with costs), used where ICU keeps it.
class GeneralDictionary {
 public:
  // Throws std::runtime_error where ICU's data lacks it or has another form.
  GeneralDictionary();
  const WordTrie& trie() const { return trie_; }

 private:
  struct Close {
    void operator()(UDataMemory* data) const;
  };
  std::unique_ptr<UDataMemory, Close> data_;
  WordTrie trie_;
};

// Words with a value each (at least 0) in the form that WordTrie reads; empty without words. Throws std::runtime_error where ICU
// cannot.
icu::UnicodeString compile_trie(const std::map<std::string, std::int32_t>& words);

}  // namespace doorstep::text
