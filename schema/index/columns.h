#pragma once

// The columns of a generation: what geography, filters, facets, expiry, order and totals are answered from.
//
// Row r (from 0) is the document with docid r + 1. Rows stand in the order of their cell on the Hilbert curve;
// postings without a place stand last. File format: schema/README.md.

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/geo/distance.h"
#include "schema/index/mapped_file.h"

namespace doorstep::index {

// Columns whose values are numbers of a dictionary of strings. Stored in the file: append only.
enum class Dictionary : std::uint8_t {
  kCategory = 0,
  kEmploymentType = 1,
  kSource = 2,
  kCommunity = 3,  // the community that posted it
  kWelfare = 4,    // a set
  kGroup = 5,      // a set
};
inline constexpr std::size_t kDictionaryCount = 6;
inline constexpr std::size_t kSetCount = 2;  // the last of them

// One column. Stored in the file: append only.
enum class Column : std::uint8_t {
  kCell = 0,             // uint64: geo::cell_of, geo::kNoCell without a place
  kEcef = 1,             // geo::Ecef: only where there is a cell
  kAccuracyM = 2,        // uint16, saturated
  kPayReach = 3,         // uint32 CNY a month: Pay::reach, kUnknownPay
  kPostedAt = 4,         // uint32 seconds since 1970, kUnknownTime
  kLapsesAt = 5,         // uint32 seconds since 1970
  kEmployerTypes = 6,    // uint16 bits
  kEducation = 7,        // uint8 Education, kUnknownLevel
  kExperience = 8,       // uint8 least years asked, kUnknownLevel
  kCategory = 9,         // uint16 of the dictionary, kNoValue
  kEmploymentType = 10,  // uint16
  kSource = 11,          // uint16
  kCommunity = 12,       // uint16
  kCopyGroup = 13,       // uint32: the same number (from 1) for copies of one vacancy, kNoCopies for a posting alone
  kLength = 14,          // uint16: characters of the description, saturated
  kCompleteness = 15,    // uint8: how many of kCompletenessParts a seeker would want are told
  kWelfareStart = 16,    // uint32, rows + 1: where a row's values begin in kWelfareValues
  kWelfareValues = 17,   // uint16
  kGroupStart = 18,
  kGroupValues = 19,
  kPayFloor = 20,  // uint32 CNY a month: the least, kUnknownPay if none is told
  kPayUnit = 21,   // uint8 domain::PayUnit
  kEmployer = 22,  // uint32: equal for postings of one employer, kNoEmployer
  kAgeMin = 23,    // uint8 years, 0 if none is stated
  kAgeMax = 24,    // uint8 years, kNoAgeLimit if none is stated
};
inline constexpr std::size_t kColumnCount = 25;

inline constexpr std::uint8_t kCompletenessParts = 8;

// The strings a column's numbers stand for. Number 0 (kNoValue) is no value; the first string is number 1.
class StringTable {
 public:
  StringTable() = default;
  // `joined`: the strings, each followed by a NUL. Must outlive the table.
  explicit StringTable(std::string_view joined);

  // "" for kNoValue, and for a number that a damaged file may hold.
  std::string_view value(std::uint16_t number) const {
    return number == 0 || number > values_.size() ? std::string_view{} : values_[number - 1U];
  }
  // nullopt: no posting has it.
  std::optional<std::uint16_t> number(std::string_view value) const;
  // One more than the highest number.
  std::size_t size() const { return values_.size() + 1; }

 private:
  std::vector<std::string_view> values_;
  std::unordered_map<std::string_view, std::uint16_t> numbers_;
};

// Thread-safe: immutable. Spans are valid while it lives.
class Columns {
 public:
  // Throws std::runtime_error naming file and reason for a file that is not of this format or is cut short.
  explicit Columns(const std::filesystem::path& file);

  std::uint32_t rows() const { return rows_; }

  std::span<const std::uint64_t> cell() const { return array<std::uint64_t>(Column::kCell); }
  std::span<const geo::Ecef> ecef() const { return array<geo::Ecef>(Column::kEcef); }
  std::span<const std::uint16_t> accuracy_m() const { return array<std::uint16_t>(Column::kAccuracyM); }
  std::span<const std::uint32_t> pay_reach() const { return array<std::uint32_t>(Column::kPayReach); }
  std::span<const std::uint32_t> pay_floor() const { return array<std::uint32_t>(Column::kPayFloor); }
  std::span<const std::uint8_t> pay_unit() const { return array<std::uint8_t>(Column::kPayUnit); }
  std::span<const std::uint32_t> employer() const { return array<std::uint32_t>(Column::kEmployer); }
  std::span<const std::uint8_t> age_min() const { return array<std::uint8_t>(Column::kAgeMin); }
  std::span<const std::uint8_t> age_max() const { return array<std::uint8_t>(Column::kAgeMax); }
  std::span<const std::uint32_t> posted_at() const { return array<std::uint32_t>(Column::kPostedAt); }
  std::span<const std::uint32_t> lapses_at() const { return array<std::uint32_t>(Column::kLapsesAt); }
  std::span<const std::uint16_t> employer_types() const { return array<std::uint16_t>(Column::kEmployerTypes); }
  std::span<const std::uint8_t> education() const { return array<std::uint8_t>(Column::kEducation); }
  std::span<const std::uint8_t> experience() const { return array<std::uint8_t>(Column::kExperience); }
  std::span<const std::uint32_t> copy_group() const { return array<std::uint32_t>(Column::kCopyGroup); }
  std::span<const std::uint16_t> length() const { return array<std::uint16_t>(Column::kLength); }
  std::span<const std::uint8_t> completeness() const { return array<std::uint8_t>(Column::kCompleteness); }

  // The values of a dictionary column by row; only for those before kWelfare.
  std::span<const std::uint16_t> numbers(Dictionary dictionary) const;
  // A row's set; only for kWelfare and kGroup.
  std::span<const std::uint16_t> set(Dictionary dictionary, std::uint32_t row) const;

  const StringTable& strings(Dictionary dictionary) const { return strings_[static_cast<std::size_t>(dictionary)]; }

  // Rows of postings that have a place: [0, placed_rows()).
  std::uint32_t placed_rows() const { return placed_rows_; }

  // Has every page at hand: the first searches after a switch of generation shall cost no more than others.
  void warm() const noexcept { file_.populate(); }

  // One more than the highest copy group.
  std::uint32_t copy_groups() const { return copy_groups_; }

 private:
  template <typename T>
  std::span<const T> array(Column column) const {
    const std::span<const std::byte> bytes = sections_[static_cast<std::size_t>(column)];
    return {reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)};
  }
  void check_lengths() const;

  MappedFile file_;
  std::uint32_t rows_ = 0;
  std::uint32_t placed_rows_ = 0;
  std::uint32_t copy_groups_ = 1;
  std::array<std::span<const std::byte>, kColumnCount> sections_;
  std::array<StringTable, kDictionaryCount> strings_;
};

}  // namespace doorstep::index
