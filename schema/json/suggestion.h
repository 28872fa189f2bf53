#pragma once

#include <span>
#include <string_view>

namespace doorstep::json {

// The candidate that `name` is most likely a slip of: the least edit distance (a swap of neighbours counts 1; ASCII
// letters in either case; '-' and ' ' as '_'), at most a third of the candidate's length, the first of equals.
// Empty when none is that near.
std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace doorstep::json
