#pragma once

// The order of places along the Hilbert curve, and a circle as a few ranges of it.

#include <cstdint>
#include <vector>

#include "schema/domain/place.h"

namespace doorstep::geo {

// Position on S2's Hilbert curve of the leaf cell (about 1 cm) that holds the point. Neighbours on the curve are
// neighbours on the ground. Places are quantised to 1e-7 degrees first: sort by the same number that ranges are computed from.
std::uint64_t cell_of(domain::LatLng point);

// Sorts after every place: a posting without one.
inline constexpr std::uint64_t kNoCell = ~std::uint64_t{0};

// Half-open.
struct CellRange {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  bool operator==(const CellRange&) const = default;
};

// At most 32 ranges, ascending and disjoint, that together hold every point within radius_m (metres on the
// ellipsoid) of the centre, and some more.
std::vector<CellRange> cover_circle(domain::LatLng centre, double radius_m);

}  // namespace doorstep::geo
