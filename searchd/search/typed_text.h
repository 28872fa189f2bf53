#pragma once

// What somebody typed, in the form that completion and correction look at.

#include <cstddef>
#include <string>
#include <string_view>

namespace doorstep::search {

struct TypedText {
  // Nothing in a vocabulary is nearly as long; what is typed beyond means something else than one word.
  static constexpr std::size_t kMaxCharacters = 40;

  std::u32string characters;  // without blanks and apostrophes, ü as v; empty: nothing to look for
  std::string text;           // the same in UTF-8
  std::size_t han = 0;        // how many Han characters
  std::size_t letters = 0;    // how many of a–z

  bool all_han() const { return han == characters.size(); }
  bool all_letters() const { return letters == characters.size(); }

  bool operator==(const TypedText&) const = default;
};

// `normalized`: UTF-8 as text::Normalizer makes it. Empty, too, for more than kMaxCharacters.
TypedText read_typed(std::string_view normalized);

// A part of it, by characters.
TypedText part_of(const TypedText& typed, std::size_t begin, std::size_t end);

// The code points of UTF-8; U+FFFD for each byte that is none.
std::u32string characters_of(std::string_view utf8);

}  // namespace doorstep::search
