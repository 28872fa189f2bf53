#include "searchd/search/concept_list.h"

#include <algorithm>

#include "schema/index/index_layout.h"

namespace doorstep::search {

using index::FieldHits;

ConceptList::ConceptList(const std::vector<const ListBlocks*>& terms, const std::vector<double>& factors)
    : terms_(with_postings(terms, factors)), row_(first_row()), weighed_(!factors.empty()) {}

std::vector<ConceptList::Term> ConceptList::with_postings(const std::vector<const ListBlocks*>& terms,
                                                          const std::vector<double>& factors) {
  std::vector<Term> found;
  found.reserve(terms.size());
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (!terms[i]->empty()) found.emplace_back(*terms[i], factors.empty() ? 1.0 : factors[i]);
  }
  return found;
}

TermHits ConceptList::best_of_all(const std::array<double, FieldHits::kCount>& worth) const {
  TermHits best;
  double most = -1.0;
  for (const Term& term : terms_) {
    if (term.row() != row_) continue;
    const double value = term.factor() * worth.at(term.hits() % FieldHits::kCount);
    if (value <= most) continue;
    most = value;
    best = {term.hits(), term.factor()};
  }
  return best;
}

void ConceptList::Term::enter(std::size_t block) {
  block_ = block;
  if (block_ == blocks_->size()) {
    begin_ = at_ = end_ = nullptr;
    return;
  }
  const std::vector<std::uint32_t>& rows = (*blocks_)[block_]->rows;
  begin_ = at_ = rows.data();
  end_ = begin_ + rows.size();
}

// By galloping: what is looked for mostly lies near.
void ConceptList::Term::seek(std::uint32_t row) {
  while (at_ != end_ && end_[-1] < row) enter(block_ + 1);
  if (at_ == end_ || *at_ >= row) return;
  std::ptrdiff_t step = 1;
  while (step < end_ - at_ && at_[step] < row) {
    at_ += step;
    step *= 2;
  }
  at_ = std::lower_bound(at_ + 1, at_ + std::min(step, end_ - at_), row);
}

std::uint32_t ConceptList::first_row() const {
  std::uint32_t row = kEnd;
  for (const Term& term : terms_) row = std::min(row, term.row());
  return row;
}

std::uint32_t ConceptList::hits_of_all() const {
  std::uint32_t fields = 0;
  std::uint32_t in_description = 0;
  for (const Term& term : terms_) {
    if (term.row() != row_) continue;
    fields |= term.hits() & ~FieldHits::kDescriptionMask;
    in_description += FieldHits::description_count(term.hits());
  }
  return fields | FieldHits::kDescription * std::min(in_description, FieldHits::kMaxDescription);
}

}  // namespace doorstep::search
