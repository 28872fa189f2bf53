#include "tests/bench/floor/page.h"

#include <bit>

#include "searchd/search/facet_counts.h"

namespace doorstep::bench {

using index::Dictionary;
using search::Facet;

namespace {

// Sorts after everything that is known.
constexpr double kUnknownKey = -1.0;

}  // namespace

PageBuilder::PageBuilder(const CorpusInMemory& corpus, const Scoring& scoring, const search::SearchRequest& request)
    : corpus_(corpus),
      scoring_(scoring),
      rows_(corpus.rows().data()),
      sort_(request.order()),
      limit_(request.limit),
      collapse_(request.collapse),
      counts_pay_unknown_(request.filters.pay_min.has_value()) {
  for (const Facet facet : request.facets) {
    if (facet == Facet::kPayUnknown) {
      counts_pay_unknown_ = true;
    } else {
      counters_.push_back(counter_of(facet));
    }
  }
}

PageBuilder::Counter PageBuilder::counter_of(Facet facet) const {
  Counter counter;
  counter.facet = facet;
  std::size_t values = domain::kEmployerTypeCount;
  if (const auto dictionary = search::dictionary_of(facet)) {
    values = corpus_.strings(*dictionary).size();
    if (*dictionary >= Dictionary::kWelfare) {
      counter.sets = &corpus_.sets(*dictionary);
    } else {
      counter.numbers = &corpus_.numbers(*dictionary);
    }
  } else if (facet == Facet::kEducation) {
    values = static_cast<std::size_t>(domain::Education::kDoctor) + 1;
  }
  counter.counts.assign(values, 0);
  return counter;
}

double PageBuilder::other_key_of(const Row& row) const {
  if (sort_ == search::Sort::kDistance) return 0;  // the distance itself breaks the tie
  const std::uint32_t figure = sort_ == search::Sort::kNewest ? row.posted_at : row.pay_reach;
  const std::uint32_t unknown = sort_ == search::Sort::kNewest ? index::kUnknownTime : index::kUnknownPay;
  return figure == unknown ? kUnknownKey : figure;
}

void PageBuilder::add_pay_unknown(const Row& row) {
  if (collapse_ && row.copy_group != index::kNoCopies) {
    groups_of_unknown_pay_.push_back(row.copy_group);
  } else {
    ++pay_unknown_;
  }
}

void PageBuilder::keep(const Ranked& ranked) {
  const auto order = [this](const Ranked& a, const Ranked& b) { return before(a, b); };
  if (best_.size() == limit_) {
    std::pop_heap(best_.begin(), best_.end(), order);
    best_.back() = ranked;
  } else {
    best_.push_back(ranked);
  }
  std::push_heap(best_.begin(), best_.end(), order);
}

// The slot of a group: its own, or the free one it would take.
std::uint32_t& PageBuilder::slot_of(std::uint32_t group) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = (group * 0x9E3779B1U) & mask;
  while (slots_[at] != kNone && grouped_[slots_[at]].group != group) at = (at + 1) & mask;
  return slots_[at];
}

void PageBuilder::chain_groups() {
  slots_.assign(std::bit_ceil(2 * grouped_.size() + 1), kNone);
  for (std::uint32_t i = 0; i < grouped_.size(); ++i) {
    std::uint32_t& first = slot_of(grouped_[i].group);
    grouped_[i].next_copy = first;
    first = i;
  }
}

// A vacancy has what any of its copies has, and counts once for each value.
void PageBuilder::count_group(Counter& counter, std::uint32_t first) const {
  Counter here = counter;
  std::fill(here.counts.begin(), here.counts.end(), 0);
  for (std::uint32_t at = first; at != kNone; at = grouped_[at].next_copy) {
    count(here, rows_[grouped_[at].row], grouped_[at].row);
  }
  for (std::size_t value = 0; value < here.counts.size(); ++value) {
    if (here.counts[value] > 0) ++counter.counts[value];
  }
}

void PageBuilder::finish_group(std::uint32_t first) {
  const bool alone = grouped_[first].next_copy == kNone;
  for (Counter& counter : counters_) {
    if (alone) {
      count(counter, rows_[grouped_[first].row], grouped_[first].row);
    } else {
      count_group(counter, first);
    }
  }
  const Ranked* best = &grouped_[first];
  for (std::uint32_t at = best->next_copy; at != kNone; at = grouped_[at].next_copy) {
    if (before(grouped_[at], *best)) best = &grouped_[at];
  }
  ++total_;
  offer(*best);
}

void PageBuilder::finish() {
  chain_groups();
  for (const std::uint32_t first : slots_) {
    if (first != kNone) finish_group(first);
  }
  std::sort(groups_of_unknown_pay_.begin(), groups_of_unknown_pay_.end());
  pay_unknown_ += static_cast<std::uint64_t>(std::unique(groups_of_unknown_pay_.begin(), groups_of_unknown_pay_.end()) -
                                             groups_of_unknown_pay_.begin());
  std::sort(best_.begin(), best_.end(), [this](const Ranked& a, const Ranked& b) { return before(a, b); });
}

std::vector<std::uint32_t> PageBuilder::copies_of(const Ranked& ranked) {
  std::vector<std::uint32_t> copies{ranked.row};
  if (ranked.group == index::kNoCopies) return copies;
  for (std::uint32_t at = slot_of(ranked.group); at != kNone; at = grouped_[at].next_copy) {
    if (grouped_[at].row != ranked.row) copies.push_back(grouped_[at].row);
  }
  std::sort(copies.begin() + 1, copies.end(),
            [this](std::uint32_t a, std::uint32_t b) { return corpus_.index_row(a) < corpus_.index_row(b); });
  return copies;
}

std::string PageBuilder::name_of(const Counter& counter, std::size_t value) const {
  if (const auto dictionary = dictionary_of(counter.facet)) {
    return std::string(corpus_.strings(*dictionary).value(static_cast<std::uint16_t>(value)));
  }
  if (counter.facet == Facet::kEducation) {
    return std::string(domain::education_name(static_cast<domain::Education>(value)));
  }
  return std::string(domain::employer_type_name(static_cast<domain::EmployerType>(value)));
}

std::vector<std::pair<Facet, std::vector<std::pair<std::string, std::uint64_t>>>> PageBuilder::facets() const {
  std::vector<std::pair<Facet, std::vector<std::pair<std::string, std::uint64_t>>>> facets;
  for (const Counter& counter : counters_) {
    auto& counted = facets.emplace_back(counter.facet, std::vector<std::pair<std::string, std::uint64_t>>{}).second;
    for (std::size_t value = 0; value < counter.counts.size(); ++value) {
      if (counter.counts[value] == 0) continue;
      if (std::string name = name_of(counter, value); !name.empty()) {
        counted.emplace_back(std::move(name), counter.counts[value]);
      }
    }
    std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
      return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
  }
  return facets;
}

}  // namespace doorstep::bench
