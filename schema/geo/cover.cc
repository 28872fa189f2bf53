#include "schema/geo/cover.h"

#include <cmath>
#include <vector>

#include <s2/s1angle.h>
#include <s2/s2cap.h>
#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>
#include <s2/s2region_coverer.h>

namespace doorstep::geo {
namespace {

constexpr double kQuantum = 1e7;  // units a degree: 1.1 cm
constexpr int kMaxCells = 32;
// S2 is a sphere on which geodetic latitude is taken as it is; one radian of it spans at least this many metres
// of ellipsoid (the smallest meridian radius, at the equator), so that an angle of distance / radius is never too small.
constexpr double kSmallestRadiusM = 6335439.0;
// For the quantum and for rounding.
constexpr double kMarginM = 0.5;

S2LatLng quantized(domain::LatLng point) {
  return S2LatLng::FromDegrees(std::round(point.lat_deg * kQuantum) / kQuantum,
                               std::round(point.lng_deg * kQuantum) / kQuantum);
}

}  // namespace

std::uint64_t cell_of(domain::LatLng point) { return S2CellId(quantized(point)).id(); }

std::vector<CellRange> cover_circle(domain::LatLng centre, double radius_m) {
  const S2Cap cap(quantized(centre).ToPoint(), S1Angle::Radians((radius_m + kMarginM) / kSmallestRadiusM));
  S2RegionCoverer coverer;
  coverer.mutable_options()->set_max_cells(kMaxCells);
  std::vector<S2CellId> cells;
  coverer.GetCovering(cap, &cells);
  std::vector<CellRange> ranges;
  for (const S2CellId& cell : cells) {  // in ascending order, disjoint
    const std::uint64_t begin = cell.range_min().id();
    const std::uint64_t end = cell.range_max().id() + 1;
    if (!ranges.empty() && ranges.back().end >= begin - 1) {
      ranges.back().end = end;
    } else {
      ranges.push_back({begin, end});
    }
  }
  return ranges;
}

}  // namespace doorstep::geo
