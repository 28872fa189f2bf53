#pragma once

// A mapped file of one record a row, of any bytes: what texts.bin and postings.bin have in common. Layout: schema/README.md.

#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string_view>

#include "schema/index/mapped_file.h"

namespace doorstep::index {

// The first bytes of such a file: what its records are.
using RecordsMagic = std::array<char, 8>;

// Memory does not grow with the rows. Not thread-safe. Throws std::system_error when the disk refuses.
class RecordsWriter {
 public:
  // Writes the starts beside `file`; they are gone after finish().
  RecordsWriter(std::filesystem::path file, RecordsMagic magic);

  // The next row: its record is the pieces one after the other.
  void add(std::initializer_list<std::string_view> pieces);
  void finish();

 private:
  std::filesystem::path file_;
  RecordsMagic magic_;
  std::ofstream out_;
  std::uint64_t offset_ = 0;
  std::ofstream starts_;
  std::uint32_t rows_ = 0;
};

// Thread-safe: immutable.
class Records {
 public:
  // `kind`: what the file is called when it is of another one. Throws std::runtime_error naming the file when it is not of
  // this magic and format version or is cut short.
  Records(const std::filesystem::path& file, RecordsMagic magic, std::string_view kind);

  std::uint32_t rows() const { return rows_; }

  // Valid while this lives. Empty for a row that the file has not, or that a damaged file points outside with.
  std::string_view row(std::uint32_t row) const;

 private:
  MappedFile file_;
  std::uint32_t rows_ = 0;
  const std::byte* starts_ = nullptr;
  std::size_t records_end_ = 0;
};

}  // namespace doorstep::index
