#pragma once

// From matches to a page: one hit a vacancy, totals, facets, the best k.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/index/columns.h"
#include "schema/index/texts.h"
#include "searchd/search/circle.h"
#include "searchd/search/cursor.h"
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
  std::uint64_t total = 0;  // vacancies, or postings without collapse
  std::uint64_t pay_unknown = 0;
  std::vector<RankedRow> rows;  // the best `limit` after the cursor, in order
  bool more = false;
  // For each of rows: the rows of its copies in the circle, itself first, the rest in order.
  std::vector<std::vector<std::uint32_t>> copies;
  std::vector<std::pair<Facet, std::vector<std::pair<std::string, std::uint64_t>>>> facets;
};

// One request. What it is constructed with must outlive it.
class Collector {
 public:
  Collector(const index::Columns& columns, const index::Texts& texts, const Circle& circle, const Ranking& ranking,
            const SearchRequest& request);

  Page collect(const std::vector<Match>& matches, const std::optional<Cursor>& after) const;

 private:
  double key_of(const Match& match) const;
  bool before(const RankedRow& a, const RankedRow& b) const;
  bool comes_after(const RankedRow& row, const Cursor& cursor) const;
  std::uint64_t count_pay_unknown(const std::vector<Match>& matches) const;
  std::vector<RankedRow> ranked(const std::vector<Match>& matches) const;
  void collapse(std::vector<RankedRow>& rows) const;
  void find_copies(const std::vector<Match>& matches, Page& page) const;
  std::vector<std::pair<std::string, std::uint64_t>> count_facet(Facet facet, const std::vector<RankedRow>& rows) const;

  const index::Columns& columns_;
  const index::Texts& texts_;
  const Circle& circle_;
  const Ranking& ranking_;
  const SearchRequest& request_;
};

}  // namespace doorstep::search
