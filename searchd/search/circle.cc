#include "searchd/search/circle.h"

#include <algorithm>
#include <utility>

#include "schema/geo/cover.h"

namespace doorstep::search {

std::vector<RowRange> rows_of_circle(const index::Columns& columns, domain::LatLng centre, double radius_m) {
  std::vector<RowRange> rows;
  const auto cells = columns.cell().first(columns.placed_rows());
  auto from = cells.begin();
  for (const geo::CellRange& range : geo::cover_circle(centre, radius_m)) {
    const auto begin = std::lower_bound(from, cells.end(), range.begin);
    const auto end = std::lower_bound(begin, cells.end(), range.end);
    from = end;
    if (begin == end) continue;
    const auto first = static_cast<std::uint32_t>(begin - cells.begin());
    const auto last = static_cast<std::uint32_t>(end - cells.begin());
    // Neighbouring cells with nothing between them are one range: fewer skips in every posting list.
    if (!rows.empty() && rows.back().end == first) {
      rows.back().end = last;
    } else {
      rows.push_back({first, last});
    }
  }
  return rows;
}

Circle::Circle(const index::Columns& columns, domain::LatLng centre, double radius_m)
    : Circle(columns, centre, radius_m, rows_of_circle(columns, centre, radius_m)) {}

Circle::Circle(const index::Columns& columns, domain::LatLng centre, double radius_m, std::vector<RowRange> rows)
    : places_(columns.ecef()),
      centre_(geo::to_ecef(centre)),
      lat_deg_(centre.lat_deg),
      arc_(centre.lat_deg),
      limit_(geo::chord2_of_arc(radius_m, centre.lat_deg)),
      rows_(std::move(rows)) {}

}  // namespace doorstep::search
