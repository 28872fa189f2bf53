#pragma once

// What was asked, as a value: the HTTP boundary makes it, the searcher answers it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/domain/employment.h"
#include "schema/domain/pay.h"
#include "schema/domain/place.h"

namespace doorstep::search {

// The point a search is measured from.
struct Anchor {
  domain::LatLng point;                         // WGS-84
  domain::Datum datum = domain::Datum::kWgs84;  // of the request, and of every place in the answer
  std::string community_id;                     // set if the anchor is a community
  std::uint32_t accuracy_m = 0;                 // of the community's centre; 0 for coordinates

  bool operator==(const Anchor&) const = default;
};

enum class Sort : std::uint8_t { kRelevance = 0, kDistance = 1, kNewest = 2, kPay = 3 };

// "relevance", "distance", "newest", "pay"
std::string_view sort_name(Sort sort);
std::optional<Sort> sort_from_name(std::string_view name);

// What a facet counts; the name is that of the filter.
enum class Facet : std::uint8_t {
  kCategory,
  kEmployerType,
  kEmploymentType,
  kGroup,
  kWelfare,
  kSource,
  kEducation,
  kPayUnknown,
};
inline constexpr std::size_t kFacetCount = 8;
std::string_view facet_name(Facet facet);
std::optional<Facet> facet_from_name(std::string_view name);

// Values of one filter are alternatives; different filters must all hold. An empty list does not filter.
struct Filters {
  std::optional<domain::Education> education;     // passes what asks no more, or says nothing
  std::optional<std::uint32_t> experience_years;  // the same
  std::optional<std::uint32_t> pay_min;           // CNY a month; unknown pay does not pass
  std::optional<std::uint32_t>
      pay_max;  // CNY a month; passes what begins there or below, or tells no least pay; unknown pay does not pass
  std::optional<domain::PayUnit> pay_unit;          // paid by the day or the hour
  std::optional<std::uint32_t> age;                 // years; passes what states no age, or one that holds it
  std::optional<std::uint32_t> posted_within_days;  // unknown date does not pass
  std::vector<std::string> categories;
  domain::EmployerTypes employer_types = 0;
  std::vector<std::string> employment_types;
  std::vector<std::string> groups;
  std::vector<std::string> welfare;
  std::vector<std::string> sources;
  std::vector<std::string> communities;  // posted_by_community

  bool operator==(const Filters&) const = default;
};

// What a query's words may be read as, beside words. Each can be switched off.
enum class Part : std::uint8_t {
  kPlace,
  kPay,
  kGroup,
  kEmployment,
  kWelfare,
  kExclusion,
  kShift,
  kRequirement,
  kAge,
  kSort,
  kJob,         // everyday names of a job, and narrower jobs
  kCorrection,  // what was probably meant in the place of what was typed
};
inline constexpr std::size_t kPartCount = 12;
std::string_view part_name(Part part);
std::optional<Part> part_from_name(std::string_view name);

// Bit i for Part i.
using IgnoredParts = std::uint16_t;
inline bool is_ignored(IgnoredParts ignored, Part part) {
  return (std::uint32_t{ignored} >> static_cast<unsigned>(part) & 1U) != 0;
}
inline IgnoredParts ignoring(Part part) { return static_cast<IgnoredParts>(1U << static_cast<unsigned>(part)); }

struct SearchRequest {
  std::string query;  // as typed; empty: browse
  Anchor anchor;
  double radius_m = 3000;
  Filters filters;
  std::optional<Sort> sort;  // nullopt: as the words ask for it, else by relevance
  std::uint32_t limit = 10;
  std::string cursor;  // opaque, from an earlier answer; empty: the first page
  std::vector<Facet> facets;
  bool explain = false;
  bool exact = false;
  bool collapse = true;  // copies of one vacancy as one hit; never with `exact`
  IgnoredParts ignored = 0;

  Sort order() const { return sort.value_or(Sort::kRelevance); }

  bool operator==(const SearchRequest&) const = default;
};

}  // namespace doorstep::search
