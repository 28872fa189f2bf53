#pragma once

// From matches to a page, in one pass over them: one hit a vacancy, totals, facets, the best k.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "schema/index/columns.h"
#include "schema/index/texts.h"
#include "searchd/search/circle.h"
#include "searchd/search/cursor.h"
#include "searchd/search/facet_counts.h"
#include "searchd/search/matcher.h"
#include "searchd/search/ranking.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"

namespace doorstep::search {

// A match with its place in the order.
struct RankedRow {
  std::uint32_t row = 0;
  double key = 0;  // the sort's own figure, more is better
  std::int64_t chord2 = 0;
  double text = 0;
};

// What is left of a neighbourhood's matches.
struct Page {
  std::uint64_t total = 0;        // vacancies, or postings without collapse
  std::uint64_t pay_unknown = 0;  // counted only where it is told: with a pay wish, or as a facet
  std::vector<RankedRow> rows;    // the best `limit` after the cursor, in order
  bool more = false;
  std::size_t in_order =
      0;  // so many of rows are the very first in order; those after them stand before others that are not here
  // For each of rows: the rows of its copies in the circle, itself first, the rest in order.
  std::vector<std::vector<std::uint32_t>> copies;
  std::vector<std::pair<Facet, std::vector<std::pair<std::string, std::uint64_t>>>> facets;
};

// One request: add() every match, then finish(). What it is constructed with must outlive it.
class Collector {
 public:
  // Hits come after the cursor. `mix`: of a first page, hits of an employer that has its share already give way to others that
  // match as well.
  Collector(const index::Columns& columns, const index::Texts& texts, const Circle& circle, const Ranking& ranking,
            const SearchRequest& request, std::optional<Cursor> after, bool mix);

  void add(const Match& match) {
    if (counts_pay_ && pay_reach_[match.row] == index::kUnknownPay) count_pay_unknown(match.row);
    if (match.pay_unknown) return;
    const std::uint32_t group = request_.collapse ? copy_group_[match.row] : index::kNoCopies;
    if (group != index::kNoCopies) {
      copies_.push_back(std::uint64_t{group} << 32U | copy_rows_.size());
      copy_rows_.push_back({match.row, key_of(match), match.chord2, match.text});
      return;
    }
    if (!facets_.empty()) {
      to_count_.push_back(match.row);
      if (to_count_.size() == kCountAtOnce) count_facets();
    }
    if (is_hopeless(match)) {
      ++page_.total;
      ++eligible_;
      return;
    }
    offer({match.row, key_of(match), match.chord2, match.text});
  }

  Page finish();

 private:
  void offer(const RankedRow& ranked) {
    ++page_.total;
    if (after_ && !comes_after(ranked)) return;
    ++eligible_;
    // Nearly all leave here.
    if (best_.size() == kept_ && (best_.empty() || ranked.key < best_.front().key)) return;
    keep(ranked);
  }
  // What the request's order goes by, more is better.
  double key_of(const Match& match) const;
  // Whether even the best of all that is not known yet could not bring it among the best. Most of a neighbourhood is counted
  // without its score.
  bool is_hopeless(const Match& match) const {
    return match.text > 0 ? match.text < hopeless_text_ : match.chord2 > hopeless_beyond_;
  }
  void set_hopeless();
  void keep(const RankedRow& ranked);
  bool before(const RankedRow& a, const RankedRow& b) const;
  bool comes_after(const RankedRow& row) const;
  bool is_past_cursor(const RankedRow& row) const;
  void mix_employers();
  void count_pay_unknown(std::uint32_t row);
  static std::uint32_t group_of(std::uint64_t copy) { return static_cast<std::uint32_t>(copy >> 32U); }
  const RankedRow& copy_row(std::uint64_t copy) const { return copy_rows_[static_cast<std::uint32_t>(copy)]; }
  void offer_vacancies();
  void count_facets();
  void find_copies();

  static constexpr std::size_t kCountAtOnce = 512;

  const index::Columns& columns_;
  const index::Texts& texts_;
  const Circle& circle_;
  const Ranking& ranking_;
  const SearchRequest& request_;
  const std::optional<Cursor> after_;
  const bool mix_;
  const std::size_t kept_;  // in best_ at most
  std::span<const std::uint32_t> copy_group_;
  std::span<const std::uint32_t> pay_reach_;
  bool counts_pay_ = false;

  Page page_;
  std::vector<FacetCounts> facets_;
  std::vector<std::uint32_t> to_count_;  // rows that facets_ have not counted yet
  std::vector<RankedRow> best_;          // a heap, the worst of the best in front
  std::uint64_t eligible_ = 0;           // after the cursor
  // Once `limit` rows are kept, with the order of relevance and without a cursor:
  double hopeless_text_ = 0;                                                 // text below this
  std::int64_t hopeless_beyond_ = std::numeric_limits<std::int64_t>::max();  // farther than this, without text
  // What has a copy group, until all of a group is here: group in the upper half, index of copy_rows_ in the lower. Small
  // things are sorted faster.
  std::vector<std::uint64_t> copies_;
  std::vector<RankedRow> copy_rows_;
  std::unordered_set<std::uint32_t> groups_without_pay_;
};

}  // namespace doorstep::search
