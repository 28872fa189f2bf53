#pragma once

// How a query says what is not wanted: 不要保安和保洁, 不要5000以下.

#include <cstddef>
#include <string_view>

#include "schema/text/function_words.h"

namespace doorstep::search {

// Bytes of the longest word of FunctionWord::kExclude that ends at byte `at` of a normalised query; 0: none does.
std::size_t refusal_before(const text::FunctionWords& function_words, std::string_view query, std::size_t at);

// Whether what stands between two things lists the second beside the first: 和, 、. Not blanks, nor nothing.
bool lists(std::string_view between);

// Whether a word only lists: 和, 以及.
bool is_conjunction(std::string_view word);

}  // namespace doorstep::search
