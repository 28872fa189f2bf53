#pragma once

// What a word that was typed wrongly, or in letters, was meant to be.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// How a word of the vocabulary was come to.
enum class TypedAs : std::uint8_t {
  kText,       // as it is written
  kPinyin,     // in letters, or partly
  kInitials,   // with syllables shortened to their first letters
  kHomophone,  // in other characters that sound the same, or nearly
  kSlip,       // with a character or letter wrong, missing, too many or in the wrong place
};

struct Correction {
  std::string text;        // what was meant
  std::string stands_for;  // the preferred name of its concept; of a phrase, that of the part that was corrected
  TypedAs kind = TypedAs::kSlip;
  // 0: the same word in letters. Up to 0.5: hardly to be doubted (a homophone, two characters swapped, initials). About 1: one
  // unlikely slip, or two likely ones. Never above kMaxCost.
  double cost = 0;
  WordUse use = WordUse::kWork;
  std::uint32_t concept_number = 0;  // among Vocabulary::concepts()
  bool common = false;               // of the words that most people look for

  static constexpr double kMaxCost = 1.6;

  bool operator==(const Correction&) const = default;
};

// Candidates for a whole word or short phrase (normalised UTF-8), the likeliest first: by cost, a better-known word a
// little before others. None for a word of the vocabulary, one to be kept as it is, and one that is like no other. Never
// what was typed. Well under a millisecond for any text.
std::vector<Correction> correct(const Vocabulary& vocabulary, std::string_view typed, std::size_t limit);

}  // namespace doorstep::search
