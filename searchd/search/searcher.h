#pragma once

// Answers searches over one snapshot.

#include <memory>
#include <mutex>

#include "schema/domain/category.h"
#include "schema/text/language.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/abilities.h"
#include "searchd/search/circle_cache.h"
#include "searchd/search/cursor.h"
#include "searchd/search/lapse_epoch.h"
#include "searchd/search/posting_lists.h"
#include "searchd/search/query_reader.h"
#include "searchd/search/ranking.h"
#include "searchd/search/search_run.h"
#include "searchd/search/service.h"
#include "searchd/search/suggester.h"
#include "searchd/search/typing.h"

namespace doorstep::search {

struct SearcherOptions {
  RankingProfile ranking;
  // CPU time of one search; past it the answer says "at least so many".
  std::chrono::milliseconds deadline{100};
  // Of posting lists that are kept in memory, of each generation that is open.
  std::size_t keep_list_bytes = std::size_t{64} << 20U;

  // What is left out, to see what it is worth.
  Abilities without;

  bool operator==(const SearcherOptions&) const = default;
};

// Thread-safe. Language, typing, categories and clock must outlive it.
class Searcher final : public SearchService {
 public:
  Searcher(std::shared_ptr<const serving::Snapshot> snapshot, const text::Language& language, const Typing& typing,
           const domain::Categories& categories, const base::Clock& clock, const SearcherOptions& options);

  // Reads what was asked of another generation lately: the first who ask the same of this one need not wait for it. Takes
  // a fifth of a second at most. Throws what search() throws.
  void read_ahead(const Searcher& before) const;

  // Makes what suggestions are made of: so that the first who asks need not wait for 20 ms. Throws what suggest() throws.
  void prepare_suggestions() const { suggester(); }

  base::Result<SearchResult> search(const SearchRequest& asked) const override;
  SuggestResult suggest(const SuggestRequest& asked) const override;
  std::optional<domain::Posting> posting(std::string_view id) const override;
  const domain::Gazetteer& communities() const override { return snapshot_->communities(); }
  IndexState state() const override;
  ListUse list_use() const override { return lists_.use(); }
  std::uint64_t epoch() const override;

 private:
  QueryReading read(std::string_view query, const SearchRequest& request) const;
  std::string trade_of(const QueryReading& reading) const;
  // What was searched for in the place of what was typed, if that finds more; null if nothing does. `run` has found.
  std::unique_ptr<SearchRun> corrected(const Xapian::Database& database, const RunParts& parts,
                                       const SearchRequest& request, const QueryReading& reading, const SearchRun& run,
                                       const std::optional<Cursor>& after, base::Instant now, SearchTime& time) const;
  SearchResult answer(const Xapian::Database& database, const SearchRequest& request,
                      const std::optional<Cursor>& after, base::Instant now) const;
  const Suggester& suggester() const;

  std::shared_ptr<const serving::Snapshot> snapshot_;
  const text::Language& language_;
  const Typing& typing_;
  const domain::Categories& categories_;
  const base::Clock& clock_;
  RankingTables ranking_;
  std::chrono::milliseconds deadline_;
  Abilities without_;
  // Weights come from the configuration: after a restart with others, no answer is what it was.
  std::uint64_t profile_hash_;
  LapseEpoch epoch_;
  CircleCache circles_;
  PostingLists lists_;
  QueryReader reader_;
  mutable std::once_flag suggester_made_;
  mutable std::unique_ptr<const Suggester> suggester_;  // once it was asked for
};

}  // namespace doorstep::search
