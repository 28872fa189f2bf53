#pragma once

// A text without what does not tell one posting from another.

#include <string>
#include <string_view>

namespace doorstep::indexer {

// The letters, figures and ideographs of any script of `normalized` (by text::Normalizer) in their order, without spaces and punctuation.
std::u32string compact(std::string_view normalized);

}  // namespace doorstep::indexer
