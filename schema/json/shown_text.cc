#include "schema/json/shown_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace doorstep::json {
namespace {

struct Decoded {
  char32_t code_point = 0;
  std::size_t length = 0;  // 0: not well-formed
};

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array kBlank{Range{0x00, 0x20},     Range{0x7F, 0xA0},     Range{0xAD, 0xAD},     Range{0x1680, 0x1680},
                            Range{0x180E, 0x180E}, Range{0x2000, 0x200F}, Range{0x2028, 0x202F}, Range{0x205F, 0x206F},
                            Range{0x3000, 0x3000}, Range{0xFEFF, 0xFEFF}};

// As kBlank without the spaces, and the tag characters beyond the BMP.
constexpr std::array kUnseen{Range{0x00, 0x1F},     Range{0x7F, 0x9F},     Range{0xAD, 0xAD},
                             Range{0x180E, 0x180E}, Range{0x200B, 0x200F}, Range{0x2028, 0x202E},
                             Range{0x2060, 0x206F}, Range{0xFEFF, 0xFEFF}, Range{0xE0000, 0xE0FFF}};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t code_point) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= code_point && code_point <= range.last; });
}

std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

bool is_scalar_value(char32_t code_point, std::size_t length) {
  if (length == 3) return code_point >= 0x800 && (code_point < 0xD800 || code_point > 0xDFFF);
  if (length == 4) return code_point >= 0x10000 && code_point <= 0x10FFFF;
  return true;
}

Decoded decode_front(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(lead);
  if (length == 0 || length > text.size()) return {};
  if (length == 1) return {lead, 1};
  char32_t code_point = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  if (!is_scalar_value(code_point, length)) return {};
  return {code_point, length};
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = decode_front(text.substr(at)).length;
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode_front(text);
    if (next.length == 0 || !contains(kBlank, next.code_point)) return false;
    text.remove_prefix(next.length);
  }
  return true;
}

bool has_blank(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode_front(text);
    if (next.length == 0) return false;
    if (contains(kBlank, next.code_point)) return true;
    text.remove_prefix(next.length);
  }
  return false;
}

std::string shown(std::string_view text) {
  std::string out;
  for (std::size_t chars = 0; !text.empty(); ++chars) {
    if (chars == kMaxShownChars) return out + "…";
    const Decoded next = decode_front(text);
    if (next.length == 0) {
      out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text.front()));
      text.remove_prefix(1);
      continue;
    }
    if (contains(kUnseen, next.code_point)) {
      out += fmt::format("\\u{{{:X}}}", static_cast<std::uint32_t>(next.code_point));
    } else {
      out += text.substr(0, next.length);
    }
    text.remove_prefix(next.length);
  }
  return out;
}

std::string in_quotes(std::string_view text) { return "“" + shown(text) + "”"; }

}  // namespace doorstep::json
