#pragma once

// UTF-8 decoding for the inner loops of this room; next_code_point() is its public face.

#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace doorstep::text {

inline constexpr char32_t kReplacement = 0xFFFD;

// The Unified Ideographs block, where all but a handful of the Han characters of a posting stand.
inline constexpr char32_t kFirstIdeograph = 0x4E00;
inline constexpr char32_t kLastIdeograph = 0x9FFF;

// As next_code_point().
inline char32_t decode(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(at);
  if (lead < 0x80) {
    ++at;
    return lead;
  }
  // 0xE3..0xE9: three bytes, no overlong or surrogate forms to refuse; nearly all Chinese text.
  if (lead >= 0xE3 && lead <= 0xE9 && at + 2 < text.size() && (byte(at + 1) & 0xC0) == 0x80 &&
      (byte(at + 2) & 0xC0) == 0x80) {
    const char32_t c = (lead & 0x0FU) << 12 | (byte(at + 1) & 0x3FU) << 6 | (byte(at + 2) & 0x3FU);
    at += 3;
    return c;
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t next = at;
  UChar32 c = 0;
  U8_NEXT(bytes, next, text.size(), c);
  if (c < 0) {
    ++at;
    return kReplacement;
  }
  at = next;
  return static_cast<char32_t>(c);
}

}  // namespace doorstep::text
