#pragma once

// The postings that have a concept: the union of its terms' posting lists, by row.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "schema/index/index_layout.h"
#include "searchd/search/posting_lists.h"

namespace doorstep::search {

// The fields (index::FieldHits) a posting has a concept in, and what that counts for, 0 to 1.
struct TermHits {
  std::uint32_t hits = 0;
  double factor = 1.0;

  bool operator==(const TermHits&) const = default;
};

// A cursor over rising rows. One thread; what it is made of must outlive it.
class ConceptList {
 public:
  static constexpr std::uint32_t kEnd = 0xFFFFFFFF;

  // Of each term its postings. `factors`: as Concept::factors.
  explicit ConceptList(const std::vector<const ListBlocks*>& terms, const std::vector<double>& factors = {});

  // Moves to the first row at or after `row` (never backwards) and returns it, or kEnd.
  std::uint32_t seek(std::uint32_t row) {
    if (row_ >= row) return row_;
    for (Term& term : terms_) term.seek(row);
    return row_ = first_row();
  }
  // The row after the current one, which must not be kEnd.
  std::uint32_t next() {
    for (Term& term : terms_) {
      if (term.row() == row_) term.next();
    }
    return row_ = first_row();
  }
  // The first one until it is moved, kEnd after the last.
  std::uint32_t row() const { return row_; }

  // index::FieldHits of the current row, which must not be kEnd, over all terms.
  std::uint32_t hits() const { return terms_.size() == 1 ? terms_.front().hits() : hits_of_all(); }

  // The hits that count at the current row, which must not be kEnd, and what they are worth: without factors those of all terms,
  // with them those of the term for which factor × worth[hits] is greatest.
  TermHits best(const std::array<double, index::FieldHits::kCount>& worth) const {
    if (!weighed_) return {hits(), 1.0};
    if (terms_.size() == 1) return {terms_.front().hits(), terms_.front().factor()};
    return best_of_all(worth);
  }

 private:
  class Term {
   public:
    Term(const ListBlocks& blocks, double factor) : blocks_(&blocks), factor_(factor) { enter(0); }
    double factor() const { return factor_; }

    std::uint32_t row() const { return at_ == end_ ? kEnd : *at_; }
    std::uint32_t hits() const { return (*blocks_)[block_]->hits[static_cast<std::size_t>(at_ - begin_)]; }
    void next() {
      if (++at_ == end_) enter(block_ + 1);
    }
    void seek(std::uint32_t row);

   private:
    void enter(std::size_t block);

    const ListBlocks* blocks_;
    double factor_;
    std::size_t block_ = 0;
    const std::uint32_t* begin_ = nullptr;  // of the block's rows
    const std::uint32_t* at_ = nullptr;
    const std::uint32_t* end_ = nullptr;
  };

  static std::vector<Term> with_postings(const std::vector<const ListBlocks*>& terms,
                                         const std::vector<double>& factors);
  TermHits best_of_all(const std::array<double, index::FieldHits::kCount>& worth) const;
  std::uint32_t first_row() const;
  std::uint32_t hits_of_all() const;

  std::vector<Term> terms_;  // before row_, which is the first of theirs
  std::uint32_t row_;
  bool weighed_;
};

}  // namespace doorstep::search
