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

  bool operator==(const RowRange&) const = default;
};

// Ascending, disjoint ranges that hold every row within radius_m metres (along the ellipsoid), and some rows farther off.
std::vector<RowRange> rows_of_circle(const index::Columns& columns, domain::LatLng centre, double radius_m);

// Immutable. The columns must outlive it.
class Circle {
 public:
  // radius_m: metres along the ellipsoid.
  Circle(const index::Columns& columns, domain::LatLng centre, double radius_m);
  // With the rows that rows_of_circle() gave for it.
  Circle(const index::Columns& columns, domain::LatLng centre, double radius_m, std::vector<RowRange> rows);

  // Ascending, disjoint ranges that hold every row of the circle, and some rows outside it.
  const std::vector<RowRange>& rows() const { return rows_; }

  // For a row of rows(): the squared straight line to the centre (geo::chord2).
  std::int64_t chord2(std::uint32_t row) const { return geo::chord2(centre_, places_[row]); }
  bool contains(std::int64_t chord2) const {
    return static_cast<std::uint64_t>(chord2) <= static_cast<std::uint64_t>(limit_);  // a negative one is nowhere
  }
  double metres(std::int64_t chord2) const { return arc_.metres(chord2); }
  // The largest chord2 within so many metres, a little more rather than less; negative for a negative distance.
  std::int64_t chord2_within(double metres) const {
    constexpr double kMarginM = 0.05;
    return metres < 0 ? -1 : geo::chord2_of_arc(metres + kMarginM, lat_deg_);
  }

 private:
  std::span<const geo::Ecef> places_;
  geo::Ecef centre_;
  double lat_deg_;
  geo::ArcOfChord arc_;
  std::int64_t limit_;
  std::vector<RowRange> rows_;
};

}  // namespace doorstep::search
