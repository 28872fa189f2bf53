#pragma once

// Lists in header values: "a, b;q=0.5, c".

#include <string_view>
#include <vector>

namespace doorstep::http {

// Without the blanks and tabs around it.
std::string_view trim_blanks(std::string_view text);

// The members between the commas, trimmed; empty ones are none. A comma between quotation marks separates too: a quoted
// member with one in it comes out as pieces with one quotation mark each, which equal no value of ours.
std::vector<std::string_view> split_list(std::string_view list);

// `lower` is ASCII in lower case.
bool equals_ascii_case(std::string_view text, std::string_view lower);

}  // namespace doorstep::http
