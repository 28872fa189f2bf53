#pragma once

// The reviewed text files of schema/data, taken apart.

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace doorstep::text {

// The parts between separators, also empty ones.
inline std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    if (end == text.size()) return parts;
    text.remove_prefix(end + 1);
  }
}

// Calls `use(line, number)` for each line that is neither empty nor a '#' comment; numbers begin at 1.
template <typename Use>
void each_line(std::string_view text, Use use) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t length = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (!line.empty() && line.front() != '#') use(line, number);
  }
}

}  // namespace doorstep::text
