#include "searchd/search/pay_wish.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "schema/domain/numerals.h"
#include "schema/text/analyzer.h"

namespace doorstep::search {
namespace {

using domain::PayUnit;

constexpr double kMostPay = 1'000'000;  // a month; beyond it a figure is something else
constexpr double kLeastBare = 1000;     // without a word of pay beside it
constexpr double kMostBare = 100'000;
constexpr double kLeastPay = 300;  // of a figure that is pay by the month
constexpr double kAbout = 0.15;

// What a word beside a figure says of it.
struct PayWord {
  std::u32string_view word;
  PayUnit unit = PayUnit::kNone;
  bool money = false;  // the figure is money
  bool least = false;
  bool most = false;
  bool about = false;
  bool clear = true;  // false: a unit that also counts time (8小时), so that it makes no money by itself
};

// Longest first where one begins another.
constexpr std::array kBefore = {
    PayWord{U"日薪", PayUnit::kDay, true},
    PayWord{U"日结", PayUnit::kDay, true},
    PayWord{U"天薪", PayUnit::kDay, true},
    PayWord{U"时薪", PayUnit::kHour, true},
    PayWord{U"周薪", PayUnit::kWeek, true},
    PayWord{U"年薪", PayUnit::kYear, true},
    PayWord{U"年收入", PayUnit::kYear, true},
    PayWord{U"月薪", PayUnit::kMonth, true},
    PayWord{U"月工资", PayUnit::kMonth, true},
    PayWord{U"月收入", PayUnit::kMonth, true},
    PayWord{U"月入", PayUnit::kMonth, true},
    PayWord{U"日工资", PayUnit::kDay, true},
    PayWord{U"一个小时", PayUnit::kHour},
    PayWord{U"一小时", PayUnit::kHour},
    PayWord{U"每小时", PayUnit::kHour},
    PayWord{U"一个月", PayUnit::kMonth},
    PayWord{U"每个月", PayUnit::kMonth},
    PayWord{U"每月", PayUnit::kMonth},
    PayWord{U"一天", PayUnit::kDay},
    PayWord{U"一日", PayUnit::kDay},
    PayWord{U"每天", PayUnit::kDay},
    PayWord{U"每日", PayUnit::kDay},
    PayWord{U"一年", PayUnit::kYear},
    PayWord{U"工资", PayUnit::kNone, true},
    PayWord{U"薪资", PayUnit::kNone, true},
    PayWord{U"薪水", PayUnit::kNone, true},
    PayWord{U"薪酬", PayUnit::kNone, true},
    PayWord{U"收入", PayUnit::kNone, true},
    PayWord{U"待遇", PayUnit::kNone, true},
    PayWord{U"底薪", PayUnit::kNone, true},
    PayWord{U"到手", PayUnit::kNone, true},
    PayWord{U"能拿", PayUnit::kNone, true},
    PayWord{U"能挣", PayUnit::kNone, true},
    PayWord{U"能赚", PayUnit::kNone, true},
    PayWord{U"挣", PayUnit::kNone, true},
    PayWord{U"赚", PayUnit::kNone, true},
    PayWord{U"拿", PayUnit::kNone, true},
    PayWord{U"给", PayUnit::kNone},
    PayWord{U"开", PayUnit::kNone},
    PayWord{U"不超过", PayUnit::kNone, true, false, true},
    PayWord{U"不高于", PayUnit::kNone, true, false, true},
    PayWord{U"不大于", PayUnit::kNone, true, false, true},
    PayWord{U"不低于", PayUnit::kNone, true, true},
    PayWord{U"不少于", PayUnit::kNone, true, true},
    PayWord{U"高于", PayUnit::kNone, true, true},
    PayWord{U"大于", PayUnit::kNone, true, true},
    PayWord{U"超过", PayUnit::kNone, true, true},
    PayWord{U"至少", PayUnit::kNone, true, true},
    PayWord{U"最少", PayUnit::kNone, true, true},
    PayWord{U"最低", PayUnit::kNone, true, true},
    PayWord{U"起码", PayUnit::kNone, true, true},
    PayWord{U"保底", PayUnit::kNone, true, true},
    PayWord{U"达到", PayUnit::kNone, true, true},
    PayWord{U"过", PayUnit::kNone, false, true},
    PayWord{U"上", PayUnit::kNone, false, true},
    PayWord{U"最高", PayUnit::kNone, true, false, true},
};

constexpr std::array kAfter = {
    PayWord{U"元钱", PayUnit::kNone, true},
    PayWord{U"块钱", PayUnit::kNone, true},
    PayWord{U"元", PayUnit::kNone, true},
    PayWord{U"块", PayUnit::kNone, true},
    PayWord{U"圆", PayUnit::kNone, true},
    PayWord{U"一个小时", PayUnit::kHour, true},
    PayWord{U"一小时", PayUnit::kHour, true},
    PayWord{U"每小时", PayUnit::kHour, true},
    PayWord{U"/小时", PayUnit::kHour, true},
    PayWord{U"/时", PayUnit::kHour, true},
    PayWord{U"/h", PayUnit::kHour, true},
    PayWord{U"一个月", PayUnit::kMonth, true},
    PayWord{U"每个月", PayUnit::kMonth, true},
    PayWord{U"每月", PayUnit::kMonth, true},
    PayWord{U"/月", PayUnit::kMonth, true},
    PayWord{U"月薪", PayUnit::kMonth, true},
    PayWord{U"一天", PayUnit::kDay, true},
    PayWord{U"一日", PayUnit::kDay, true},
    PayWord{U"每天", PayUnit::kDay, true},
    PayWord{U"每日", PayUnit::kDay, true},
    PayWord{U"/天", PayUnit::kDay, true},
    PayWord{U"/日", PayUnit::kDay, true},
    PayWord{U"一年", PayUnit::kYear, true},
    PayWord{U"每年", PayUnit::kYear, true},
    PayWord{U"/年", PayUnit::kYear, true},
    PayWord{U"一周", PayUnit::kWeek, true},
    PayWord{U"/周", PayUnit::kWeek, true},
    PayWord{.word = U"小时", .unit = PayUnit::kHour, .clear = false},
    PayWord{.word = U"个", .clear = false},
    PayWord{.word = U"天", .unit = PayUnit::kDay, .clear = false},
    PayWord{U"以上", PayUnit::kNone, false, true},
    PayWord{U"往上", PayUnit::kNone, false, true},
    PayWord{U"起步", PayUnit::kNone, true, true},
    PayWord{U"起", PayUnit::kNone, false, true},
    PayWord{U"打底", PayUnit::kNone, true, true},
    PayWord{U"保底", PayUnit::kNone, true, true},
    PayWord{U"多", PayUnit::kNone, false, true},
    PayWord{U"+", PayUnit::kNone, false, true},
    PayWord{U"以下", PayUnit::kNone, false, false, true},
    PayWord{U"以内", PayUnit::kNone, false, false, true},
    PayWord{U"左右", PayUnit::kNone, false, false, false, true},
    PayWord{U"上下", PayUnit::kNone, false, false, false, true},
    PayWord{U"的工资", PayUnit::kNone, true},
    PayWord{U"工资", PayUnit::kNone, true},
    PayWord{U"的薪资", PayUnit::kNone, true},
};

// Counted things behind a figure: it is no pay.
constexpr std::u32string_view kCounts = U"名人岁号届级楼栋平米次件单路年月期班座吨米度g";

// The query as characters, and where each begins in its bytes (and the end).
struct Characters {
  explicit Characters(std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size();) {
      begins.push_back(at);
      text.push_back(text::next_code_point(utf8, at));
    }
    begins.push_back(utf8.size());
  }
  std::u32string text;
  std::vector<std::size_t> begins;
};

struct Reading {
  PayUnit unit = PayUnit::kNone;
  bool money = false;
  bool least = false;
  bool most = false;
  bool about = false;
  bool counted = false;
  bool clashes = false;  // two units

