#pragma once

// Where something is, and how sure that is.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep::domain {

// Degrees; positive north and east.
struct LatLng {
  double lat_deg = 0;
  double lng_deg = 0;

  bool operator==(const LatLng&) const = default;
};

// The system a coordinate is given in. Mixing them moves a point in Hefei by about 570 m.
enum class Datum : std::uint8_t {
  kWgs84 = 0,  // GPS
  kGcj02 = 1,  // every Chinese map SDK, Alipay and WeChat
  kBd09 = 2,   // Baidu
};

// "wgs84", "gcj02", "bd09"
std::string_view datum_name(Datum datum);
std::optional<Datum> datum_from_name(std::string_view name);

// What the place was derived from, the surest first. Values are stored in the index: append only.
enum class Precision : std::uint8_t { kPoint = 0, kAddress = 1, kCommunity = 2, kStreet = 3 };

// "point", "address", "community", "street"
std::string_view precision_name(Precision precision);

struct Place {
  LatLng point;  // WGS-84
  Precision precision = Precision::kPoint;
  std::uint32_t accuracy_m = 0;  // 0 for a point that was given; else how far off it may be
  std::string community_id;      // the community it lies in or was taken from; empty: unknown

  bool operator==(const Place&) const = default;
};

// The rectangle that holds China. A coordinate outside it is a mistake (often lat and lng swapped).
inline constexpr double kChinaMinLat = 3.0;
inline constexpr double kChinaMaxLat = 54.0;
inline constexpr double kChinaMinLng = 73.0;
inline constexpr double kChinaMaxLng = 136.0;

bool in_china_rectangle(LatLng point);

}  // namespace doorstep::domain
