#pragma once

// Follows what was typed through a tree of spellings: letters as they are, Han characters by each of their readings,
// syllables in full, begun or by their first letter.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "schema/text/pinyin.h"
#include "searchd/search/spelling_trie.h"
#include "searchd/search/typed_text.h"

namespace doorstep::search {

enum class Abbreviations : std::uint8_t {
  kNone,    // each syllable but the last is written in full
  kAllowed  // a syllable may be its first letter, or zh, ch or sh
};

// Where the typed text ends in the tree.
struct SoundMatch {
  SpellingTrie::Node node = SpellingTrie::kRoot;
  std::size_t syllables = 0;  // of the word, so many have at least begun
  bool abbreviated = false;   // a syllable before the last was
  std::string places;         // byte i: which syllable the typed character i belongs to
};

// All of them, at most about kMaxMatches; bounded work for any text.
std::vector<SoundMatch> follow_sounds(const SpellingTrie& trie, const text::Pinyin& pinyin, const TypedText& typed,
                                      Abbreviations abbreviations);

// The syllables that typed text can be read as, Han by their readings and letters split; and what is left of the
// letters at the end. At most `limit`, the most usual ones. None if letters within can be no syllables.
struct SyllableReading {
  std::vector<std::string> syllables;
  std::string rest;
};
std::vector<SyllableReading> read_syllables(const text::Pinyin& pinyin, const TypedText& typed, std::size_t limit);

}  // namespace doorstep::search