  void take(const PayWord& word) {
    if (word.unit != PayUnit::kNone) {
      clashes = clashes || (unit != PayUnit::kNone && unit != word.unit);
      unit = word.unit;
    }
    money = money || word.money;
    least = least || word.least;
    most = most || word.most;
    about = about || word.about;
    counted = counted || !word.clear;
  }
};

bool is_range_mark(char32_t c) { return c == U'-' || c == U'~' || c == U'到' || c == U'至' || c == U'—' || c == U'–'; }

std::size_t skip_spaces(std::u32string_view text, std::size_t at) {
  while (at < text.size() && text[at] == U' ') ++at;
  return at;
}

// Words that end at `begin`, nearest first; moves `begin` before them.
void read_before(std::u32string_view text, std::size_t& begin, Reading& reading) {
  for (bool found = true; found;) {
    found = false;
    const std::u32string_view before = text.substr(0, begin);
    for (const PayWord& word : kBefore) {
      if (!before.ends_with(word.word)) continue;
      reading.take(word);
      begin -= word.word.size();
      found = true;
      break;
    }
  }
}

void read_after(std::u32string_view text, std::size_t& end, Reading& reading) {
  for (bool found = true; found;) {
    found = false;
    const std::u32string_view rest = text.substr(end);
    for (const PayWord& word : kAfter) {
      if (!rest.starts_with(word.word)) continue;
      reading.take(word);
      end += word.word.size();
      found = true;
      break;
    }
  }
}

double months_of(PayUnit unit) {
  switch (unit) {
    case PayUnit::kDay: return 22;
    case PayUnit::kHour: return 22 * 8;
    case PayUnit::kWeek: return 52.0 / 12;
    case PayUnit::kYear: return 1.0 / 12;
    default: return 1;
  }
}

struct Figures {
  double low = 0;
  double high = 0;
  bool range = false;
  bool scaled = false;  // 千, k, 万: money more likely than a count
  std::size_t end = 0;
};

std::optional<Figures> read_figures(std::u32string_view text, std::size_t at) {
  const auto first = domain::read_numeral(text, at);
  if (!first || first->leading_zero || first->circled) return std::nullopt;
  Figures figures{first->low, first->high, first->high > first->low, first->factor >= 1000, first->end};
  if (first->bare) figures.low = figures.high = first->factor;
  std::size_t mark = skip_spaces(text, first->end);
  if (mark < text.size() && text.substr(mark).starts_with(U"元")) ++mark;
  if (mark >= text.size() || !is_range_mark(text[mark])) return figures;
  const auto second = domain::read_numeral(text, skip_spaces(text, mark + 1));
  if (!second || second->leading_zero || second->circled) return figures;
  double low = first->low;
  if (first->factor < second->factor && low < 100) low *= second->factor;  // 5-8k
  return Figures{std::min(low, second->high), std::max(low, second->high), true,
                 figures.scaled || second->factor >= 1000, second->end};
}

// Moves `at` behind the word if it stands there.
bool skip(std::u32string_view text, std::u32string_view word, std::size_t& at) {
  if (!text.substr(at).starts_with(word)) return false;
  at += word.size();
  return true;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_letter(char32_t c) { return c >= U'a' && c <= U'z'; }

// Whether a figure that begins at `at` is one of its own, not the rest of a number or of a name (b2, 3d).
bool begins_figure(std::u32string_view text, std::size_t at) {
  return at == 0 || !(is_digit(text[at - 1]) || is_letter(text[at - 1]) || text[at - 1] == U'.');
}

// iso 9001
bool follows_a_latin_word(std::u32string_view text, std::size_t begin) {
  while (begin > 0 && text[begin - 1] == U' ') --begin;
  return begin > 0 && is_letter(text[begin - 1]);
}

bool is_pay(const Figures& figures, const Reading& reading, std::u32string_view text, std::size_t begin,
            std::size_t end) {
  const double a_month = figures.high * months_of(reading.unit);
  if (reading.clashes || a_month > kMostPay || figures.high <= 0) return false;
  if (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) return false;
  if (reading.counted && !reading.money) return false;
  const bool counts = end < text.size() && kCounts.find(text[end]) != std::u32string_view::npos;
  if (counts && !reading.money) return false;
  if (reading.unit == PayUnit::kDay || reading.unit == PayUnit::kHour) return figures.high >= 8 && a_month >= 1000;
  if (a_month < kLeastPay) return reading.money && figures.high >= 8;
  if (reading.money || reading.least || reading.most || reading.about || figures.scaled) return true;
  return figures.high >= kLeastBare && figures.high < kMostBare && !follows_a_latin_word(text, begin);
}

// A figure of yuan too small for a month is paid by the hour or the day.
PayUnit unit_of(const Figures& figures, const Reading& reading) {
  constexpr double kMostByHour = 60;
  constexpr double kMostByDay = 600;
  if (reading.unit != PayUnit::kNone) return reading.unit;
  if (figures.high <= kMostByHour) return PayUnit::kHour;
  return figures.high < kMostByDay ? PayUnit::kDay : PayUnit::kMonth;
}

PayWish wish_of(const Figures& figures, const Reading& reading) {
  PayWish wish;
  const PayUnit unit = unit_of(figures, reading);
  const auto monthly = [&](double figure) { return static_cast<std::uint32_t>(std::lround(figure * months_of(unit))); };
  if (reading.most && !reading.least) {
    wish.at_most = monthly(figures.high);
  } else if (reading.about) {
    wish.at_least = monthly(figures.low * (1 - kAbout));
    wish.at_most = monthly(figures.high * (1 + kAbout));
  } else {
    wish.at_least = monthly(figures.low);
    if (figures.range) wish.at_most = monthly(figures.high);
  }
  if (unit == PayUnit::kDay || unit == PayUnit::kHour) wish.unit = unit;
  return wish;
}

}  // namespace

std::optional<PayWish> find_pay_wish(std::string_view normalized) {
  const Characters query(normalized);
  for (std::size_t at = 0; at < query.text.size();) {
    const auto figures = begins_figure(query.text, at) ? read_figures(query.text, at) : std::nullopt;
    if (!figures) {
      ++at;
      continue;
    }
    Reading reading;
    std::size_t begin = at;
    std::size_t end = figures->end;
    read_before(query.text, begin, reading);
    read_after(query.text, end, reading);
    if (is_pay(*figures, reading, query.text, begin, end)) {
      PayWish wish = wish_of(*figures, reading);
      wish.begin = query.begins[begin];
      wish.end = query.begins[end];
      return wish;
    }
    at = std::max(at + 1, figures->end);
  }
  return std::nullopt;
}

std::optional<AgeWish> find_age_wish(std::string_view normalized) {
  constexpr double kYoungest = 14;
  constexpr double kOldest = 99;
  const Characters query(normalized);
  const std::u32string_view text = query.text;
  for (std::size_t at = 0; at < text.size();) {
    const auto figures = begins_figure(text, at) ? read_figures(text, at) : std::nullopt;
    if (!figures) {
      ++at;
      continue;
    }
    std::size_t end = figures->end;
    for (const std::u32string_view filler : {U"多", U"来", U"几", U"周"}) skip(text, filler, end);
    const bool says_years = skip(text, U"岁", end);
    const bool says_age = text.substr(0, at).ends_with(U"年龄");
    const bool possible = figures->low >= kYoungest && figures->high <= kOldest;
    if ((says_years || says_age) && possible) {
      skip(text, U"及", end);
      for (const std::u32string_view bound : {U"以上", U"以下", U"以内", U"左右", U"上下"}) skip(text, bound, end);
      // Of a range the middle: an opening for it takes people of that age.
      const double years = figures->range ? (figures->low + figures->high) / 2 : figures->low;
      const std::size_t begin = says_age ? at - 2 : at;
      return AgeWish{static_cast<std::uint32_t>(years), query.begins[begin], query.begins[end]};
    }
    at = std::max(at + 1, figures->end);
  }
  return std::nullopt;
}

}  // namespace doorstep::search
