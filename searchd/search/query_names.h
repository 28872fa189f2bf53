#pragma once

// The names that a query is searched for before its words are.

#include <string>
#include <vector>

#include "schema/text/language.h"

namespace doorstep::search {

// The function words that a query may hold.
std::vector<std::string> query_words(const text::FunctionWords& function_words);

// Names that a figure is part of (4050, 40-50岁, 24小时班), but not pay and ages.
std::vector<std::string> names_with_figures(const text::Concepts& concepts);

}  // namespace doorstep::search
