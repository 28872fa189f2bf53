#include "searchd/search/open_counter.h"

#include <algorithm>
#include <deque>
#include <unordered_set>
#include <vector>

#include "schema/index/index_layout.h"
#include "searchd/search/concept_list.h"

namespace doorstep::search {
OpenCount OpenCounter::count(const Conjunction& concepts) const {
  if (concepts.empty() || circle_.rows().empty()) return {};
  std::deque<ListBlocks> blocks;
  std::vector<ConceptList> lists;
  for (const Concept& one : concepts) {
    std::vector<const ListBlocks*> terms;
    for (const std::string& term : one.terms) {
      const std::uint64_t frequency = lists_.frequency(database_, term);
      if (frequency == 0) continue;
      blocks.push_back(lists_.blocks(database_, {term, frequency, circle_.rows()}, deadline_));
      terms.push_back(&blocks.back());
    }
    lists.emplace_back(terms);
    if (lists.back().row() == ConceptList::kEnd) return {};
  }
  const auto copies = columns_.copy_group();
  std::unordered_set<std::uint32_t> seen;
  OpenCount count;
  for (std::uint32_t row = lists[0].row(); row != ConceptList::kEnd && !deadline_.passed(); row = lists[0].next()) {
    const auto has = [row](ConceptList& list) { return list.seek(row) == row; };
    if (!circle_.contains(circle_.chord2(row)) || filter_.judge(row) != Verdict::kIn) continue;
    if (!std::all_of(lists.begin() + 1, lists.end(), has)) continue;
    if (copies[row] != index::kNoCopies && !seen.insert(copies[row]).second) continue;
    const auto titled = [](const ConceptList& list) { return (list.hits() & index::FieldHits::kTitle) != 0; };
    ++count.open;
    if (std::all_of(lists.begin(), lists.end(), titled)) ++count.in_title;
  }
  return count;
}

}  // namespace doorstep::search
