#include "schema/geo/distance.h"

#include <cmath>
#include <numbers>

namespace doorstep::geo {
namespace {

constexpr double kSemiMajorM = 6378137.0;            // WGS-84
constexpr double kFlattening = 1.0 / 298.257223563;  // WGS-84
constexpr double kE2 = kFlattening * (2.0 - kFlattening);
constexpr double kRadians = std::numbers::pi / 180.0;

// √(M N), the Gaussian mean radius of curvature.
double mean_radius_m(double lat_deg) {
  const double s = std::sin(lat_deg * kRadians);
  return kSemiMajorM * std::sqrt(1.0 - kE2) / (1.0 - kE2 * s * s);
}

}  // namespace

Ecef to_ecef(domain::LatLng point) {
  const double lat = point.lat_deg * kRadians;
  const double lng = point.lng_deg * kRadians;
  const double n = kSemiMajorM / std::sqrt(1.0 - kE2 * std::sin(lat) * std::sin(lat));
  const auto unit = [](double metres) { return static_cast<std::int32_t>(std::lround(metres * kEcefUnitsPerMetre)); };
  return {{unit(n * std::cos(lat) * std::cos(lng)), unit(n * std::cos(lat) * std::sin(lng)),
           unit(n * (1.0 - kE2) * std::sin(lat))}};
}

bool is_measurable(const Ecef& point) {
  // China in earth-centred metres: x from 136 to 73 degrees east, y up to 90 degrees east, z up to 54 degrees north.
  constexpr auto kUnits = static_cast<std::int32_t>(kEcefUnitsPerMetre);
  constexpr std::array<std::int32_t, 3> kLeast{-4'800'000 * kUnits, 0, 0};
  constexpr std::array<std::int32_t, 3> kMost{2'000'000 * kUnits, 6'400'000 * kUnits, 5'300'000 * kUnits};
  for (std::size_t i = 0; i < point.xyz.size(); ++i) {
    if (point.xyz.at(i) < kLeast.at(i) || point.xyz.at(i) > kMost.at(i)) return false;
  }
  return true;
}

ArcOfChord::ArcOfChord(double lat_deg) {
  const double r = mean_radius_m(lat_deg);
  inverse_24_r2_ = 1.0 / (24.0 * r * r);
}

double arc_m(std::int64_t chord2, double lat_deg) { return ArcOfChord(lat_deg).metres(chord2); }

std::int64_t chord2_of_arc(double arc_m, double lat_deg) {
  const double r = mean_radius_m(lat_deg);
  const double c = 2.0 * r * std::sin(arc_m / (2.0 * r)) * kEcefUnitsPerMetre;
  return static_cast<std::int64_t>(std::floor(c * c));
}

double distance_m(domain::LatLng a, domain::LatLng b) {
  return arc_m(chord2(to_ecef(a), to_ecef(b)), (a.lat_deg + b.lat_deg) / 2.0);
}

}  // namespace doorstep::geo
