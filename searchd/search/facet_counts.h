#pragma once

// How many vacancies have each value of a facet.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "schema/index/columns.h"
#include "searchd/search/request.h"

namespace doorstep::search {

// The dictionary that a facet's values are out of; nullopt: they are bits or levels.
std::optional<index::Dictionary> dictionary_of(Facet facet);

// Not thread-safe. The columns must outlive it.
class FacetCounts {
 public:
  // Any facet but kPayUnknown.
  FacetCounts(const index::Columns& columns, Facet facet);

  // Postings that are vacancies of their own: many at once, so that what kind of facet this is, is asked once.
  void add(std::span<const std::uint32_t> rows);

  // One of the copies of a vacancy: that has what any of its copies has, and counts once for each.
  void add_copy(std::uint32_t row, std::uint32_t group) {
    each_value(row, [this, group](std::size_t value) {
      if (seen_.insert(std::uint64_t{group} << 16U | value).second) ++counts_[value];
    });
  }

  // Value and count, the most frequent first, then by value.
  std::vector<std::pair<std::string, std::uint64_t>> counted() const;

 private:
  enum class Kind : std::uint8_t { kNumber, kSet, kBits, kLevel };

  // Numbers beyond the dictionary, which only a damaged file has, and levels that are not known are no values.
  template <typename Use>
  void each_value(std::uint32_t row, Use use) {
    const auto one = [&](std::size_t value) {
      if (value < counts_.size()) use(value);
    };
    switch (kind_) {
      case Kind::kNumber: return one(numbers_[row]);
      case Kind::kLevel: return one(levels_[row]);
      case Kind::kBits:
        for (std::uint32_t bits = numbers_[row], value = 0; bits != 0; bits >>= 1U, ++value) {
          if ((bits & 1U) != 0) one(value);
        }
        return;
      case Kind::kSet:
        for (const std::uint16_t number : columns_.set(dictionary_, row)) one(number);
    }
  }
  std::string name(std::size_t value) const;
  std::uint64_t total(std::size_t value) const;

  const index::Columns& columns_;
  Kind kind_ = Kind::kNumber;
  index::Dictionary dictionary_ = index::Dictionary::kCategory;
  std::span<const std::uint16_t> numbers_;
  std::span<const std::uint8_t> levels_;
  std::vector<std::uint64_t> counts_;
  std::vector<std::uint64_t> counts_by_bits_;  // kBits: of rows by all their bits, for add()
  std::unordered_set<std::uint64_t> seen_;     // copy group and value
};

}  // namespace doorstep::search
