#include "searchd/search/collector.h"

#include <algorithm>
#include <unordered_map>

namespace doorstep::search {
namespace {

// Sorts after everything that is known.
constexpr double kUnknownKey = -1.0;

// A first page is chosen from so many times its length.
constexpr std::size_t kMixOf = 3;
// Of one employer, before others that match as well.
constexpr int kMostOfEmployer = 2;
// As well: with at least this share of the text.
constexpr double kAsWell = 0.9;

}  // namespace

Collector::Collector(const index::Columns& columns, const index::Texts& texts, const Circle& circle,
                     const Ranking& ranking, const SearchRequest& request, std::optional<Cursor> after, bool mix)
    : columns_(columns),
      texts_(texts),
      circle_(circle),
      ranking_(ranking),
      request_(request),
      after_(std::move(after)),
      mix_(mix && !after_),
      kept_(mix_ ? kMixOf * request.limit : request.limit),
      copy_group_(columns.copy_group()),
      pay_reach_(columns.pay_reach()),
      counts_pay_(request.filters.pay_min || request.filters.pay_max || request.filters.pay_unit) {
  for (const Facet facet : request.facets) {
    if (facet == Facet::kPayUnknown) {
      counts_pay_ = true;
    } else {
      facets_.emplace_back(columns, facet);
      page_.facets.emplace_back(facet, std::vector<std::pair<std::string, std::uint64_t>>{});
    }
  }
}

double Collector::key_of(const Match& match) const {
  switch (request_.order()) {
    case Sort::kRelevance: return match.text + ranking_.surroundings(match.row, circle_.metres(match.chord2));
    case Sort::kDistance: return 0;  // the distance itself breaks the tie
    case Sort::kNewest: {
      const std::uint32_t posted = columns_.posted_at()[match.row];
      return posted == index::kUnknownTime ? kUnknownKey : posted;
    }
    case Sort::kPay: {
      const std::uint32_t reach = pay_reach_[match.row];
      return reach == index::kUnknownPay ? kUnknownKey : reach;
    }
  }
  return 0;
}

bool Collector::before(const RankedRow& a, const RankedRow& b) const {
  if (a.key != b.key) return a.key > b.key;
  if (a.chord2 != b.chord2) return a.chord2 < b.chord2;
  return texts_.row(a.row).id < texts_.row(b.row).id;
}

bool Collector::comes_after(const RankedRow& row) const {
  if (!is_past_cursor(row)) return false;
  // In another generation every score has moved a little.
  constexpr double kMoved = 0.05;
  if (after_->shown.empty() || row.key < after_->shown_key - kMoved) return true;
  const std::uint32_t hash = short_hash(texts_.row(row.row).id);
  return std::find(after_->shown.begin(), after_->shown.end(), hash) == after_->shown.end();
}

bool Collector::is_past_cursor(const RankedRow& row) const {
  if (row.key != after_->key) return row.key < after_->key;
  if (row.chord2 != after_->chord2) return row.chord2 > after_->chord2;
  return texts_.row(row.row).id > after_->id;
}

void Collector::count_pay_unknown(std::uint32_t row) {
  const std::uint32_t group = request_.collapse ? copy_group_[row] : index::kNoCopies;
  if (group == index::kNoCopies || groups_without_pay_.insert(group).second) ++page_.pay_unknown;
}

void Collector::count_facets() {
  for (FacetCounts& facet : facets_) facet.add(to_count_);
  to_count_.clear();
}

void Collector::keep(const RankedRow& ranked) {
  const auto in_order = [this](const RankedRow& a, const RankedRow& b) { return before(a, b); };
  if (best_.size() == kept_) {
    if (best_.empty() || !before(ranked, best_.front())) return;
    std::pop_heap(best_.begin(), best_.end(), in_order);
    best_.back() = ranked;
  } else {
    best_.push_back(ranked);
  }
  std::push_heap(best_.begin(), best_.end(), in_order);
  if (best_.size() == kept_ && !after_ && request_.order() == Sort::kRelevance) set_hopeless();
}

void Collector::set_hopeless() {
  constexpr double kRounding = 1e-9;
  const double worst = best_.front().key - kRounding;
  hopeless_text_ = worst - ranking_.most_surroundings();
  hopeless_beyond_ = circle_.chord2_within(ranking_.farthest_to_score(worst));
}

// Of every copy group its best.
void Collector::offer_vacancies() {
  std::sort(copies_.begin(), copies_.end());
  for (std::size_t i = 0; i < copies_.size();) {
    const std::uint32_t group = group_of(copies_[i]);
    RankedRow best = copy_row(copies_[i]);
    for (; i < copies_.size() && group_of(copies_[i]) == group; ++i) {
      const RankedRow& copy = copy_row(copies_[i]);
      for (FacetCounts& facet : facets_) facet.add_copy(copy.row, group);
      // Ids lie far apart in memory: they are compared only where nothing else decides.
      const bool hopeless = best_.size() == kept_ && !best_.empty() && best.key < best_.front().key;
      const bool same_place = copy.key == best.key && copy.chord2 == best.chord2;
      if (copy.row != best.row && !(same_place && hopeless && !after_) && before(copy, best)) best = copy;
    }
    offer(best);
  }
}

void Collector::find_copies() {
  std::unordered_map<std::uint32_t, std::size_t> shown;  // group -> index of its hit
  for (std::size_t i = 0; i < page_.rows.size(); ++i) {
    page_.copies.push_back({page_.rows[i].row});
    const std::uint32_t group = copy_group_[page_.rows[i].row];
    if (request_.collapse && group != index::kNoCopies) shown.emplace(group, i);
  }
  if (shown.empty()) return;
  for (const std::uint64_t copy : copies_) {
    const auto at = shown.find(group_of(copy));
    const std::uint32_t row = copy_row(copy).row;
    if (at != shown.end() && row != page_.rows[at->second].row) page_.copies[at->second].push_back(row);
  }
}

void Collector::mix_employers() {
  std::vector<RankedRow> sorted = std::exchange(page_.rows, {});
  std::vector<RankedRow> waiting;
  std::unordered_map<std::uint32_t, int> shown;
  const auto employer = columns_.employer();
  page_.in_order = 0;
  for (const RankedRow& row : sorted) {
    if (page_.rows.size() == request_.limit) break;
    // What matches less never stands before what waits.
    while (!waiting.empty() && page_.rows.size() < request_.limit && row.text < kAsWell * waiting.front().text) {
      page_.rows.push_back(waiting.front());
      waiting.erase(waiting.begin());
    }
    if (page_.rows.size() == request_.limit) break;
    const bool full = employer[row.row] != index::kNoEmployer && ++shown[employer[row.row]] > kMostOfEmployer;
    if (full) {
      waiting.push_back(row);
    } else {
      page_.rows.push_back(row);
    }
  }
  while (!waiting.empty() && page_.rows.size() < request_.limit) {
    page_.rows.push_back(waiting.front());
    waiting.erase(waiting.begin());
  }
  while (page_.in_order < page_.rows.size() && page_.rows[page_.in_order].row == sorted[page_.in_order].row) {
    ++page_.in_order;
  }
}

Page Collector::finish() {
  count_facets();
  offer_vacancies();
  std::sort(best_.begin(), best_.end(), [this](const RankedRow& a, const RankedRow& b) { return before(a, b); });
  page_.rows = std::move(best_);
  page_.in_order = page_.rows.size();
  if (mix_) mix_employers();
  page_.more = eligible_ > page_.rows.size();
  find_copies();
  for (std::size_t i = 0; i < facets_.size(); ++i) page_.facets[i].second = facets_[i].counted();
  return std::move(page_);
}

}  // namespace doorstep::search
