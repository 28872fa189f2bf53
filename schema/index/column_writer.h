#pragma once

// Writes columns.bin row by row, in memory that does not grow with the rows.

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/domain/posting.h"
#include "schema/index/columns.h"

namespace doorstep::index {

// Gives the strings of one column their numbers.
class DictionaryBuilder {
 public:
  // All strings of one column together: the values are the sender's, our memory is not.
  static constexpr std::size_t kMaxBytes = 2 << 20;

  // 0 for an empty value, and for a new one when the numbers or kMaxBytes have run out: such a value is shown but
  // cannot be filtered by. A dictionary of 65,535 kinds of benefit is a sender's mistake, not a vocabulary.
  std::uint16_t number(std::string_view value);

  // The strings in order of their numbers, each followed by a NUL.
  const std::string& joined() const { return joined_; }

 private:
  std::unordered_map<std::string, std::uint16_t> numbers_;
  std::string joined_;
};

// The values that filters and facets go by, in the usual names of what they mean.
struct RowLabels {
  std::string employment_type;
  std::vector<std::string> groups;
  std::vector<std::string> welfare;
};

// What a row tells beside its posting.
struct RowFacts {
  std::uint32_t copy_group = 0;
  std::size_t length = 0;      // of the description, in characters
  std::uint32_t employer = 0;  // equal for postings of one employer; kNoEmployer
  RowLabels labels;
};

// Not thread-safe. Throws std::system_error when the disk refuses.
class ColumnWriter {
 public:
  // Writes parts beside `file`; they are gone after finish().
  explicit ColumnWriter(std::filesystem::path file);
  ~ColumnWriter();
  ColumnWriter(const ColumnWriter&) = delete;
  ColumnWriter& operator=(const ColumnWriter&) = delete;

  // The next row. Rows must come in rising order of `cell`, which is geo::cell_of the posting's place.
  void add(const domain::Posting& posting, std::uint64_t cell, const RowFacts& facts);

  // Puts the parts together. `copy_groups`: one more than the highest number given.
  void finish(std::uint32_t copy_groups);

 private:
  template <typename T>
  void put(Column column, const T& value);
  void put_set(Column starts, Column values, Dictionary dictionary, const std::vector<std::string>& strings);
  std::filesystem::path part(std::size_t column) const;

  std::filesystem::path file_;
  std::array<std::ofstream, kColumnCount> parts_;
  std::array<std::uint64_t, kColumnCount> bytes_{};
  std::array<DictionaryBuilder, kDictionaryCount> dictionaries_;
  std::uint32_t rows_ = 0;
  std::uint32_t placed_rows_ = 0;
};

// How many of kCompletenessParts a posting tells: pay, description, company, a place better than a community's, experience or
// education, benefits, employment type, posted_at.
std::uint8_t completeness(const domain::Posting& posting);

}  // namespace doorstep::index
