#pragma once

// One search on one database handle: what is found, and the page of it that is asked for.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <xapian.h>

#include "schema/text/language.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/abilities.h"
#include "searchd/search/circle_cache.h"
#include "searchd/search/collector.h"
#include "searchd/search/cursor.h"
#include "searchd/search/hit_builder.h"
#include "searchd/search/matcher.h"
#include "searchd/search/query_reader.h"
#include "searchd/search/ranking.h"
#include "searchd/search/result.h"

namespace doorstep::search {

// What searches of one generation share. References outlive every run.
struct RunParts {
  const serving::Snapshot& snapshot;
  const PostingLists& lists;
  const CircleCache& circles;
  const text::Language& language;
  const RankingTables& tables;
  Abilities without;
};

// find(), then result() if that is what the client shall get. One thread. Everything may throw Xapian::Error.
class SearchRun {
 public:
  // `asked`: as the client sent it, which cursors belong to. `trade`: the category that the query names, empty if none.
  SearchRun(const Xapian::Database& database, const RunParts& parts, const SearchRequest& asked, QueryReading reading,
            std::string_view trade, const std::optional<Cursor>& after, base::Instant now, SearchTime& time);
  SearchRun(const SearchRun&) = delete;
  SearchRun& operator=(const SearchRun&) = delete;

  // Matches as the query says it; their number.
  std::size_t find();

  std::size_t matches() const { return everything_ ? columns_.rows() : matches_.size(); }
  // Those whose title or tags say it.
  std::size_t clear_matches() const;
  const QueryReading& reading() const { return reading_; }
  void tell_correction(CorrectedQuery corrected) { result_.corrected = std::move(corrected); }

  // Takes in what another reading of the same query has found, whose text counts by `weight`; told as a part of the correction.
  void also(const SearchRun& other, const std::string& query, double weight);
  // Whether it has taken in any.
  bool is_several() const { return is_several_; }

  // After find(), if that is few: the less strict ways of asking, until one finds more; they are told in the result.
  void relax();

  // Vacancies of the matches that lie farther than `inner_m` from the anchor, and how far the nearest is.
  Beyond beyond(double inner_m) const;

  SearchResult result();

 private:
  using SteadyClock = std::chrono::steady_clock;

  std::vector<Match> matches_of(const QueryPlan& plan) const;
  void find_exact();
  void keep_clear_ones();
  void drop_mentions_of_kin(const Conjunction& concepts, std::vector<Match>& matches) const;
  std::optional<Cursor> resumed() const;
  std::string cursor_after(const Page& page) const;
  std::vector<std::vector<WordHits>> words_of(const Page& page) const;
  void keep_better_choice(const Conjunction& choice, const Page& page, std::vector<std::vector<WordHits>>& words,
                          std::vector<double>& best) const;
  std::vector<TermHits> hits_in_page_order(const Concept& looked_for, const Page& page) const;

  SteadyClock::time_point begun_ = SteadyClock::now();
  SteadyClock::time_point planned_;
  SteadyClock::time_point matched_;
  const RunParts& parts_;
  const SearchRequest& asked_;
  QueryReading reading_;
  SearchRequest request_;  // as asked, with what the query's words ask for
  const std::optional<Cursor>& after_;
  base::Instant hour_;
  Circle circle_;
  RowFilter filter_;
  Ranking ranking_;
  SearchTime& time_;
  Matcher matcher_;
  HitBuilder hits_;
  const index::Columns& columns_;
  const index::Texts& texts_;
  std::vector<Match> matches_;
  bool is_several_ = false;
  bool everything_ = false;              // what lies in the circle is not listed in matches_
  std::vector<Conjunction> choices_;     // what the hits were found by
  std::vector<std::string> substrings_;  // the same for exact
  SearchResult result_;
};

}  // namespace doorstep::search
