#pragma once

// Why a hit is there, in plain Chinese, from the terms of its score.

#include <cstdint>
#include <string>
#include <vector>

#include "schema/base/clock.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"

namespace doorstep::search {

// A word of the query and the fields (index::FieldHits) in which the hit has it; 0: nowhere.
struct WordHits {
  std::string word;
  double share = 0;
  std::uint32_t hits = 0;
  double factor = 1.0;  // what a hit by this term counts for
  Role role = Role::kWord;
  std::string meaning;     // the concept that the word was read as, if it was; empty: as it stands
  double closeness = 1.0;  // to what was meant: 1 for the thing itself, less for what is a kind of it or near it
};

// `title`: the hit's, normalised. `in_trade`: its category is the one the query names. Codes: title, learnt, trade, tags, company,
// place, description, distance, near_edge, approximate, fresh, pay, experience, education. The weightiest first; at most one for each
// code.
std::vector<Reason> reasons_for(const Hit& hit, std::string_view title, const std::vector<WordHits>& words,
                                bool in_trade, const SearchRequest& request, base::Instant now);

// "3 公里内没有，3 公里外还有 2 个，最近的在 3.4 公里处". `found`: vacancies within the radius.
std::string beyond_text(const Beyond& beyond, double radius_m, std::uint64_t found);

// "850 米", "1.2 公里"
std::string distance_text(double distance_m);

}  // namespace doorstep::search
