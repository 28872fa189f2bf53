#pragma once

// How many vacancies of a circle have all of some concepts.

#include <cstdint>

#include <xapian.h>

#include "searchd/search/circle.h"
#include "searchd/search/deadline.h"
#include "searchd/search/posting_lists.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/row_filter.h"

namespace doorstep::search {

struct OpenCount {
  std::uint64_t open = 0;      // have every concept, in whichever field
  std::uint64_t in_title = 0;  // of them, those that have each in the title

  bool operator==(const OpenCount&) const = default;
};

// One thread. All that it is made of must outlive it.
class OpenCounter {
 public:
  OpenCounter(const Xapian::Database& database, const PostingLists& lists, const index::Columns& columns,
              const Circle& circle, const RowFilter& filter, Deadline& deadline)
      : database_(database), lists_(lists), columns_(columns), circle_(circle), filter_(filter), deadline_(deadline) {}

  // Copies of a vacancy are one. Nothing for no concepts. Once the deadline has passed, some are missing. Throws Xapian::Error.
  OpenCount count(const Conjunction& concepts) const;

 private:
  const Xapian::Database& database_;
  const PostingLists& lists_;
  const index::Columns& columns_;
  const Circle& circle_;
  const RowFilter& filter_;
  Deadline& deadline_;
};

}  // namespace doorstep::search
