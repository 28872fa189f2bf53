#pragma once

// What somebody who has typed so much may be about to type.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "searchd/search/correction.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// How well the typed text fits a word; better ones stand first, whatever else speaks for the others.
enum class Fit : std::uint8_t {
  kExact,     // is the word, or its full pinyin
  kPrefix,    // begins it: in characters, in pinyin or mixed
  kInitials,  // with syllables shortened to their first letters: bj, b洁, bjiey
  kInfix,     // is within it
  kFuzzy,     // begins a word that sounds the same or nearly
  kSlip,      // is mistyped, see correct()
};

struct Completion {
  std::string text;
  std::string stands_for;  // the preferred name of its concept
  Fit fit = Fit::kExact;
  TypedAs kind = TypedAs::kText;
  // Among words that fit equally: how well known it is, and the caller's score, less a little for what is yet to be typed.
  double value = 0;
  WordUse use = WordUse::kWork;
  std::uint32_t concept_number = 0;  // among Vocabulary::concepts()

  bool operator==(const Completion&) const = default;
};

// Candidates for `typed` (normalised UTF-8; empty: the best known words), the best first: by fit, of equal fit work before
// places, then by value; slips only where little fits. `scores`: 0 to 1 by concept number, as how much there is of it near by; empty: none. Well under a
// millisecond for any text.
std::vector<Completion> complete(const Vocabulary& vocabulary, std::string_view typed, std::size_t limit,
                                 std::span<const double> scores = {});

}  // namespace doorstep::search
