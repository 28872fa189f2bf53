#pragma once

// The normalised text of every posting, mapped: what `exact` and the phrase boost compare with, and
// what breaks ties between ids. It replaces positions in the index (two thirds of one) and the rereading of documents.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <vector>

#include "schema/index/mapped_file.h"

namespace doorstep::index {

struct PostingTexts {
  std::string_view id;     // as given
  std::string_view title;  // these three normalised and masked
  std::string_view company;
  std::string_view description;

  bool operator==(const PostingTexts&) const = default;
};

// Not thread-safe. Throws std::system_error when the disk refuses.
class TextsWriter {
 public:
  explicit TextsWriter(std::filesystem::path file);

  // The next row, in the order of the columns.
  void add(const PostingTexts& texts);
  void finish();

 private:
  std::filesystem::path file_;
  std::ofstream out_;
  std::uint64_t offset_ = 0;
  std::ofstream starts_;
  std::uint32_t rows_ = 0;
};

// Thread-safe: immutable.
class Texts {
 public:
  // Throws std::runtime_error for a file that is not of this format or is cut short.
  explicit Texts(const std::filesystem::path& file);

  std::uint32_t rows() const { return rows_; }

  // Valid while this lives. row < rows(). Empty texts for a row that a damaged file points outside with.
  PostingTexts row(std::uint32_t row) const;

 private:
  MappedFile file_;
  std::uint32_t rows_ = 0;
  const std::byte* starts_ = nullptr;
  std::size_t texts_end_ = 0;
};

}  // namespace doorstep::index
