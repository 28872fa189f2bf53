#pragma once

// Other queries that were probably meant.

#include <string>
#include <vector>

#include "searchd/search/correction.h"
#include "searchd/search/query_reader.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

struct QueryCandidate {
  std::string query;
  TypedAs kind = TypedAs::kSlip;
  double cost = 0;  // as Correction::cost
  // How likely a word it is among those that cost the same: 1 what most people look for, less for other names.
  double likelihood = 1;
  bool is_one_name = false;  // the name of some work, in the place of all that was typed

  bool operator==(const QueryCandidate&) const = default;
};

// The likeliest first, at most `limit`; none for a query that is one word of the dictionary or nothing but known names.
std::vector<QueryCandidate> query_candidates(const Vocabulary& vocabulary, const text::Concepts& concepts,
                                             const QueryReading& reading, std::size_t limit);

}  // namespace doorstep::search
