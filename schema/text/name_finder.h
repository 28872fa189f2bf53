#pragma once

#include <unicode/unistr.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/text/code_points.h"
#include "schema/text/dictionaries.h"
#include "schema/text/word_trie.h"

namespace doorstep::text {

// Finds names out of a list in normalised text, in time linear in the text. Immutable after construction; safe to share between
// threads.
class NameFinder {
 public:
  // Names with a number each, at least 0. Throws std::runtime_error where ICU cannot build the trie.
  explicit NameFinder(const std::map<std::string, std::int32_t>& numbered);
  // A name's number is its place in the list.
  explicit NameFinder(const std::vector<std::string>& names);
  NameFinder(const NameFinder&) = delete;  // the trie reads the units where they lie
  NameFinder& operator=(const NameFinder&) = delete;

  const WordTrie& trie() const { return trie_; }

  struct Found {
    std::uint32_t name = 0;  // its number
    std::uint32_t end = 0;   // bytes
  };
  // All names that begin at byte `at` of `text`, the shortest first, to `use` (a callable taking a Found).
  template <typename Use>
  void each_at(std::string_view text, std::size_t at, Use use) const;
  void at(std::string_view text, std::size_t at, std::vector<Found>& found) const;

 private:
  icu::UnicodeString units_;
  WordTrie trie_;
};

template <typename Use>
void NameFinder::each_at(std::string_view text, std::size_t at, Use use) const {
  WordTrie::Walk walk(trie_);
  bool first = true;
  for (std::size_t characters = 0; at < text.size() && characters < kMaxWordCharacters; ++characters) {
    const char32_t c = decode(text, at);
    if (!(first ? walk.start(c) : walk.advance(c))) return;
    first = false;
    if (walk.cost() != WordTrie::kNoWord) {
      use(Found{static_cast<std::uint32_t>(walk.cost()), static_cast<std::uint32_t>(at)});
    }
  }
}

}  // namespace doorstep::text
