#pragma once

// Distances on the WGS-84 ellipsoid, cheap enough to take for every posting of a neighbourhood.

#include <array>
#include <cmath>
#include <cstdint>

#include "schema/domain/place.h"

namespace doorstep::geo {

// A point on the ellipsoid in earth-centred coordinates, in units of 1/256 m (fits 32 bits, and
// rounds to 4 mm). The straight line between two such points gives the distance along the surface
// without a single trigonometric function.
struct Ecef {
  std::array<std::int32_t, 3> xyz{};

  bool operator==(const Ecef&) const = default;
};
inline constexpr double kEcefUnitsPerMetre = 256.0;

Ecef to_ecef(domain::LatLng point);

// Whether a point lies in the box that holds China, and the origin, which stands for no place. Two points of it are near enough
// for chord2; a point read from a damaged file may be anywhere.
bool is_measurable(const Ecef& point);

// Square of the straight line between two measurable points, in square units: at most 7.6e18, which fits. Of other points,
// which a bit that turns in a mapped file may make at any time, it is some number, negative perhaps.
inline std::int64_t chord2(const Ecef& a, const Ecef& b) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < a.xyz.size(); ++i) {
    const auto difference = static_cast<std::uint64_t>(std::int64_t{a.xyz[i]} - b.xyz[i]);
    sum += difference * difference;  // of a negative number too, modulo 2^64
  }
  return static_cast<std::int64_t>(sum);
}

// Metres along the ellipsoid for a chord near one latitude: s = c (1 + c² / 24 R²) with R the Gaussian mean radius there
// (the series of the arc over its chord; R varies by 0.3 % with the direction, which at 50 km is under 1 mm). Within 0.01 m
// of the geodesic up to 50 km. Immutable; trigonometry only when it is made.
class ArcOfChord {
 public:
  explicit ArcOfChord(double lat_deg);

  double metres(std::int64_t chord2) const {
    const double c2 = static_cast<double>(chord2) * (1.0 / (kEcefUnitsPerMetre * kEcefUnitsPerMetre));
    return std::sqrt(c2) * (1.0 + c2 * inverse_24_r2_);
  }

 private:
  double inverse_24_r2_;
};

// The same for what is not a hot loop.
double arc_m(std::int64_t chord2, double lat_deg);

// The largest chord2 that is still within `radius_m` metres at `lat_deg`: the inverse of arc_m.
std::int64_t chord2_of_arc(double arc_m, double lat_deg);

// Metres between two points; for what is not a hot loop.
double distance_m(domain::LatLng a, domain::LatLng b);

}  // namespace doorstep::geo
