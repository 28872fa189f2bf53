#include "searchd/search/facet_counts.h"

#include <algorithm>

namespace doorstep::search {

using index::Dictionary;

std::optional<Dictionary> dictionary_of(Facet facet) {
  switch (facet) {
    case Facet::kCategory: return Dictionary::kCategory;
    case Facet::kEmploymentType: return Dictionary::kEmploymentType;
    case Facet::kGroup: return Dictionary::kGroup;
    case Facet::kWelfare: return Dictionary::kWelfare;
    case Facet::kSource: return Dictionary::kSource;
    case Facet::kEmployerType:
    case Facet::kEducation:
    case Facet::kPayUnknown: return std::nullopt;
  }
  return std::nullopt;
}

FacetCounts::FacetCounts(const index::Columns& columns, Facet facet) : columns_(columns) {
  if (const auto dictionary = dictionary_of(facet)) {
    dictionary_ = *dictionary;
    kind_ = dictionary_ >= Dictionary::kWelfare ? Kind::kSet : Kind::kNumber;
    if (kind_ == Kind::kNumber) numbers_ = columns.numbers(dictionary_);
    counts_.resize(columns.strings(dictionary_).size());
  } else if (facet == Facet::kEducation) {
    kind_ = Kind::kLevel;
    levels_ = columns.education();
    counts_.resize(static_cast<std::size_t>(domain::Education::kDoctor) + 1);
  } else {
    kind_ = Kind::kBits;
    numbers_ = columns.employer_types();
    counts_.resize(domain::kEmployerTypeCount);
    counts_by_bits_.resize(std::size_t{1} << domain::kEmployerTypeCount);
  }
}

void FacetCounts::add(std::span<const std::uint32_t> rows) {
  const auto count = [&rows](const auto& values, std::vector<std::uint64_t>& counts) {
    for (const std::uint32_t row : rows) {
      const std::size_t value = values[row];  // read once: it is mapped, and may turn
      if (value < counts.size()) ++counts[value];
    }
  };
  switch (kind_) {
    case Kind::kNumber: return count(numbers_, counts_);
    case Kind::kLevel: return count(levels_, counts_);
    case Kind::kBits: return count(numbers_, counts_by_bits_);
    case Kind::kSet:
      for (const std::uint32_t row : rows) each_value(row, [this](std::size_t value) { ++counts_[value]; });
  }
}

std::uint64_t FacetCounts::total(std::size_t value) const {
  std::uint64_t total = counts_[value];
  for (std::size_t bits = 0; bits < counts_by_bits_.size(); ++bits) {
    if ((bits >> value & 1U) != 0) total += counts_by_bits_[bits];
  }
  return total;
}

std::string FacetCounts::name(std::size_t value) const {
  switch (kind_) {
    case Kind::kLevel: return std::string(domain::education_name(static_cast<domain::Education>(value)));
    case Kind::kBits: return std::string(domain::employer_type_name(static_cast<domain::EmployerType>(value)));
    case Kind::kNumber:
    case Kind::kSet: break;
  }
  return std::string(columns_.strings(dictionary_).value(static_cast<std::uint16_t>(value)));
}

std::vector<std::pair<std::string, std::uint64_t>> FacetCounts::counted() const {
  std::vector<std::pair<std::string, std::uint64_t>> counted;
  for (std::size_t value = 0; value < counts_.size(); ++value) {
    const std::uint64_t vacancies = total(value);
    if (vacancies == 0) continue;
    std::string shown = name(value);
    if (!shown.empty()) counted.emplace_back(std::move(shown), vacancies);
  }
  std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counted;
}

}  // namespace doorstep::search
