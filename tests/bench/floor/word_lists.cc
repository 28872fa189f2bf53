#include "tests/bench/floor/word_lists.h"

#include "schema/index/index_layout.h"
#include "searchd/search/ranking.h"

namespace doorstep::bench {
namespace {

using index::FieldHits;

constexpr std::uint32_t kHitsBits = 8;

// The fields of a row that has several terms of one concept.
std::uint32_t both(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t described = FieldHits::description_count(a) + FieldHits::description_count(b);
  return ((a | b) & ~FieldHits::kDescriptionMask) |
         FieldHits::kDescription * std::min(described, FieldHits::kMaxDescription);
}

}  // namespace

WordLists::WordLists(const Xapian::Database& database, const std::vector<std::uint32_t>& row_of) {
  std::vector<std::uint64_t> scratch;
  for (const char prefix : {index::kWordPrefix, index::kStraddlingPrefix}) {
    const std::string begins(1, prefix);
    for (auto term = database.allterms_begin(begins); term != database.allterms_end(begins); ++term) {
      read(database, *term, row_of, scratch);
    }
  }
  rows_.shrink_to_fit();
  hits_.shrink_to_fit();
}

void WordLists::read(const Xapian::Database& database, const std::string& term,
                     const std::vector<std::uint32_t>& row_of, std::vector<std::uint64_t>& scratch) {
  scratch.clear();
  for (auto at = database.postlist_begin(term); at != database.postlist_end(term); ++at) {
    const std::uint64_t hits = std::min<std::uint32_t>(at.get_wdf(), FieldHits::kCount - 1);
    scratch.push_back(std::uint64_t{row_of[*at - 1]} << kHitsBits | hits);
  }
  std::sort(scratch.begin(), scratch.end());
  extents_.emplace(term, Extent{rows_.size(), scratch.size()});
  for (const std::uint64_t packed : scratch) {
    rows_.push_back(static_cast<std::uint32_t>(packed >> kHitsBits));
    hits_.push_back(static_cast<std::uint8_t>(packed));
  }
}

ListView WordLists::list(std::string_view term) const {
  const auto at = extents_.find(term);
  if (at == extents_.end()) return {};
  const Extent extent = at->second;
  return {std::span(rows_).subspan(extent.begin, extent.count), hits_.data() + extent.begin};
}

std::vector<FoundConcept> WordLists::find(const search::Conjunction& concepts, const std::vector<RowRun>& runs,
                                          std::uint64_t postings) const {
  std::vector<FoundConcept> found(concepts.size());
  double sum = 0;
  for (std::size_t i = 0; i < concepts.size(); ++i) {
    found[i].looked_for = &concepts[i];
    for (const std::string& term : concepts[i].terms) {
      const ListView list = this->list(term);
      found[i].frequency += list.rows.size();
      if (!list.rows.empty()) found[i].list = list;
    }
    if (concepts[i].terms.size() > 1) unite(found[i], runs);
    if (found[i].frequency == 0) continue;
    found[i].share = search::inverse_document_frequency(postings, found[i].frequency);
    sum += found[i].share;
  }
  for (FoundConcept& one : found) one.share = sum > 0 ? one.share / sum : 0.0;
  return found;
}

void WordLists::unite(FoundConcept& found, const std::vector<RowRun>& runs) const {
  std::vector<std::uint64_t> packed;
  for (const std::string& term : found.looked_for->terms) {
    const ListView list = this->list(term);
    auto from = list.rows.begin();
    for (const RowRun& run : runs) {
      from = std::lower_bound(from, list.rows.end(), run.begin);
      for (; from != list.rows.end() && *from < run.end; ++from) {
        packed.push_back(std::uint64_t{*from} << kHitsBits | list.hits[from - list.rows.begin()]);
      }
    }
  }
  std::sort(packed.begin(), packed.end());
  for (const std::uint64_t one : packed) {
    const auto row = static_cast<std::uint32_t>(one >> kHitsBits);
    const auto hits = static_cast<std::uint8_t>(one);
    if (!found.own_rows.empty() && found.own_rows.back() == row) {
      found.own_hits.back() = static_cast<std::uint8_t>(both(found.own_hits.back(), hits));
    } else {
      found.own_rows.push_back(row);
      found.own_hits.push_back(hits);
    }
  }
  found.list = {found.own_rows, found.own_hits.data()};
}

}  // namespace doorstep::bench
