#include "tests/bench/floor/scoring.h"

#include <numbers>

namespace doorstep::bench {
namespace {

// 24 R² with R the Gaussian mean radius: as in schema/geo/distance.cc.
double curvature(double lat_deg) {
  constexpr double kSemiMajorM = 6378137.0;            // WGS-84
  constexpr double kFlattening = 1.0 / 298.257223563;  // WGS-84
  constexpr double kE2 = kFlattening * (2.0 - kFlattening);
  const double s = std::sin(lat_deg * (std::numbers::pi / 180.0));
  const double r = kSemiMajorM * std::sqrt(1.0 - kE2) / (1.0 - kE2 * s * s);
  return 24.0 * r * r;
}

}  // namespace

Scoring::Scoring(const CorpusInMemory& corpus, const search::RankingTables& tables,
                 const search::SearchRequest& request, base::Instant hour, std::string_view trade)
    : corpus_(corpus),
      tables_(tables),
      filters_(request.filters),
      centre_(geo::to_ecef(request.anchor.point)),
      limit_(geo::chord2_of_arc(request.radius_m, request.anchor.point.lat_deg)),
      curvature_(curvature(request.anchor.point.lat_deg)),
      a_unit_(tables.profile.distance / request.radius_m / geo::kEcefUnitsPerMetre),
      a_unit_cubed_(a_unit_ / curvature_ / (geo::kEcefUnitsPerMetre * geo::kEcefUnitsPerMetre)),
      hour_(static_cast<std::uint32_t>(hour.time_since_epoch().count())),
      trade_(corpus.strings(index::Dictionary::kCategory).number(trade).value_or(index::kNoValue)),
      wishes_(int{filters_.pay_min.has_value()} + int{filters_.experience_years.has_value()} +
              int{filters_.education.has_value()}) {
  for (std::size_t count = 1; count < described_.size(); ++count) {
    const auto c = static_cast<double>(count);
    described_.at(count) = tables.profile.worth.description * (4.0 / 3.0) * c / (c + 1.0);
  }
  for (std::size_t told = 0; told < completeness_.size(); ++told) {
    completeness_.at(told) = tables.profile.completeness * static_cast<double>(told) / index::kCompletenessParts;
  }
}

double Scoring::fit(const Row& row) const {
  double sum = 0;
  if (filters_.pay_min && row.pay_reach != index::kUnknownPay) {
    const double wish = std::max(*filters_.pay_min, 1U);
    sum += std::clamp((row.pay_reach - wish) / wish, 0.0, 1.0);
  }
  if (filters_.experience_years) sum += row.experience == index::kUnknownLevel ? 0.5 : 1.0;
  if (filters_.education) sum += row.education == index::kUnknownLevel ? 0.5 : 1.0;
  return tables_.profile.fit * sum / wishes_;
}

}  // namespace doorstep::bench
