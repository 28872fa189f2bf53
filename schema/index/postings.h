#pragma once

// Every posting as it is shown, mapped. In the database it would have to be read, inflated and copied for each hit of a page,
// which takes longer than finding them.

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "schema/domain/posting.h"
#include "schema/index/records.h"

namespace doorstep::index {

// Not thread-safe. Throws std::system_error when the disk refuses.
class PostingsWriter {
 public:
  explicit PostingsWriter(std::filesystem::path file);

  // The next row, in the order of the columns.
  void add(const domain::Posting& posting);
  void finish() { records_.finish(); }

 private:
  RecordsWriter records_;
};

// Thread-safe: immutable.
class Postings {
 public:
  // Throws std::runtime_error for a file that is not of this format or is cut short.
  explicit Postings(const std::filesystem::path& file);

  std::uint32_t rows() const { return records_.rows(); }

  // What decode_posting reads. Valid while this lives. Empty, which is no posting, for a row that the file has not, or that
  // a damaged file points outside with.
  std::string_view row(std::uint32_t row) const { return records_.row(row); }

 private:
  Records records_;
};

}  // namespace doorstep::index
