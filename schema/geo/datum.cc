#include "schema/geo/datum.h"

#include <cmath>
#include <numbers>

namespace doorstep::geo {
namespace {

using domain::Datum;
using domain::LatLng;

constexpr double kPi = std::numbers::pi;
// Krasovsky 1940, which the published GCJ-02 code uses although the datum is not built on it.
constexpr double kKrasovskyA = 6378245.0;
constexpr double kKrasovskyE2 = 0.00669342162296594323;
// Baidu's offset: a rotation wobble of this frequency and a constant shift in degrees.
constexpr double kBaiduFrequency = kPi * 3000.0 / 180.0;
constexpr double kBaiduLngShift = 0.0065;
constexpr double kBaiduLatShift = 0.006;

// Where the published code applies the shift at all.
bool gcj02_defined(LatLng p) {
  return p.lng_deg >= 72.004 && p.lng_deg <= 137.8347 && p.lat_deg >= 0.8293 && p.lat_deg <= 55.8271;
}

double waves(double x) { return (20.0 * std::sin(6.0 * x * kPi) + 20.0 * std::sin(2.0 * x * kPi)) * 2.0 / 3.0; }

double lat_shift(double x, double y) {
  return -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + waves(x) +
         (20.0 * std::sin(y * kPi) + 40.0 * std::sin(y / 3.0 * kPi)) * 2.0 / 3.0 +
         (160.0 * std::sin(y / 12.0 * kPi) + 320.0 * std::sin(y * kPi / 30.0)) * 2.0 / 3.0;
}

double lng_shift(double x, double y) {
  return 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + waves(x) +
         (20.0 * std::sin(x * kPi) + 40.0 * std::sin(x / 3.0 * kPi)) * 2.0 / 3.0 +
         (150.0 * std::sin(x / 12.0 * kPi) + 300.0 * std::sin(x / 30.0 * kPi)) * 2.0 / 3.0;
}

LatLng wgs84_to_gcj02(LatLng p) {
  const double x = p.lng_deg - 105.0;
  const double y = p.lat_deg - 35.0;
  const double lat_rad = p.lat_deg / 180.0 * kPi;
  const double sin_lat = std::sin(lat_rad);
  const double magic = 1.0 - kKrasovskyE2 * sin_lat * sin_lat;
  const double root = std::sqrt(magic);
  const double dlat = lat_shift(x, y) * 180.0 / ((kKrasovskyA * (1.0 - kKrasovskyE2)) / (magic * root) * kPi);
  const double dlng = lng_shift(x, y) * 180.0 / (kKrasovskyA / root * std::cos(lat_rad) * kPi);
  return {p.lat_deg + dlat, p.lng_deg + dlng};
}

LatLng gcj02_to_bd09(LatLng p) {
  const double z = std::hypot(p.lng_deg, p.lat_deg) + 0.00002 * std::sin(p.lat_deg * kBaiduFrequency);
  const double theta = std::atan2(p.lat_deg, p.lng_deg) + 0.000003 * std::cos(p.lng_deg * kBaiduFrequency);
  return {z * std::sin(theta) + kBaiduLatShift, z * std::cos(theta) + kBaiduLngShift};
}

// Finds the point that `forward` takes to `target`. The shifts change by well under 1 % of a step, so
// that each round gains at least two digits.
template <typename Forward>
LatLng invert(LatLng target, Forward forward) {
  constexpr int kMaxRounds = 20;
  constexpr double kEnough = 1e-10;
  LatLng guess = target;
  for (int round = 0; round < kMaxRounds; ++round) {
    const LatLng image = forward(guess);
    const double dlat = target.lat_deg - image.lat_deg;
    const double dlng = target.lng_deg - image.lng_deg;
    guess = {guess.lat_deg + dlat, guess.lng_deg + dlng};
    if (std::abs(dlat) < kEnough && std::abs(dlng) < kEnough) break;
  }
  return guess;
}

}  // namespace

LatLng to_wgs84(LatLng point, Datum from) {
  if (from == Datum::kWgs84 || !gcj02_defined(point)) return point;
  const LatLng gcj02 = from == Datum::kBd09 ? invert(point, gcj02_to_bd09) : point;
  return invert(gcj02, wgs84_to_gcj02);
}

LatLng from_wgs84(LatLng point, Datum to) {
  if (to == Datum::kWgs84 || !gcj02_defined(point)) return point;
  const LatLng gcj02 = wgs84_to_gcj02(point);
  return to == Datum::kBd09 ? gcj02_to_bd09(gcj02) : gcj02;
}

}  // namespace doorstep::geo
