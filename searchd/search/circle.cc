#include "searchd/search/circle.h"

#include <algorithm>

#include "schema/geo/cover.h"

namespace doorstep::search {

Circle::Circle(const index::Columns& columns, domain::LatLng centre, double radius_m)
    : places_(columns.ecef()),
      centre_(geo::to_ecef(centre)),
      lat_deg_(centre.lat_deg),
      limit_(geo::chord2_of_arc(radius_m, centre.lat_deg)) {
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
    if (!rows_.empty() && rows_.back().end == first) {
      rows_.back().end = last;
    } else {
      rows_.push_back({first, last});
    }
  }
}

}  // namespace doorstep::search
