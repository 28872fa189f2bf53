#pragma once

// A circle on the ground as rows of the columns.

#include <cstdint>
#include <vector>

#include "schema/geo/distance.h"
#include "schema/index/columns.h"

namespace doorstep::search {

// Half-open.
struct RowRange {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Immutable. The columns must outlive it.
class Circle {
 public:
  // radius_m: metres along the ellipsoid.
  Circle(const index::Columns& columns, domain::LatLng centre, double radius_m);

  // Ascending, disjoint ranges that hold every row of the circle, and some rows outside it.
  const std::vector<RowRange>& rows() const { return rows_; }

  // For a row of rows(): the squared straight line to the centre (geo::chord2).
  std::int64_t chord2(std::uint32_t row) const { return geo::chord2(centre_, places_[row]); }
  bool contains(std::int64_t chord2) const { return chord2 <= limit_; }
  double metres(std::int64_t chord2) const { return geo::arc_m(chord2, lat_deg_); }

 private:
  std::span<const geo::Ecef> places_;
  geo::Ecef centre_;
  double lat_deg_;
  std::int64_t limit_;
  std::vector<RowRange> rows_;
};

}  // namespace doorstep::search
