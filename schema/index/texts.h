#pragma once

// The normalised text of every posting, mapped: what `exact` and the phrase boost compare with, and
// what breaks ties between ids. It replaces positions in the index (two thirds of one) and the rereading of postings.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "schema/index/records.h"

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
  void finish() { records_.finish(); }

 private:
  RecordsWriter records_;
};

// Thread-safe: immutable.
class Texts {
 public:
  // Throws std::runtime_error for a file that is not of this format or is cut short.
  explicit Texts(const std::filesystem::path& file);

  std::uint32_t rows() const { return records_.rows(); }

  // Valid while this lives. Empty texts for a row that the file has not, or that a damaged file points outside with.
  PostingTexts row(std::uint32_t row) const;

 private:
  Records records_;
};

}  // namespace doorstep::index
