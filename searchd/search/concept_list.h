#pragma once

// The postings that have a concept: the union of its terms' posting lists, by row.

#include <cstdint>
#include <optional>
#include <vector>

#include <xapian.h>

#include "searchd/search/query_plan.h"

namespace doorstep::search {

// A cursor over rising rows. One thread; the database must outlive it. Everything may throw Xapian::Error.
class ConceptList {
 public:
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

  ConceptList(const Xapian::Database& database, const Concept& looked_for);

  // Moves to the first row at or after `row` (never backwards) and returns it, or kEnd.
  std::uint32_t seek(std::uint32_t row);
  // The row after the current one, which must not be kEnd.
  std::uint32_t next() {
    if (lists_.size() != 1) return seek(row_ + 1);
    List& list = lists_.front();
    ++list.at;
    return row_ = list.at == list.end ? kEnd : *list.at - 1;
  }
  std::uint32_t row() const { return row_; }

  // index::FieldHits of the current row, over all terms.
  std::uint32_t hits() const;

 private:
  struct List {
    Xapian::PostingIterator at;
    Xapian::PostingIterator end;
  };

  std::vector<List> lists_;
  std::uint32_t row_ = kEnd;
  bool started_ = false;
};

}  // namespace doorstep::search
