#pragma once

#include <unicode/ucharstrie.h>

#include <cstdint>
#include <vector>

#include "schema/text/code_points.h"

namespace doorstep::text {

// Words with a cost each, in ICU's serialised form (UCharsTrie), walked where it lies.
//
// The root of the general dictionary has some ten thousand branches and is passed once per character of every text;
// so where each ideograph leads from the root is looked up beforehand.
// Immutable after construction; safe to share between threads: each call brings its own Walk.
class WordTrie {
 public:
  // `units` must outlive the trie; null is a trie without words.
  explicit WordTrie(const char16_t* units);

  // The place of one reader between two characters. Cheap to make.
  class Walk {
   public:
    explicit Walk(const WordTrie& trie) : owner_(trie), trie_(trie.units_) {}

    // Begins at the root. False when no word begins with `c`.
    bool start(char32_t c);

    // False when no word goes on with `c`; then the walk is over.
    bool advance(char32_t c);

    // The cost of the word that ends here, or kNoWord.
    std::int32_t cost() const { return cost_; }

    bool can_go_on() const { return can_go_on_; }

   private:
    bool accept(UStringTrieResult result);

    const WordTrie& owner_;
    icu::UCharsTrie trie_;
    std::int32_t cost_ = kNoWord;
    bool can_go_on_ = false;
  };

  static constexpr std::int32_t kNoWord = -1;

 private:
  struct First {
    std::uint64_t state = 0;
    std::int32_t cost = kNoWord;
    bool begins = false;
    bool can_go_on = false;
  };

  const char16_t* units_;
  std::vector<First> first_;  // by c - kFirstIdeograph; empty without words
};

inline bool WordTrie::Walk::accept(UStringTrieResult result) {
  cost_ = USTRINGTRIE_HAS_VALUE(result) ? trie_.getValue() : kNoWord;
  can_go_on_ = USTRINGTRIE_HAS_NEXT(result);
  return USTRINGTRIE_MATCHES(result);
}

inline bool WordTrie::Walk::start(char32_t c) {
  if (owner_.first_.empty()) return false;
  if (c < kFirstIdeograph || c > kLastIdeograph) return accept(trie_.firstForCodePoint(static_cast<UChar32>(c)));
  const First& first = owner_.first_[c - kFirstIdeograph];
  if (!first.begins) return false;
  cost_ = first.cost;
  can_go_on_ = first.can_go_on;
  if (can_go_on_) trie_.resetToState64(first.state);
  return true;
}

inline bool WordTrie::Walk::advance(char32_t c) {
  return can_go_on_ && accept(trie_.nextForCodePoint(static_cast<UChar32>(c)));
}

}  // namespace doorstep::text
