#include "schema/domain/place.h"

#include <array>

namespace doorstep::domain {
namespace {

constexpr std::array<std::string_view, 3> kDatumNames{"wgs84", "gcj02", "bd09"};
constexpr std::array<std::string_view, 4> kPrecisionNames{"point", "address", "community", "street"};

}  // namespace

std::string_view datum_name(Datum datum) { return kDatumNames.at(static_cast<std::size_t>(datum)); }

std::optional<Datum> datum_from_name(std::string_view name) {
  for (std::size_t i = 0; i < kDatumNames.size(); ++i) {
    if (kDatumNames.at(i) == name) return static_cast<Datum>(i);
  }
  return std::nullopt;
}

std::string_view precision_name(Precision precision) { return kPrecisionNames.at(static_cast<std::size_t>(precision)); }

bool in_china_rectangle(LatLng point) {
  return point.lat_deg >= kChinaMinLat && point.lat_deg <= kChinaMaxLat && point.lng_deg >= kChinaMinLng &&
         point.lng_deg <= kChinaMaxLng;
}

}  // namespace doorstep::domain
