#include "schema/domain/numerals.h"

#include <algorithm>
#include <array>

#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

constexpr std::u32string_view kDigits = U"零一二三四五六七八九";
constexpr std::u32string_view kCountedByOne = U"天日月年周班工单件次场趟晚夜位节台平套课户餐份张只";
constexpr std::array<std::u32string_view, 3> kCountedByOneLong{U"小时", U"星期", U"礼拜"};
// A digit before one of these counts it and is not the tail of a figure: 一万五险一金 is not 15,000.
constexpr std::u32string_view kEndsTail = U"险金休班天餐倍名人位岁年个次点号小时月日%.";

std::optional<double> han_digit(char32_t code) {
  if (code == U'两') return 2;
  const std::size_t at = kDigits.find(code);
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<double>(at);
}

std::optional<double> vulgar_fraction(char32_t code) {
  switch (code) {
    case U'½': return 0.5;
    case U'¼': return 0.25;
    case U'¾': return 0.75;
    case U'⅓': return 1.0 / 3;
    case U'⅔': return 2.0 / 3;
    default: return std::nullopt;
  }
}

double clipped(double value) { return std::min(value, kNumeralLimit); }

// One run of digits, without units.
struct Digits {
  double low = 0;
  double high = 0;
  std::size_t count = 0;  // digits, leading zeros of a Han run not among them
  bool arabic = false;
  bool decimal = false;
  bool leading_zero = false;
  std::size_t end = 0;
};

// The three digits of a thousands group follow the comma at `at`.
bool is_thousands_group(std::u32string_view text, std::size_t at) {
  for (std::size_t i = 1; i <= 3; ++i) {
    if (!is_ascii_digit(char_at(text, at + i))) return false;
  }
  return !is_ascii_digit(char_at(text, at + 4));
}

void read_decimals(std::u32string_view text, Digits& digits) {
  std::size_t at = digits.end;
  if (char_at(text, at) == U'.' && is_ascii_digit(char_at(text, at + 1))) {
    digits.decimal = true;
    double place = 0.1;
    for (++at; is_ascii_digit(char_at(text, at)); ++at, place /= 10) {
      digits.low += place * static_cast<double>(text[at] - U'0');
    }
  } else if (const auto fraction = vulgar_fraction(char_at(text, at))) {
    digits.decimal = true;
    digits.low += *fraction;
    ++at;
  }
  digits.end = at;
}

Digits read_arabic(std::u32string_view text, std::size_t at) {
  Digits digits{.arabic = true, .leading_zero = text[at] == U'0' && is_ascii_digit(char_at(text, at + 1))};
  std::size_t in_group = 0;
  bool grouped = false;
  for (; at < text.size(); ++at) {
    if (is_ascii_digit(text[at])) {
      digits.low = clipped(digits.low * 10 + static_cast<double>(text[at] - U'0'));
      ++digits.count;
      ++in_group;
    } else if (text[at] == U',' && in_group >= 1 && in_group <= 3 && (!grouped || in_group == 3) &&
               !digits.leading_zero && is_thousands_group(text, at)) {
      grouped = true;
      in_group = 0;
    } else {
      break;
    }
  }
  digits.end = at;
  read_decimals(text, digits);
  digits.high = digits.low;
  return digits;
}

// 三, 五六 (a range of neighbours), 零五, 二零二六.
Digits read_han(std::u32string_view text, std::size_t at) {
  Digits digits;
  double first = 0;
  double value = 0;
  for (; at < text.size(); ++at) {
    const auto digit = han_digit(text[at]);
    if (!digit || (text[at] == U'一' && opens_one_of(text, at))) break;
    if (digits.count == 0 && *digit == 0) continue;
    if (digits.count == 0) first = *digit;
    value = clipped(value * 10 + *digit);
    ++digits.count;
  }
  const double last = value - first * 10;
  const bool neighbours = digits.count == 2 && last > first && last - first <= 2;
  digits.low = neighbours ? first : value;
  digits.high = neighbours ? last : value;
  if (neighbours) digits.count = 1;
  digits.end = at;
  return digits;
}

std::optional<Digits> read_digits(std::u32string_view text, std::size_t at) {
  const char32_t code = char_at(text, at);
  if (is_ascii_digit(code)) return read_arabic(text, at);
  if (vulgar_fraction(code)) {
    Digits digits{.count = 1, .arabic = true, .end = at};
    read_decimals(text, digits);
    digits.high = digits.low;
    return digits;
  }
  if (!han_digit(code) || (code == U'一' && opens_one_of(text, at))) return std::nullopt;
  return read_han(text, at);
}

// The unit at `at`; 0: none. k and w count only after Arabic digits and not inside a Latin word.
double unit_at(std::u32string_view text, std::size_t at, bool arabic) {
  switch (char_at(text, at)) {
    case U'十': return 10;
    case U'百': return 100;
    case U'千': return 1000;
    case U'万': return 1e4;
    case U'亿': return 1e8;
    case U'k': return arabic && !is_ascii_letter(char_at(text, at + 1)) ? 1000 : 0;
    case U'w': return arabic && !is_ascii_letter(char_at(text, at + 1)) ? 1e4 : 0;
    default: return 0;
  }
}

struct Span {
  double low = 0;
  double high = 0;

  Span plus(Span other, double times) const {
    return {clipped(low + other.low * times), clipped(high + other.high * times)};
  }
  Span times(double factor) const { return {clipped(low * factor), clipped(high * factor)}; }
};

