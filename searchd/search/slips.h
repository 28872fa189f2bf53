#pragma once

// Letters that were typed nearly right.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searchd/search/spelling_trie.h"

namespace doorstep::search {

// Longer ones are not looked at.
inline constexpr std::size_t kLongestSlip = 32;

// What spellings are compared with.
enum class SlipScope : std::uint8_t {
  kWhole,   // all that was typed is a whole spelling
  kPrefix,  // or the beginning of one
};

// The nodes whose letters differ from `letters` (a–z) by at most `most` of: a letter missing, too many, another, or two
// neighbours swapped. Bounded work: of very many, some.
std::vector<SpellingTrie::Node> near_spellings(const SpellingTrie& trie, std::string_view letters, std::size_t most,
                                               SlipScope scope);

// How unlikely it is that who meant `meant` types `typed`: 0 the same, around ½ for each swap, doubled letter or
// neighbouring key, up to 1 for any other slip.
double slip_cost(std::string_view typed, std::string_view meant);

}  // namespace doorstep::search
