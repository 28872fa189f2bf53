#pragma once

// Which rows have a term: sorted arrays in one block of memory.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "searchd/search/query_plan.h"
#include "tests/bench/floor/grid.h"

namespace doorstep::bench {

// Rising rows, and for each the fields (index::FieldHits) in which it has the term.
struct ListView {
  std::span<const std::uint32_t> rows;
  const std::uint8_t* hits = nullptr;
};

// Moves through a list by galloping.
class ListCursor {
 public:
  explicit ListCursor(const ListView& list) : list_(list) {}

  // To the first entry at or after `row` (never backwards); whether it is `row`.
  bool seek(std::uint32_t row) {
    const std::size_t size = list_.rows.size();
    if (at_ >= size || list_.rows[at_] >= row) return at_ < size && list_.rows[at_] == row;
    std::size_t low = at_;
    std::size_t step = 1;
    while (low + step < size && list_.rows[low + step] < row) {
      low += step;
      step *= 2;
    }
    const auto begin = list_.rows.begin() + static_cast<std::ptrdiff_t>(low) + 1;
    const auto end = list_.rows.begin() + static_cast<std::ptrdiff_t>(low + step < size ? low + step : size);
    at_ = static_cast<std::size_t>(std::lower_bound(begin, end, row) - list_.rows.begin());
    return at_ < size && list_.rows[at_] == row;
  }
  bool ended() const { return at_ >= list_.rows.size(); }
  void step() { ++at_; }
  std::uint32_t row() const { return list_.rows[at_]; }
  std::uint32_t hits() const { return list_.hits[at_]; }

 private:
  ListView list_;
  std::size_t at_ = 0;
};

// A concept of a query, found in the lists.
struct FoundConcept {
  const search::Concept* looked_for = nullptr;
  std::uint64_t frequency = 0;
  double share = 0;  // of the ranking formula
  ListView list;     // of several terms: their union within the runs
  std::vector<std::uint32_t> own_rows;
  std::vector<std::uint8_t> own_hits;
};

// Immutable after construction.
class WordLists {
 public:
  // Reads every word of a database; `row_of`: of a docid, less one.
  WordLists(const Xapian::Database& database, const std::vector<std::uint32_t>& row_of);

  ListView list(std::string_view term) const;

  // Each concept with its list and its share among its fellows.
  std::vector<FoundConcept> find(const search::Conjunction& concepts, const std::vector<RowRun>& runs,
                                 std::uint64_t postings) const;

 private:
  struct Extent {
    std::size_t begin = 0;
    std::size_t count = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void read(const Xapian::Database& database, const std::string& term, const std::vector<std::uint32_t>& row_of,
            std::vector<std::uint64_t>& scratch);
  void unite(FoundConcept& found, const std::vector<RowRun>& runs) const;

  std::unordered_map<std::string, Extent, Hash, std::equal_to<>> extents_;
  std::vector<std::uint32_t> rows_;
  std::vector<std::uint8_t> hits_;
};

}  // namespace doorstep::bench
