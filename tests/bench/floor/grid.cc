#include "tests/bench/floor/grid.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace doorstep::bench {
namespace {

constexpr double kCellM = 400;
// Metres a degree, each a little less than the least, so that a circle is never taken to be too narrow.
constexpr double kMetresALatitude = 110'500;
constexpr double kMetresALongitude = 111'200;  // at the equator

double cosine(double lat_deg) { return std::cos(lat_deg * std::numbers::pi / 180.0); }

}  // namespace

Grid::Grid(const std::vector<domain::LatLng>& points) {
  if (points.empty()) return;
  const auto [south, north] = std::minmax_element(points.begin(), points.end(),
                                                  [](const auto& a, const auto& b) { return a.lat_deg < b.lat_deg; });
  const auto [west, east] = std::minmax_element(points.begin(), points.end(),
                                                [](const auto& a, const auto& b) { return a.lng_deg < b.lng_deg; });
  south_deg_ = south->lat_deg;
  west_deg_ = west->lng_deg;
  band_deg_ = kCellM / kMetresALatitude;
  column_deg_ = kCellM / (kMetresALongitude * cosine((south->lat_deg + north->lat_deg) / 2));
  bands_ = band_of(north->lat_deg) + 1;
  columns_ = column_of(east->lng_deg) + 1;
}

std::int64_t Grid::band_of(double lat_deg) const {
  return static_cast<std::int64_t>(std::floor((lat_deg - south_deg_) / band_deg_));
}

std::int64_t Grid::column_of(double lng_deg) const {
  return static_cast<std::int64_t>(std::floor((lng_deg - west_deg_) / column_deg_));
}

std::uint32_t Grid::cell_of(domain::LatLng point) const {
  return static_cast<std::uint32_t>(band_of(point.lat_deg) * columns_ + column_of(point.lng_deg));
}

void Grid::set_rows(const std::vector<std::uint32_t>& cells) {
  starts_.assign(static_cast<std::size_t>(bands_ * columns_) + 1, 0);
  for (const std::uint32_t cell : cells) ++starts_[cell + 1];
  for (std::size_t cell = 1; cell < starts_.size(); ++cell) starts_[cell] += starts_[cell - 1];
}

RowRun Grid::run_of(std::int64_t band, domain::LatLng centre, double radius_m) const {
  const double low = south_deg_ + static_cast<double>(band) * band_deg_;
  const double nearest = std::clamp(centre.lat_deg, low, low + band_deg_);
  const double away_m = std::abs(nearest - centre.lat_deg) * kMetresALatitude;
  const double half_m = std::sqrt(std::max(0.0, radius_m * radius_m - away_m * away_m));
  const double farthest = std::max(std::abs(low), std::abs(low + band_deg_));
  const double half_deg = half_m / (kMetresALongitude * cosine(farthest));
  const std::int64_t first = std::max<std::int64_t>(0, column_of(centre.lng_deg - half_deg));
  const std::int64_t last = std::min(columns_ - 1, column_of(centre.lng_deg + half_deg));
  if (first > last) return {};
  return {starts_[static_cast<std::size_t>(band * columns_ + first)],
          starts_[static_cast<std::size_t>(band * columns_ + last + 1)]};
}

std::vector<RowRun> Grid::runs(domain::LatLng centre, double radius_m) const {
  std::vector<RowRun> runs;
  if (starts_.empty()) return runs;
  // The longitude of the circle's widest point is not quite that of its centre; a metre is enough up to 50 km.
  const double reach_m = radius_m * 1.001 + 1;
  const double reach_deg = reach_m / kMetresALatitude;
  const std::int64_t first = std::max<std::int64_t>(0, band_of(centre.lat_deg - reach_deg));
  const std::int64_t last = std::min(bands_ - 1, band_of(centre.lat_deg + reach_deg));
  for (std::int64_t band = first; band <= last; ++band) {
    const RowRun run = run_of(band, centre, reach_m);
    if (run.begin < run.end) runs.push_back(run);
  }
  return runs;
}

}  // namespace doorstep::bench
