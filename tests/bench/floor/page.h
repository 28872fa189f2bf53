#pragma once

// Totals, facets and the best k, gathered in one pass over what matched.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "searchd/search/request.h"
#include "tests/bench/floor/admission.h"

namespace doorstep::bench {

struct Ranked {
  std::uint32_t row = 0;
  std::uint32_t group = 0;
  std::uint32_t next_copy = 0;  // where the next of its group stands among the grouped rows; kNone: it is the last
  double key = 0;               // the sort's own figure, more is better
  std::int64_t chord2 = 0;
  double text = 0;
};

// One request. What it is constructed with must outlive it.
class PageBuilder {
 public:
  PageBuilder(const CorpusInMemory& corpus, const Scoring& scoring, const search::SearchRequest& request);

  void add(const Found& found) {
    const Row& row = rows_[found.row];
    if (counts_pay_unknown_ && row.pay_reach == index::kUnknownPay) add_pay_unknown(row);
    if (found.pay_unknown) return;
    const Ranked ranked{.row = found.row,
                        .group = collapse_ ? row.copy_group : index::kNoCopies,
                        .key = key_of(found, row),
                        .chord2 = found.chord2,
                        .text = found.text};
    if (ranked.group != index::kNoCopies) {
      grouped_.push_back(ranked);  // which of its copies counts is known at the end
      return;
    }
    ++total_;
    for (Counter& counter : counters_) count(counter, row, found.row);
    offer(ranked);
  }

  // After the last add().
  void finish();

  std::uint64_t total() const { return total_; }
  std::uint64_t pay_unknown() const { return pay_unknown_; }
  // The best, in order.
  const std::vector<Ranked>& best() const { return best_; }
  // Every copy in the circle of a row of best(), itself first, the rest in the order of the index.
  std::vector<std::uint32_t> copies_of(const Ranked& ranked);
  std::vector<std::pair<search::Facet, std::vector<std::pair<std::string, std::uint64_t>>>> facets() const;

 private:
  struct Counter {
    search::Facet facet = search::Facet::kCategory;
    const std::vector<std::uint16_t>* numbers = nullptr;  // a dictionary's column
    const SetColumn* sets = nullptr;
    std::vector<std::uint32_t> counts;
  };

  Counter counter_of(search::Facet facet) const;
  std::string name_of(const Counter& counter, std::size_t value) const;
  void count(Counter& counter, const Row& row, std::uint32_t number) const {
    if (counter.numbers != nullptr) {
      ++counter.counts[(*counter.numbers)[number]];
    } else if (counter.sets != nullptr) {
      for (const std::uint16_t value : counter.sets->of(number)) ++counter.counts[value];
    } else if (counter.facet == search::Facet::kEducation) {
      if (row.education < counter.counts.size()) ++counter.counts[row.education];
    } else {
      for (std::uint32_t bits = row.employer_types; bits != 0; bits &= bits - 1) {
        ++counter.counts[static_cast<std::size_t>(__builtin_ctz(bits))];
      }
    }
  }
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  void chain_groups();
  std::uint32_t& slot_of(std::uint32_t group);
  void finish_group(std::uint32_t first);
  void count_group(Counter& counter, std::uint32_t first) const;
  void add_pay_unknown(const Row& row);
  double key_of(const Found& found, const Row& row) const {
    if (sort_ == search::Sort::kRelevance) {
      return found.text + scoring_.surroundings(row, found.chord2);
    }
    return other_key_of(row);
  }
  double other_key_of(const Row& row) const;
  bool before(const Ranked& a, const Ranked& b) const {
    if (a.key != b.key) return a.key > b.key;
    if (a.chord2 != b.chord2) return a.chord2 < b.chord2;
    return corpus_.posting(a.row).id < corpus_.posting(b.row).id;
  }
  void offer(const Ranked& ranked) {
    if (best_.size() < limit_ || before(ranked, best_.front())) keep(ranked);
  }
  void keep(const Ranked& ranked);

  const CorpusInMemory& corpus_;
  const Scoring& scoring_;
  const Row* rows_;
  search::Sort sort_;
  std::size_t limit_;
  bool collapse_;
  bool counts_pay_unknown_;
  std::uint64_t total_ = 0;
  std::uint64_t pay_unknown_ = 0;
  std::vector<std::uint32_t> groups_of_unknown_pay_;
  std::vector<Counter> counters_;
  std::vector<Ranked> grouped_;
  std::vector<std::uint32_t> slots_;  // open addressing by group: where its first row stands in grouped_
  std::vector<Ranked> best_;          // until finish() a heap, the worst in front
};

}  // namespace doorstep::bench
