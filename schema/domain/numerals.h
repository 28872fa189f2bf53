#pragma once

// Figures as people write them: 4500, 4,500, 1.2万, 三千五, 一万二, 五六千, ½.

#include <cstddef>
#include <optional>
#include <string_view>

namespace doorstep::domain {

struct Numeral {
  double low = 0;
  double high = 0;    // above `low` only for two digits side by side: 五六千 is 5000 to 6000
  double factor = 1;  // the largest of 百 千 k 万 w 亿 that was said; a figure without one may borrow its neighbour's
  bool bare = false;          // 万 alone, without a digit: a figure only in words such as 过万
  bool circled = false;       // ① to ⑳: a figure or a list mark
  bool leading_zero = false;  // 0551: a code, no quantity
  std::size_t end = 0;        // where the figure ends in the text

  bool operator==(const Numeral&) const = default;
};

// No figure grows beyond this, whatever the text says.
inline constexpr double kNumeralLimit = 1e12;

// The longest figure that starts at `at` of a text folded by fold_text; nullopt when none does. A 一 that opens "one of
// something" (八百一天) belongs to that, not to the figure. Reads each character at most twice.
std::optional<Numeral> read_numeral(std::u32string_view text, std::size_t at);

// Whether 一 at `at` counts a time or a piece (一天, 一个月, 一单).
bool opens_one_of(std::u32string_view text, std::size_t at);

}  // namespace doorstep::domain
