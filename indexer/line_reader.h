#pragma once

// A text file as a stream of lines, whatever their length: memory is one block and one line of at most `max_line_bytes`.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::indexer {

struct Line {
  std::uint64_t number = 0;  // from 1; blank lines count
  std::uint64_t offset = 0;  // of its first byte in the file
  std::uint64_t bytes = 0;   // its length without the line end, also when it is too long
  std::string_view text;     // without line end; empty when too long. Valid until the next call of next()
  bool too_long = false;

  bool operator==(const Line&) const = default;
};

// Reads from the beginning to the end once. A UTF-8 byte order mark at the beginning and one '\r' at the end of a
// line belong to no line; a last line without '\n' is a line. Trouble with the file throws std::system_error that names it.
class LineReader {
 public:
  static constexpr std::string_view kStdin = "-";

  // `path` may be kStdin. `max_line_bytes` counts without the line end.
  LineReader(std::string path, std::size_t max_line_bytes);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;

  // The next line that is not blank (spaces and tabs are), or nullopt at the end. A line that is too long is read past,
  // not kept.
  std::optional<Line> next();

  const std::string& path() const { return path_; }
  std::uint64_t bytes_consumed() const { return offset_; }  // of the file, to the end of the last line returned
  std::optional<std::uint64_t> total_bytes() const;         // nullopt: a pipe, or another file without a size

 private:
  // Fills the block when it is used up; false at the end of the file.
  bool fill();
  void skip_byte_order_mark();
  Line take_line();
  void append(std::string_view part);
  [[noreturn]] void fail(int error) const;

  std::string path_;
  std::size_t max_line_bytes_;
  int fd_ = 0;  // standard input, until a file is opened
  std::vector<char> block_;
  std::size_t begin_ = 0;  // of what is unread in block_
  std::size_t end_ = 0;
  std::string line_;              // the line being put together, up to one byte more than the longest
  std::uint64_t line_bytes_ = 0;  // its length so far, kept or not
  std::uint64_t offset_ = 0;
  std::uint64_t number_ = 0;
};

}  // namespace doorstep::indexer
