#include "searchd/search/typing.h"

#include "searchd/search/vocabulary_feed.h"

namespace doorstep::search {

Typing::Typing(const text::Language& language)
    : pinyin_(text::built_in_readings_tsv()),
      shapes_(text::built_in_shapes_tsv()),
      vocabulary_(vocabulary_entries(language), listed_words(text::built_in_keep_words_tsv()), pinyin_, shapes_) {}

}  // namespace doorstep::search
