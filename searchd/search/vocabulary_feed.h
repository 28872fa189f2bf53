#pragma once

// Where the words of the vocabulary come from.

#include <string>
#include <string_view>
#include <vector>

#include "schema/text/language.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// The names of concepts as work, heavier the more other names hold them (司机, 服务员); named places as places; the other words of the
// lexicon and function words as known. Those of schema/data/sought_words.tsv are marked.
std::vector<VocabularyEntry> vocabulary_entries(const text::Language& language);

// The words of schema/data/keep_words.tsv and sought_words.tsv: `what they are<TAB>words`, '#' comments. A line without a tab has none.
std::vector<std::string> listed_words(std::string_view tsv);

}  // namespace doorstep::search
