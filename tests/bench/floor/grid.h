#pragma once

// A uniform grid over the places of a corpus. Rows are sorted by cell, west to east within a band of latitude and band
// after band, so that what a circle touches of one band is one run of rows.

#include <cstdint>
#include <vector>

#include "schema/domain/place.h"

namespace doorstep::bench {

// Half-open.
struct RowRun {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Immutable.
class Grid {
 public:
  Grid() = default;
  // Of the rectangle that holds every one of `points`.
  explicit Grid(const std::vector<domain::LatLng>& points);

  // Of one of the points that it was made for.
  std::uint32_t cell_of(domain::LatLng point) const;

  // `cells`: of every placed row, rising.
  void set_rows(const std::vector<std::uint32_t>& cells);

  // Ascending, disjoint runs that hold every row within radius_m of the centre, and some outside.
  std::vector<RowRun> runs(domain::LatLng centre, double radius_m) const;

 private:
  std::int64_t band_of(double lat_deg) const;
  std::int64_t column_of(double lng_deg) const;
  RowRun run_of(std::int64_t band, domain::LatLng centre, double radius_m) const;

  double south_deg_ = 0;
  double west_deg_ = 0;
  double band_deg_ = 1;
  double column_deg_ = 1;
  std::int64_t bands_ = 0;
  std::int64_t columns_ = 0;
  std::vector<std::uint32_t> starts_;  // cells + 1: the first row of each
};

}  // namespace doorstep::bench
