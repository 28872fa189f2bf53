#pragma once

// Names of places that people search near and postings lie at: communities, streets and districts of the gazetteer, and the zones,
// landmarks and stations of schema/data/places.tsv.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/result.h"
#include "schema/domain/community.h"
#include "schema/text/analyzer.h"
#include "schema/text/name_finder.h"

namespace doorstep::text {

enum class PlaceKind : std::uint8_t { kDistrict, kZone, kStreet, kCommunity, kLandmark, kStation, kRoad, kTown };

// "district", "zone", …
std::string_view place_kind_name(PlaceKind kind);

struct NamedPlace {
  std::string key;  // the usual name
  PlaceKind kind = PlaceKind::kLandmark;
  std::vector<std::string> names;  // the key first
  std::vector<std::string> near;   // keys of the streets it lies in, if it is not itself an area

  bool operator==(const NamedPlace&) const = default;
};

// Reads places.tsv: name, kind, aliases, streets, separated by tabs, items by spaces, '-' for none. Issues name "line N".
base::Result<std::vector<NamedPlace>> parse_places(std::string_view tsv);
std::string_view built_in_places_tsv();
// Throws std::logic_error naming the line if the built-in text does not parse, which a test rules out.
std::vector<NamedPlace> built_in_places();

// Immutable after construction; safe to share between threads.
class Places {
 public:
  // A name that two places have stays with the larger: district, zone, street, landmark, community. The gazetteer must outlive it.
  Places(const std::vector<NamedPlace>& named, const domain::Gazetteer& gazetteer);

  const std::vector<NamedPlace>& places() const { return places_; }
  const NameFinder& names() const { return *finder_; }
  // `normalized`: the whole name.
  std::optional<std::uint32_t> by_name(std::string_view normalized) const;

  // What a posting's address names: the longest name at each place, numbers in rising order. A street or community that only lends
  // its name to a road (和平路) is not meant.
  std::vector<std::uint32_t> in_address(std::string_view normalized) const;

  // What a posting's title names, at the borders of its words (`terms`: the analyser's of it). Two characters that are no district's
  // count only where they read as a place: 光明店, not 光明送奶.
  std::vector<std::uint32_t> in_title(std::string_view normalized, std::span<const Term> terms) const;

  // The places of a community: itself, its street, its district.
  std::vector<std::uint32_t> of_community(const domain::Community& community) const;

  // A community or street of the gazetteer that stands for the place as an anchor; nullptr: none is known.
  const domain::Community* centre_of(std::uint32_t place) const;

 private:
  template <typename Accepts>
  std::vector<std::uint32_t> named_in(std::string_view normalized, Accepts accepts) const;
  std::uint32_t add(NamedPlace place);
  void add_community(const domain::Community& community);

  std::vector<NamedPlace> places_;
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::unordered_map<std::string, std::uint32_t> by_name_;
  std::unordered_map<std::uint32_t, const domain::Community*> centres_;
  std::vector<std::uint32_t> owner_;  // of each name that finder_ finds
  std::optional<NameFinder> finder_;
};

}  // namespace doorstep::text
