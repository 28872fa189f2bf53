#pragma once

// Small questions about the words of a query.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::search {

// Characters of UTF-8.
std::size_t count_characters(std::string_view utf8);

bool is_one_han(std::string_view word);

// The pairs of neighbouring characters, in their order.
std::vector<std::string> neighbours_in(std::string_view run);

}  // namespace doorstep::search
