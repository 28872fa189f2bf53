#pragma once

// Words with one character wrong, missing, too many or in the wrong place.

#include <cstdint>
#include <string_view>
#include <vector>

#include "searchd/search/vocabulary.h"

namespace doorstep::search {

struct WordSlip {
  std::uint32_t entry = 0;
  double cost = 0;  // on the scale of Correction::cost
};

// The entries that `typed` may be a slip of, some more than once. Of two characters that differ in a word of two, only those
// that look alike.
std::vector<WordSlip> word_slips(const Vocabulary& vocabulary, std::u32string_view typed);

}  // namespace doorstep::search
