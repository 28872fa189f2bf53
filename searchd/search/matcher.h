#pragma once

// One pass over the neighbourhood: which rows inside the circle pass the filters and have what is looked for.
//
// Xapian's part is the posting lists; the rest is columns. A conjunction is led by its rarest concept and the others skip
// along. Where some of several concepts are enough, those that could decide are merged; the rest is looked up.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "schema/index/texts.h"
#include "schema/text/function_words.h"
#include "searchd/search/circle.h"
#include "searchd/search/concept_list.h"
#include "searchd/search/deadline.h"
#include "searchd/search/posting_lists.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/ranking.h"
#include "searchd/search/row_filter.h"

namespace doorstep::search {

struct Match {
  std::uint32_t row = 0;
  bool pay_unknown = false;   // matches all but the pay wish, for it does not tell its pay
  bool all_in_title = false;  // every required word is in the title
  double text = 0;            // text + phrase of the score
  std::int64_t chord2 = 0;
};

// A concept with its weight among its fellows.
struct WeighedConcept {
  Concept looked_for;
  double share = 0;
  std::uint64_t frequency = 0;  // at most how many postings of the generation have it
};

// Merges by row; of two matches of one row the better text stays. Both must be in rising order of rows.
std::vector<Match> merged(std::vector<Match> a, std::vector<Match> b);

// One thread, one request. What it is constructed with must outlive it. Everything may throw Xapian::Error.
class Matcher {
 public:
  Matcher(const Xapian::Database& database, const PostingLists& lists, const index::Texts& texts, const Circle& circle,
          const RowFilter& filter, const Ranking& ranking, SearchTime& time);

  // Every row of the circle that passes the filters, in rising order, to `use` (a callable taking a Match).
  template <typename Use>
  void each(Use use) const {
    Match match;
    for (const RowRange& range : circle_.rows()) {
      for (std::uint32_t row = range.begin; row < range.end && !time_.whole.passed(); ++row) {
        if (admit(row, match)) use(match);
      }
    }
  }
  std::vector<Match> all() const;

  // Those with every required concept of one of the choices; the better choice's text counts.
  std::vector<Match> words(const QueryPlan& plan) const;

  // Those that have some of the required concepts: at least `least_share` (above 0) of what these weigh together. The
  // others earn score, but make no match.
  std::vector<Match> any_of(const Conjunction& concepts, double least_share) const;

  // Takes away those that speak of what is not wanted, and those not looked at when the time is over. `matches` are in rising order of
  // rows.
  void remove(const std::vector<Unwanted>& unwanted, const text::FunctionWords& function_words,
              std::vector<Match>& matches) const;

  // Those that hold every substring.
  std::vector<Match> exact(const ExactPlan& plan) const;

  // share(word) of the ranking formula for each concept.
  std::vector<WeighedConcept> weigh(const Conjunction& concepts) const;

  // For rows in rising order: the fields each has the concept in, and what they count for; 0 for none.
  std::vector<TermHits> hits_of(const Concept& looked_for, const std::vector<std::uint32_t>& rows) const;

  // The fields of `exact` in which a row holds the substring.
  std::uint32_t exact_hits(const std::string& substring, std::uint32_t row) const;

 private:
  bool admit(std::uint32_t row, Match& match) const {
    const std::int64_t chord2 = circle_.chord2(row);
    if (!circle_.contains(chord2)) return false;
    const Verdict verdict = filter_.judge(row);
    if (verdict == Verdict::kOut) return false;
    match = {.row = row, .pay_unknown = verdict == Verdict::kPayUnknown, .chord2 = chord2};
    return true;
  }
  struct KnownTerm {
    std::uint64_t frequency = 0;
    std::optional<ListBlocks> blocks;  // in the circle, read at the first need
  };

  KnownTerm& known(const std::string& term) const;
  // The postings in the circle.
  ConceptList list_of(const Concept& looked_for) const;
  // Those of a few rows, rising; `own` must outlive the list.
  ConceptList list_near(const Concept& looked_for, const std::vector<std::uint32_t>& rows,
                        std::deque<ListBlocks>& own) const;
  std::vector<std::uint32_t> first_rows(ConceptList list, std::size_t at_most) const;
  std::uint64_t frequency(const Concept& looked_for) const;
  std::vector<Match> exact_candidates(ConceptList& list) const;

  struct Part {
    const WeighedConcept* weighed = nullptr;
    ConceptList list;

    bool required() const { return weighed->looked_for.required; }
  };
  // One of several concepts of which some are enough.
  struct Candidate {
    const WeighedConcept* weighed = nullptr;
    ConceptList list;
    bool leads = false;  // could decide: every row of it is looked at
  };

  std::vector<Match> conjunction(const Conjunction& concepts) const;
  std::uint32_t take(std::vector<Part>& parts, std::uint32_t row, std::vector<Match>& matches) const;
  static std::uint32_t next_row(const std::vector<Candidate>& candidates);
  void add_phrases(const std::string& phrase, std::vector<Match>& matches) const;

  const Xapian::Database& database_;
  const PostingLists& lists_;
  mutable std::unordered_map<std::string, KnownTerm> terms_;
  const index::Texts& texts_;
  const Circle& circle_;
  const RowFilter& filter_;
  const Ranking& ranking_;
  SearchTime& time_;
};

}  // namespace doorstep::search
