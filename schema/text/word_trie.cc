#include "schema/text/word_trie.h"

namespace doorstep::text {

WordTrie::WordTrie(const char16_t* units) : units_(units) {
  if (units == nullptr) return;
  icu::UCharsTrie trie(units);
  first_.resize(kLastIdeograph - kFirstIdeograph + 1);
  for (char32_t c = kFirstIdeograph; c <= kLastIdeograph; ++c) {
    const UStringTrieResult result = trie.first(static_cast<std::int32_t>(c));
    if (!USTRINGTRIE_MATCHES(result)) continue;
    first_[c - kFirstIdeograph] = {.state = trie.getState64(),
                                   .cost = USTRINGTRIE_HAS_VALUE(result) ? trie.getValue() : kNoWord,
                                   .begins = true,
                                   .can_go_on = USTRINGTRIE_HAS_NEXT(result) != 0};
  }
}

}  // namespace doorstep::text
