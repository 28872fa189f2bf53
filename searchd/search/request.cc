#include "searchd/search/request.h"

#include <array>

namespace doorstep::search {
namespace {

constexpr std::array<std::string_view, 4> kSortNames{"relevance", "distance", "newest", "pay"};
constexpr std::array<std::string_view, kFacetCount> kFacetNames{
    "category", "employer_type", "employment_type", "group", "welfare", "source", "education", "pay_unknown"};

constexpr std::array<std::string_view, kPartCount> kPartNames{"place",   "pay",       "group", "employment",
                                                              "welfare", "exclusion", "shift", "requirement",
                                                              "age",     "sort",      "job",   "correction"};

template <typename T, std::size_t N>
std::optional<T> from_name(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names.at(i) == name) return static_cast<T>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view sort_name(Sort sort) { return kSortNames.at(static_cast<std::size_t>(sort)); }
std::optional<Sort> sort_from_name(std::string_view name) { return from_name<Sort>(kSortNames, name); }

std::string_view part_name(Part part) { return kPartNames.at(static_cast<std::size_t>(part)); }
std::optional<Part> part_from_name(std::string_view name) { return from_name<Part>(kPartNames, name); }

std::string_view facet_name(Facet facet) { return kFacetNames.at(static_cast<std::size_t>(facet)); }
std::optional<Facet> facet_from_name(std::string_view name) { return from_name<Facet>(kFacetNames, name); }

}  // namespace doorstep::search
