#pragma once

// Splits normalised text into what words are made of: single Han characters and whole tokens of other letters and
// digits. Knows nothing of dictionaries.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace doorstep::text {

// One Han character, or one token (c++, .net, node.js, 1.5, o2o) that no word begins or ends inside of.
struct Unit {
  std::uint32_t begin = 0;  // bytes
  std::uint32_t end = 0;
  char32_t han = 0;  // 0: a token

  bool is_han() const { return han != 0; }
};

// Reads the units of a text, a span at a time: units that touch, with nothing between them.
class UnitReader {
 public:
  // `text` must outlive the reader and be shorter than 4 GB.
  explicit UnitReader(std::string_view text) : text_(text) {}

  // Replaces `span` by the next one. False, and `span` empty, at the end of the text.
  bool next_span(std::vector<Unit>& span);

 private:
  bool read_unit(std::vector<Unit>& span);

  std::string_view text_;
  std::size_t at_ = 0;
};

// The parts of a token that people also search by themselves (node and js of node.js, .net of asp.net, python of
// python3), as ranges of bytes in it. A name with signs has none: c++ is not c.
struct TokenPart {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};
std::vector<TokenPart> parts_of_token(std::string_view token);

}  // namespace doorstep::text
