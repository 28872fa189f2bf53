#pragma once

// What a posting can be filtered by, in the usual names of what its sender words in many ways.

#include <cstdint>
#include <map>
#include <string>

#include "schema/domain/posting.h"
#include "schema/index/column_writer.h"
#include "schema/text/language.h"

namespace doorstep::indexer {

// `terms`: the posting's concept terms (index::concept_term, index::narrower_term) with the fields they are in. Benefits count
// wherever the posting tells them; shifts and groups not for a word in its description, which speaks also of hours of the day and of
// those who are served; employment by its own field, else by the one kind of part-time or practice that title or tags name. A
// sender's word that means nothing known stays.
index::RowLabels row_labels(const text::Language& language, const domain::Posting& posting,
                            const std::map<std::string, std::uint32_t>& terms);

}  // namespace doorstep::indexer
