#pragma once

// The lines of the data files whose rows are a character, a tab and what is known of it.

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace doorstep::text {

struct CharacterLine {
  char32_t character = 0;
  std::vector<std::string_view> fields;  // what stands between single blanks, never none; one may be empty
};

// Hands on each line that is not blank or a comment. Throws std::runtime_error naming `file` and the first line that is
// no character beyond ASCII, a tab and something more.
void for_each_character_line(std::string_view file, std::string_view tsv,
                             const std::function<void(const CharacterLine&)>& use);

}  // namespace doorstep::text
