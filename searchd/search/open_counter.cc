#include "searchd/search/open_counter.h"

#include <algorithm>
#include <unordered_set>

#include "schema/index/index_layout.h"
#include "searchd/search/concept_list.h"

namespace doorstep::search {
namespace {

struct Term {
  std::string term;
  std::uint64_t frequency = 0;
};

}  // namespace

OpenCount OpenCounter::count(const std::vector<std::string>& words) const {
  std::vector<Term> terms;
  for (const std::string& word : words) {
    std::string term = index::word_term(word);
    const std::uint64_t frequency = lists_.frequency(database_, term);
    if (frequency == 0) return {};
    terms.push_back({std::move(term), frequency});
  }
  if (terms.empty() || circle_.rows().empty()) return {};
  // The rarest leads.
  std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.frequency < b.frequency; });
  std::vector<ListBlocks> blocks;
  for (const Term& term : terms) {
    blocks.push_back(lists_.blocks(database_, {term.term, term.frequency, circle_.rows()}, deadline_));
    if (blocks.back().empty()) return {};
  }
  std::vector<ConceptList> lists;
  for (const ListBlocks& block : blocks) lists.emplace_back(std::vector<const ListBlocks*>{&block});
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
