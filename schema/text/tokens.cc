#include "schema/text/tokens.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

#include "schema/text/analyzer.h"
#include "schema/text/code_points.h"

namespace doorstep::text {
namespace {

constexpr std::string_view kNet = ".net";

// The languages written with a sharp; elsewhere # numbers things (3#楼).
constexpr std::array<std::string_view, 4> kSharpNames = {"c", "f", "j", "vc"};

bool is_ascii_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_ascii_alnum(char c) { return is_ascii_letter(c) || is_digit(c); }

constexpr std::uint32_t kLetterMask = U_GC_L_MASK | U_GC_N_MASK;

bool is_letter_or_number(char32_t c) {
  if (c < 0x80) return is_ascii_alnum(static_cast<char>(c));
  return (U_MASK(u_charType(static_cast<UChar32>(c))) & kLetterMask) != 0 && !is_han(c);
}

bool is_mark(char32_t c) { return c >= 0x300 && (U_MASK(u_charType(static_cast<UChar32>(c))) & U_GC_M_MASK) != 0; }

std::size_t skip_letters(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    std::size_t next = at;
    const char32_t c = decode(text, next);
    if (!is_letter_or_number(c) && !is_mark(c)) break;
    at = next;
  }
  return at;
}

// Whether the full stop at `dot` joins `left`, which ends there, to what follows: 1.5, web3.0 and node.js, but not
// the numbers of a list (1.java, java.2.熟悉).
bool dot_joins(std::string_view left, std::string_view text, std::size_t dot) {
  if (dot + 1 >= text.size() || left.empty()) return false;
  const char next = text[dot + 1];
  if (is_digit(next)) return is_digit(left.back());
  return is_ascii_letter(next) && std::any_of(left.begin(), left.end(), is_ascii_letter);
}

std::size_t skip_signs(std::string_view text, std::size_t begin, std::size_t at) {
  const std::string_view token = text.substr(begin, at - begin);
  if (is_ascii_letter(token.back()) && text.substr(at, 2) == "++") return at + 2;
  const bool sharp =
      text.substr(at, 1) == "#" && std::find(kSharpNames.begin(), kSharpNames.end(), token) != kSharpNames.end();
  return sharp ? at + 1 : at;
}

bool starts_dot_net(std::string_view text, std::size_t at) {
  if (text.substr(at, kNet.size()) != kNet) return false;
  const std::size_t end = at + kNet.size();
  return skip_letters(text, end) == end;
}

std::size_t token_end(std::string_view text, std::size_t begin) {
  if (text[begin] == '.') return begin + kNet.size();
  std::size_t part = begin;
  std::size_t at = skip_letters(text, begin);
  while (at < text.size() && text[at] == '.' && dot_joins(text.substr(part, at - part), text, at)) {
    part = at + 1;
    at = skip_letters(text, part);
  }
  return skip_signs(text, begin, at);
}

// Letters before closing digits: python of python3, but not h of h5, which is no name.
std::size_t name_length(std::string_view part) {
  const auto digits = std::find_if(part.begin(), part.end(), is_digit);
  const auto length = static_cast<std::size_t>(digits - part.begin());
  const bool is_name =
      length >= 2 && std::all_of(part.begin(), digits, is_ascii_letter) && std::all_of(digits, part.end(), is_digit);
  return is_name ? length : part.size();
}

}  // namespace

bool UnitReader::read_unit(std::vector<Unit>& span) {
  const std::size_t begin = at_;
  std::size_t next = at_;
  const char32_t c = decode(text_, next);
  char32_t han = 0;
  if (is_han(c)) {
    han = c;
    at_ = next;
  } else if (is_letter_or_number(c) || (c == '.' && starts_dot_net(text_, begin))) {
    at_ = token_end(text_, begin);
  } else {
    at_ = next;
    return false;
  }
  span.push_back({.begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(at_), .han = han});
  return true;
}

bool UnitReader::next_span(std::vector<Unit>& span) {
  span.clear();
  while (at_ < text_.size()) {
    if (!read_unit(span) && !span.empty()) return true;
  }
  return !span.empty();
}

std::vector<TokenPart> parts_of_token(std::string_view token) {
  std::vector<TokenPart> parts;
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (end - begin < token.size())
      parts.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  };
  for (std::size_t begin = 0; begin < token.size();) {
    const std::size_t end = std::min(token.find('.', begin + 1), token.size());
    const bool after_dot = token[begin] == '.';
    const std::string_view whole = token.substr(begin, end - begin);
    const std::size_t name = begin + (after_dot && whole != kNet ? 1 : 0);
    const std::string_view part = token.substr(name, end - name);
    if (std::any_of(part.begin(), part.end(), [](char c) { return !is_digit(c); })) {
      add(name, end);
      if (name_length(part) != part.size()) add(name, name + name_length(part));
    }
    begin = end;
  }
  return parts;
}

}  // namespace doorstep::text
