#include <catch2/catch.hpp>

#include <GeographicLib/Geodesic.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "schema/geo/cover.h"
#include "schema/geo/datum.h"
#include "schema/geo/distance.h"

using doorstep::domain::Datum;
using doorstep::domain::LatLng;
namespace geo = doorstep::geo;

namespace {

double geodesic_m(LatLng a, LatLng b) {
  double s = 0;
  GeographicLib::Geodesic::WGS84().Inverse(a.lat_deg, a.lng_deg, b.lat_deg, b.lng_deg, s);
  return s;
}

LatLng moved(LatLng from, double azimuth_deg, double by_m) {
  LatLng to;
  GeographicLib::Geodesic::WGS84().Direct(from.lat_deg, from.lng_deg, azimuth_deg, by_m, to.lat_deg, to.lng_deg);
  return to;
}

// Any point of China and of its surroundings.
struct RandomWalk {
  std::mt19937_64 engine{7};
  std::uniform_real_distribution<double> lat{18.0, 53.0}, lng{74.0, 134.0}, azimuth{0.0, 360.0}, far{1.0, 50000.0};
};

}  // namespace

TEST_CASE("the distance agrees with the geodesic to a centimetre up to 50 km") {
  RandomWalk walk;
  double worst = 0;
  for (int i = 0; i < 20000; ++i) {
    const LatLng a{walk.lat(walk.engine), walk.lng(walk.engine)};
    const LatLng b = moved(a, walk.azimuth(walk.engine), walk.far(walk.engine));
    const double measured = geo::arc_m(geo::chord2(geo::to_ecef(a), geo::to_ecef(b)), a.lat_deg);
    worst = std::max(worst, std::abs(measured - geodesic_m(a, b)));
  }
  CHECK(worst < 0.012);
}

TEST_CASE("every place in China can be measured to every other, and what cannot is told") {
  for (const double lat : {3.0, 30.0, 54.0}) {
    for (const double lng : {73.0, 90.0, 117.0, 136.0}) CHECK(geo::is_measurable(geo::to_ecef({lat, lng})));
  }
  CHECK(geo::is_measurable(geo::Ecef{}));
  constexpr std::int32_t kFar = std::numeric_limits<std::int32_t>::max();
  for (const geo::Ecef& damaged : {geo::Ecef{{kFar, 0, 0}}, geo::Ecef{{0, kFar, 0}}, geo::Ecef{{0, 0, kFar}},
                                   geo::Ecef{{-kFar, 0, 0}}, geo::Ecef{{0, -kFar, 0}}, geo::Ecef{{0, 0, -kFar}}}) {
    CHECK_FALSE(geo::is_measurable(damaged));
  }
}

TEST_CASE("a point 2 cm inside a circle is inside, one 2 cm outside is not") {
  RandomWalk walk;
  for (int i = 0; i < 5000; ++i) {
    const LatLng centre{walk.lat(walk.engine), walk.lng(walk.engine)};
    const double radius_m = walk.far(walk.engine);
    const double azimuth = walk.azimuth(walk.engine);
    const auto limit = geo::chord2_of_arc(radius_m, centre.lat_deg);
    const auto chord2_at = [&](double m) {
      return geo::chord2(geo::to_ecef(centre), geo::to_ecef(moved(centre, azimuth, m)));
    };
    CHECK(chord2_at(radius_m - 0.02) <= limit);
    CHECK(chord2_at(radius_m + 0.02) > limit);
  }
}

TEST_CASE("every point of a circle lies in one of its at most 32 ranges") {
  RandomWalk walk;
  for (int i = 0; i < 300; ++i) {
    const LatLng centre{walk.lat(walk.engine), walk.lng(walk.engine)};
    const double radius_m = walk.far(walk.engine);
    const auto ranges = geo::cover_circle(centre, radius_m);
    REQUIRE(ranges.size() <= 32);
    for (std::size_t r = 1; r < ranges.size(); ++r) REQUIRE(ranges[r - 1].end < ranges[r].begin);
    for (int k = 0; k < 50; ++k) {
      const double part = k % 2 == 0 ? 1.0 : walk.far(walk.engine) / 50000.0;
      const auto cell = geo::cell_of(moved(centre, walk.azimuth(walk.engine), radius_m * part));
      const bool covered = std::any_of(ranges.begin(), ranges.end(),
                                       [&](const geo::CellRange& r) { return r.begin <= cell && cell < r.end; });
      REQUIRE(covered);
    }
  }
}

TEST_CASE("a cover of three kilometres holds less than three times the circle") {
  const LatLng centre{31.85, 117.25};
  const auto ranges = geo::cover_circle(centre, 3000);
  RandomWalk walk;
  int covered = 0;
  int inside = 0;
  std::uniform_real_distribution<double> offset{-0.1, 0.1};
  for (int i = 0; i < 200000; ++i) {
    const LatLng p{centre.lat_deg + offset(walk.engine), centre.lng_deg + offset(walk.engine)};
    const auto cell = geo::cell_of(p);
    covered += std::any_of(ranges.begin(), ranges.end(),
                           [&](const geo::CellRange& r) { return r.begin <= cell && cell < r.end; });
    inside += geo::distance_m(centre, p) <= 3000;
  }
  CHECK(covered < 3 * inside);
  CHECK(covered >= inside);
}

TEST_CASE("a datum taken there and back is the same place to a millimetre") {
  RandomWalk walk;
  for (const Datum datum : {Datum::kGcj02, Datum::kBd09}) {
    for (int i = 0; i < 2000; ++i) {
      const LatLng p{walk.lat(walk.engine), walk.lng(walk.engine)};
      CHECK(geodesic_m(geo::to_wgs84(geo::from_wgs84(p, datum), datum), p) < 0.001);
    }
  }
}

TEST_CASE("GCJ-02 moves a point of Hefei by more than half a kilometre") {
  const LatLng hefei{31.8, 117.2};
  const double by_m = geodesic_m(hefei, geo::from_wgs84(hefei, Datum::kGcj02));
  CHECK(by_m > 500);
  CHECK(by_m < 650);
}

TEST_CASE("outside China a datum changes nothing") {
  const LatLng paris{48.85, 2.35};
  CHECK(geo::to_wgs84(paris, Datum::kBd09) == paris);
  CHECK(geo::from_wgs84(paris, Datum::kGcj02) == paris);
}
