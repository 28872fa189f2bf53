#pragma once

// Conversion between the coordinate systems in use in China.

#include "schema/domain/place.h"

namespace doorstep::geo {

// GCJ-02 and BD-09 are published only as the code everybody uses (eviltransform, and Baidu's offset
// over GCJ-02). Forward transforms are those; the inverses iterate until they agree within 1e-9 degrees.
// Outside the rectangle in which GCJ-02 is defined points are left as they are.
domain::LatLng to_wgs84(domain::LatLng point, domain::Datum from);
domain::LatLng from_wgs84(domain::LatLng point, domain::Datum to);

}  // namespace doorstep::geo
