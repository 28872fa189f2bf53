#include "schema/text/data_lines.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "schema/text/code_points.h"

namespace doorstep::text {
namespace {

constexpr char32_t kAscii = 128;

std::vector<std::string_view> between_blanks(std::string_view text) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = std::min(text.find(' '), text.size());
    fields.push_back(text.substr(0, end));
    if (end == text.size()) return fields;
    text.remove_prefix(end + 1);
  }
}

// Without fields where the line is wrong.
CharacterLine read(std::string_view line) {
  const std::size_t tab = line.find('\t');
  if (tab == std::string_view::npos || tab + 1 == line.size()) return {};
  std::size_t end = 0;
  const char32_t c = decode(line, end);
  if (c < kAscii || c == kReplacement || end != tab) return {};
  return {c, between_blanks(line.substr(tab + 1))};
}

}  // namespace

void for_each_character_line(std::string_view file, std::string_view tsv,
                             const std::function<void(const CharacterLine&)>& use) {
  for (std::size_t number = 1; !tsv.empty(); ++number) {
    const std::size_t end = std::min(tsv.find('\n'), tsv.size());
    const std::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    if (line.empty() || line.front() == '#') continue;
    const CharacterLine row = read(line);
    if (row.fields.empty()) throw std::runtime_error(std::string(file) + ", line " + std::to_string(number));
    use(row);
  }
}

}  // namespace doorstep::text
