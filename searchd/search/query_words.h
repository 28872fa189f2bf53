#pragma once

// Small questions about the words of a query.

#include <string>
#include <string_view>
#include <vector>

namespace doorstep::search {

bool is_one_han(std::string_view word);

// The pairs of neighbouring characters, in their order.
std::vector<std::string> neighbours_in(std::string_view run);

}  // namespace doorstep::search
