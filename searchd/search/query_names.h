#pragma once

// The names that a query is searched for before its words are.

#include <string>
#include <vector>

#include "schema/text/language.h"

namespace doorstep::search {

// Every word that a query may hold, so that it is cut there: the lexicon, names of concepts and places, function words.
text::Lexicon query_lexicon(const text::Language& language, const text::Places& places);

// Names that a figure is part of (4050, 40-50岁, 24小时班), but not pay and ages.
std::vector<std::string> names_with_figures(const text::Concepts& concepts);

}  // namespace doorstep::search
