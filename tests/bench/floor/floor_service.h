#pragma once

// The floor: the same answers as search::Searcher gives, by hand from plain memory. First pages of searches by words only,
// which is what the bench asks.

#include <memory>

#include "schema/domain/category.h"
#include "schema/text/analyzer.h"
#include "searchd/search/ranking.h"
#include "searchd/search/service.h"
#include "tests/bench/floor/corpus_in_memory.h"

namespace doorstep::bench {

// Thread-safe. Analyser, categories and clock must outlive it.
class FloorService final : public search::SearchService {
 public:
  FloorService(std::shared_ptr<const serving::Snapshot> snapshot, const text::Analyzer& analyzer,
               const domain::Categories& categories, const base::Clock& clock, const search::RankingProfile& ranking)
      : corpus_(std::move(snapshot)), analyzer_(analyzer), categories_(categories), clock_(clock), ranking_(ranking) {}

  // Fails for a cursor and for `exact`.
  base::Result<search::SearchResult> search(const search::SearchRequest& request) const override;
  // The bench asks for none.
  search::SuggestResult suggest(const search::SuggestRequest&) const override { return {}; }
  std::optional<domain::Posting> posting(std::string_view id) const override;
  const domain::Gazetteer& communities() const override { return corpus_.snapshot().communities(); }
  search::IndexState state() const override;
  search::ListUse list_use() const override { return {}; }
  std::uint64_t epoch() const override;

 private:
  CorpusInMemory corpus_;
  const text::Analyzer& analyzer_;
  const domain::Categories& categories_;
  const base::Clock& clock_;
  search::RankingTables ranking_;
};

}  // namespace doorstep::bench
