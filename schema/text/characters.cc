#include <unicode/uscript.h>

#include <algorithm>

#include "schema/text/analyzer.h"
#include "schema/text/code_points.h"

namespace doorstep::text {

bool is_han(char32_t c) {
  if (c >= kFirstIdeograph && c <= kLastIdeograph) return true;
  if (c < 0x2E80) return false;  // CJK Radicals Supplement: the first block with Script=Han
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

char32_t next_code_point(std::string_view text, std::size_t& at) { return decode(text, at); }

std::size_t count_characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace doorstep::text
