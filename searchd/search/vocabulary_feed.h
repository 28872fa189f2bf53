#pragma once

// Where the words of the vocabulary come from.

#include <string>
#include <string_view>
#include <vector>

#include "schema/domain/category.h"
#include "schema/domain/community.h"
#include "schema/text/lexicon.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// Lexicon and categories as work, each word for itself, heavier the more other words hold it (司机, 服务员); the communities and
// streets as places.
std::vector<VocabularyEntry> vocabulary_entries(const text::Lexicon& lexicon, const domain::Categories& categories,
                                                const std::vector<domain::Community>& communities);

// The words of schema/data/keep_words.tsv: `what it is<TAB>word`, '#' comments. A line without a tab is none.
std::vector<std::string> keep_words(std::string_view tsv);

}  // namespace doorstep::search
