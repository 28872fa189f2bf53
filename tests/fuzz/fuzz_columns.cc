// columns.bin: what the daemon maps and then reads without a further look.

#include <stdexcept>

#include "schema/index/columns.h"
#include "tests/fuzz/scratch_file.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

using index::Columns;
using index::Dictionary;

// Adds up what a column holds, so that every value is read.
template <typename T>
std::uint64_t sum(std::span<const T> column, std::uint32_t rows) {
  require(column.size() == rows, "a column has a value for every row");
  std::uint64_t all = 0;
  for (const T value : column) all += value;
  return all;
}

void read_columns(const Columns& columns) {
  const std::uint32_t rows = columns.rows();
  require(columns.placed_rows() <= rows, "no more rows have a place than there are");
  require(columns.copy_groups() <= std::uint64_t{rows} + 1,
          "no more copy groups than rows, or counting them takes the memory");
  std::uint64_t all = sum(columns.cell(), rows) + sum(columns.accuracy_m(), rows) + sum(columns.pay_reach(), rows) +
                      sum(columns.posted_at(), rows) + sum(columns.lapses_at(), rows) +
                      sum(columns.employer_types(), rows) + sum(columns.education(), rows) +
                      sum(columns.experience(), rows) + sum(columns.length(), rows) + sum(columns.completeness(), rows) +
                      sum(columns.pay_floor(), rows) + sum(columns.pay_unit(), rows) + sum(columns.employer(), rows) +
                      sum(columns.age_min(), rows) + sum(columns.age_max(), rows);
  require(columns.ecef().size() == rows, "a column has a value for every row");
  // What a circle asks of each place: a point far off the earth must not overflow it.
  const geo::Ecef hefei = geo::to_ecef({31.85, 117.25});
  for (const geo::Ecef& place : columns.ecef()) require(geo::chord2(place, hefei) >= 0, "a square is not negative");
  for (const std::uint32_t group : columns.copy_group()) {
    require(group < columns.copy_groups(), "a copy group is below their number");
  }
  // The sum is of no interest; reading is.
  [[maybe_unused]] volatile std::uint64_t kept = all;
}

void read_values(const Columns& columns, Dictionary dictionary, std::span<const std::uint16_t> numbers) {
  const index::StringTable& strings = columns.strings(dictionary);
  for (const std::uint16_t number : numbers) {
    require(number < strings.size(), "a value has a string");
    if (number == 0) continue;
    const std::string_view value = strings.value(number);
    const auto found = strings.number(value);
    require(found.has_value(), "a string of the table is found in it");
    require(strings.value(*found) == value, "the number found is of the string that was asked for");
  }
}

void read_dictionaries(const Columns& columns) {
  for (const Dictionary dictionary :
       {Dictionary::kCategory, Dictionary::kEmploymentType, Dictionary::kSource, Dictionary::kCommunity}) {
    require(columns.numbers(dictionary).size() == columns.rows(), "a column has a value for every row");
    read_values(columns, dictionary, columns.numbers(dictionary));
  }
  for (const Dictionary dictionary : {Dictionary::kWelfare, Dictionary::kGroup}) {
    for (std::uint32_t row = 0; row < columns.rows(); ++row) {
      read_values(columns, dictionary, columns.set(dictionary, row));
    }
  }
}

}  // namespace

bool reads(std::string_view bytes) {
  const ScratchFile file(of_this_version(bytes));
  try {
    const Columns columns(file.path());
    read_columns(columns);
    read_dictionaries(columns);
    return true;
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with(file.path().native()), "a refusal names the file");
    return false;
  }
}

}  // namespace doorstep::fuzzing
