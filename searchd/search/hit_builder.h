#pragma once

// From rows of a page to hits: postings read, scores told apart, reasons given.

#include <vector>

#include "schema/base/clock.h"
#include "schema/index/postings.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/circle.h"
#include "searchd/search/collector.h"
#include "searchd/search/ranking.h"
#include "searchd/search/reasons.h"
#include "searchd/search/result.h"

namespace doorstep::search {

// One request. What it is constructed with must outlive it.
class HitBuilder {
 public:
  HitBuilder(const serving::Snapshot& snapshot, const Circle& circle, const Ranking& ranking,
             const SearchRequest& request, base::Instant now);

  // `words`: for each row of the page, in its order, the words that it was found by. Throws Unavailable, as read_posting.
  std::vector<Hit> build(const Page& page, const std::vector<std::vector<WordHits>>& words) const;

 private:
  Hit build_one(const RankedRow& ranked, const std::vector<std::uint32_t>& copies,
                const std::vector<WordHits>& words) const;
  std::vector<ScoreTerm> explain(const RankedRow& ranked, double distance_m, const std::vector<WordHits>& words) const;
  Source source_of(std::uint32_t row) const;

  const serving::Snapshot& snapshot_;
  const Circle& circle_;
  const Ranking& ranking_;
  const SearchRequest& request_;
  base::Instant now_;
};

// The posting of a row. Throws Unavailable when its bytes are not one: the file is damaged, and reading again will not help.
domain::Posting read_posting(const index::Postings& postings, std::uint32_t row);

}  // namespace doorstep::search