// Puts digits and units together. Units must fall (万 千 百 十), 万 and 亿 multiply what stands before them.
class Composer {
 public:
  Composer(std::u32string_view text, std::size_t at) : text_(text) { numeral_.end = at; }

  std::optional<Numeral> read() {
    while (step()) {
    }
    if (!any_) return std::nullopt;
    const Span sum = total_.plus(section_, 1);
    numeral_.low = sum.low;
    numeral_.high = std::max(sum.low, sum.high);
    return numeral_;
  }

 private:
  bool step() {
    const std::size_t start = numeral_.end;
    const auto digits = read_digits(text_, start);
    const std::size_t unit_pos = digits ? unit_position(*digits) : start;
    const double unit = unit_at(text_, unit_pos, digits && digits->arabic);
    if (unit == 0) return finish(digits);
    if (!digits && any_ && unit < 1e4) return unit == 10 && take_unit({1, 1}, unit, unit_pos);
    if (!digits && !any_) numeral_.bare = unit != 10;
    const Span said = digits ? Span{digits->low, digits->high} : any_ ? Span{} : Span{1, 1};
    if (digits && !any_) numeral_.leading_zero = digits->leading_zero && !digits->decimal;
    return take_unit(said, unit, unit_pos);
  }

  // 4 - 6 K: a space may part a small figure from its unit.
  std::size_t unit_position(const Digits& digits) const {
    const bool parted = !any_ && digits.arabic && digits.low < 1000 && char_at(text_, digits.end) == U' ' &&
                        unit_at(text_, digits.end + 1, true) >= 1000;
    return parted ? digits.end + 1 : digits.end;
  }

  bool take_unit(Span digits, double unit, std::size_t unit_pos) {
    const bool big = unit >= 1e4;
    if (unit >= (big ? last_big_ : last_small_)) return false;
    if (big) {
      total_ = total_.plus(section_.plus(digits, 1), unit);
      section_ = {};
      last_big_ = unit;
      last_small_ = 1e4;
    } else {
      section_ = section_.plus(digits, unit);
      last_small_ = unit;
    }
    any_ = true;
    last_unit_ = unit;
    numeral_.factor = std::max(numeral_.factor, unit == 10 ? 1.0 : unit);
    if (big && numeral_.factor < 1e4) numeral_.factor = unit;
    numeral_.end = unit_pos + 1;
    return !is_ascii_letter(text_[unit_pos]);
  }

  // Digits that no unit follows: the whole figure, or its tail (三千五, 1万2).
  bool finish(const std::optional<Digits>& digits) {
    if (!digits) return false;
    if (!any_) {
      section_ = {digits->low, digits->high};
      numeral_.leading_zero = digits->leading_zero && !digits->decimal;
      numeral_.end = digits->end;
      any_ = true;
      return false;
    }
    const bool zero = text_[numeral_.end] == U'零';
    const double place = zero || last_unit_ == 10 ? 1 : last_unit_ / 10;
    if (!is_tail(*digits, zero)) return false;
    section_ = section_.plus({digits->low, digits->high}, digits->count > 1 ? 1 : place);
    numeral_.end = digits->end;
    return false;
  }

  bool is_tail(const Digits& digits, bool zero) const {
    if (numeral_.bare || digits.decimal || digits.count == 0) return false;
    if (digits.arabic && digits.count > 1) return digits.low < last_unit_ && digits.low >= last_unit_ / 10;
    if (digits.count > 1) return false;
    return last_unit_ == 10 || zero || kEndsTail.find(char_at(text_, digits.end)) == std::u32string_view::npos ||
           digits.end >= text_.size();
  }

  std::u32string_view text_;
  Numeral numeral_;
  Span total_;
  Span section_;
  double last_big_ = kNumeralLimit;
  double last_small_ = 1e4;
  double last_unit_ = 1;
  bool any_ = false;
};

std::optional<Numeral> read_circled(std::u32string_view text, std::size_t at) {
  const char32_t code = text[at];
  const bool circled = code >= U'①' && code <= U'⑳';
  const bool bracketed = code >= U'⑴' && code <= U'⒇';
  if (!circled && !bracketed) return std::nullopt;
  const double value = static_cast<double>(code - (circled ? U'①' : U'⑴')) + 1;
  const double unit = unit_at(text, at + 1, true);
  if (unit == 0) return Numeral{.low = value, .high = value, .circled = true, .end = at + 1};
  return Numeral{.low = value * unit, .high = value * unit, .factor = unit, .circled = true, .end = at + 2};
}

}  // namespace

bool opens_one_of(std::u32string_view text, std::size_t at) {
  std::size_t next = at + 1;
  if (char_at(text, next) == U'个') ++next;
  const char32_t code = char_at(text, next);
  if (code != 0 && kCountedByOne.find(code) != std::u32string_view::npos) return true;
  const std::u32string_view rest = text.substr(std::min(next, text.size()));
  return std::any_of(kCountedByOneLong.begin(), kCountedByOneLong.end(),
                     [rest](std::u32string_view word) { return rest.substr(0, word.size()) == word; });
}

std::optional<Numeral> read_numeral(std::u32string_view text, std::size_t at) {
  if (at >= text.size()) return std::nullopt;
  if (const auto circled = read_circled(text, at)) return circled;
  return Composer(text, at).read();
}

}  // namespace doorstep::domain
