// Every metro station of Hefei in the three datums of its published list, converted into each other.
//
// metro_test: exits 77 where the shared data is absent, or fails there with CI set.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "schema/geo/datum.h"
#include "schema/geo/distance.h"

namespace {

using doorstep::domain::Datum;
using doorstep::domain::LatLng;

constexpr int kSkipped = 77;
constexpr std::size_t kStations = 219;
constexpr double kTolerableM = 0.5;

struct Station {
  std::string name;
  LatLng wgs84;
  LatLng gcj02;
  LatLng bd09;

  LatLng in(Datum datum) const { return datum == Datum::kWgs84 ? wgs84 : datum == Datum::kGcj02 ? gcj02 : bd09; }
};

std::filesystem::path list_of_stations() {
  const char* shared = std::getenv("DOORSTEP_SHARED");
  const std::filesystem::path folder =
      shared != nullptr ? std::filesystem::path(shared) : std::filesystem::path(DOORSTEP_SOURCE_DIR) / ".." / "shared";
  return folder / "data" / "gazetteer" / "hefei_metro_stations_osm.csv";
}

// name,lng_wgs84,lat_wgs84,lng_gcj02,lat_gcj02,lng_bd09,lat_bd09,district
std::vector<Station> read_stations(std::istream& in) {
  std::vector<Station> stations;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == ',') {
        cells.emplace_back();
      } else {
        cells.back().push_back(c);
      }
    }
    const auto point = [&cells](std::size_t i) { return LatLng{std::stod(cells.at(i + 1)), std::stod(cells.at(i))}; };
    stations.push_back({cells.at(0), point(1), point(3), point(5)});
  }
  return stations;
}

// The greatest error over all pairs of datums, told where it is not tolerable.
double worst_error_m(const Station& station) {
  double worst = 0;
  for (const Datum from : {Datum::kWgs84, Datum::kGcj02, Datum::kBd09}) {
    for (const Datum to : {Datum::kWgs84, Datum::kGcj02, Datum::kBd09}) {
      const LatLng converted = doorstep::geo::from_wgs84(doorstep::geo::to_wgs84(station.in(from), from), to);
      const double error_m = doorstep::geo::distance_m(converted, station.in(to));
      if (error_m > kTolerableM) {
        std::cout << fmt::format("{}: {} -> {} is off by {:.2f} m\n", station.name, doorstep::domain::datum_name(from),
                                 doorstep::domain::datum_name(to), error_m);
      }
      worst = std::max(worst, error_m);
    }
  }
  return worst;
}

}  // namespace

int main() {
  std::ifstream in(list_of_stations());
  if (!in) {
    const bool required = std::getenv("CI") != nullptr;
    std::cout << (required ? "failed" : "skipped") << ": the shared test data is absent (DOORSTEP_SHARED)\n";
    return required ? 1 : kSkipped;
  }
  const std::vector<Station> stations = read_stations(in);
  double worst = 0;
  for (const Station& station : stations) worst = std::max(worst, worst_error_m(station));
  std::cout << fmt::format("{} stations, at most {:.3f} m off\n", stations.size(), worst);
  return stations.size() == kStations && worst <= kTolerableM ? 0 : 1;
}
