#pragma once

// The formula of searchd/search/ranking.h over rows in memory, with all that one request fixes computed once. By what it orders,
// the divisions of the distance are multiplications: scores agree but for their last bits.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>

#include "schema/base/clock.h"
#include "searchd/search/ranking.h"
#include "searchd/search/request.h"
#include "tests/bench/floor/corpus_in_memory.h"

namespace doorstep::bench {

// One request. Corpus and tables must outlive it.
class Scoring {
 public:
  Scoring(const CorpusInMemory& corpus, const search::RankingTables& tables, const search::SearchRequest& request,
          base::Instant hour, std::string_view trade);

  std::int64_t chord2(const Row& row) const { return geo::chord2(centre_, row.at); }
  bool inside(std::int64_t chord2) const { return chord2 <= limit_; }
  double metres(std::int64_t chord2) const {
    const double c = std::sqrt(static_cast<double>(chord2)) / geo::kEcefUnitsPerMetre;
    return c * (1.0 + c * c / curvature_);
  }

  double text(double share, std::uint32_t hits, std::uint32_t row) const {
    const std::uint32_t described = index::FieldHits::description_count(hits);
    const double in_fields = tables_.worth[hits];
    return tables_.profile.text * share *
           (described == 0 ? in_fields : in_fields + described_[described] * corpus_.brevity(row));
  }
  double phrase() const { return tables_.profile.phrase; }

  bool in_trade(const Row& row) const { return trade_ != index::kNoValue && row.category == trade_; }
  double surroundings(const Row& row, std::int64_t chord2) const {
    const auto square = static_cast<double>(chord2);
    const double distance = tables_.profile.distance - std::sqrt(square) * (a_unit_ + square * a_unit_cubed_);
    return (in_trade(row) ? tables_.profile.trade : 0.0) + distance + freshness(row) + completeness_[row.completeness] +
           (wishes_ == 0 ? 0.0 : fit(row));
  }

 private:
  double freshness(const Row& row) const {
    if (row.posted_at == index::kUnknownTime) return 0.0;
    const std::uint32_t age_hours = row.posted_at >= hour_ ? 0 : (hour_ - row.posted_at) / 3600;
    return age_hours < tables_.freshness_by_hour.size() ? tables_.freshness_by_hour[age_hours] : 0.0;
  }
  double fit(const Row& row) const;

  const CorpusInMemory& corpus_;
  const search::RankingTables& tables_;
  const search::Filters& filters_;
  geo::Ecef centre_;
  std::int64_t limit_;
  double curvature_;  // 24 R², R the mean radius of the ellipsoid at the centre
  // What a unit of chord takes off the distance's addend: in the first place, and for the arc's bend.
  double a_unit_;
  double a_unit_cubed_;
  std::uint32_t hour_;
  std::uint16_t trade_ = index::kNoValue;
  int wishes_;
  std::array<double, index::FieldHits::kMaxDescription + 1> described_{};
  std::array<double, 256> completeness_{};
};

}  // namespace doorstep::bench
