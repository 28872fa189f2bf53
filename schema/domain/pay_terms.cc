#include "schema/domain/pay_terms.h"

namespace doorstep::domain {
namespace {

using Kind = PayToken::Kind;

// A figure below this is taken for a count or a label when only a space parts it from what it may count.
constexpr double kSmall = 300;

// 9800元/26天 is a month's pay, 150元/8小时 a day's.
std::optional<PayUnit> unit_of_several(double count, PayUnit unit) {
  if (count == 1) return unit == PayUnit::kNone ? std::nullopt : std::optional{unit};
  if (unit == PayUnit::kDay && count >= 20 && count <= 31) return PayUnit::kMonth;
  if (unit == PayUnit::kDay && count >= 5 && count <= 7) return PayUnit::kWeek;
  if (unit == PayUnit::kHour && count >= 6 && count <= 14) return PayUnit::kDay;
  return std::nullopt;
}

}  // namespace

PayToken::Kind PayTerms::kind_at(std::size_t at) const { return at < tokens_.size() ? tokens_[at].kind : Kind::kBreak; }

std::size_t PayTerms::skip_spaces(std::size_t at) const {
  while (at < tokens_.size() && tokens_[at].kind == Kind::kSpace) ++at;
  return at;
}

PayTerm PayTerms::read(std::size_t at) const {
  const Numeral& numeral = tokens_[at].number;
  PayTerm term{.low = numeral.low, .high = numeral.high, .factor = numeral.factor, .begin = at, .next = at + 1};
  if (numeral.factor == 1000 && numeral.low >= 1e6) {  // 5000K
    term.low /= 1000;
    term.high /= 1000;
  }
  term.counted = numeral.leading_zero || (numeral.bare && !bare_is_pay(at)) || (numeral.circled && !circled_is_pay(at));
  if (kind_at(at + 1) == Kind::kColon && kind_at(at + 2) == Kind::kNumber && term.high < 60) {  // 8:30
    term.counted = true;
    term.next = at + 3;
    return term;
  }
  read_suffix_units(term);
  return term;
}

// 过万, 万元以上, but not 万达.
bool PayTerms::bare_is_pay(std::size_t at) const {
  if (at > 0 && (tokens_[at - 1].kind == Kind::kLow || tokens_[at - 1].kind == Kind::kAbout)) return true;
  const std::size_t after = kind_at(at + 1) == Kind::kYuan ? at + 2 : at + 1;
  return kind_at(after) == Kind::kLow;
}

// ①万 and ①-②万, but not a list's ①.
bool PayTerms::circled_is_pay(std::size_t at) const {
  if (tokens_[at].number.factor > 1) return true;
  return kind_at(at + 1) == Kind::kRange && kind_at(at + 2) == Kind::kNumber && tokens_[at + 2].number.factor > 1;
}

void PayTerms::read_suffix_units(PayTerm& term) const {
  std::size_t at = skip_spaces(term.next);
  const bool adjacent = at == term.next;
  if (kind_at(at) == Kind::kForeign) {
    term.counted = true;
    term.next = at + 1;
    return;
  }
  if (kind_at(at) == Kind::kYuan) {
    term.yuan = true;
    term.next = read_tenths(term, at);
  }
  if (read_unit(term)) return;
  if (!term.yuan) read_count(term, at, adjacent);
}

// 三块五: the digit after 块 is tenths.
std::size_t PayTerms::read_tenths(PayTerm& term, std::size_t yuan) const {
  if (tokens_[yuan].first != U'块' || kind_at(yuan + 1) != Kind::kNumber) return yuan + 1;
  const Numeral& tenths = tokens_[yuan + 1].number;
  if (tenths.low < 1 || tenths.high > 9 || tenths.factor > 1 || term.high >= 100) return yuan + 1;
  term.low += tenths.low / 10;
  term.high += tenths.high / 10;
  return yuan + 2;
}

// /月, 每月, 一个月, (元/月), /26天
bool PayTerms::read_unit(PayTerm& term) const {
  std::size_t at = skip_spaces(term.next);
  const bool opened = kind_at(at) == Kind::kOpen;
  if (opened) at = skip_spaces(at + 1);
  const bool yuan = opened && kind_at(at) == Kind::kYuan;
  if (yuan) ++at;
  const std::size_t slash = at;
  if (kind_at(at) == Kind::kSlash) at = skip_spaces(at + 1);
  const bool slashed = at != slash;
  if (kind_at(at) == Kind::kPeriod) {
    if (!slashed && tokens_[at].strong && kind_at(skip_spaces(at + 1)) == Kind::kNumber) return false;
    term.unit = tokens_[at].unit;
  } else if (slashed && kind_at(at) == Kind::kNumber && kind_at(at + 1) == Kind::kMeasure) {
    const auto unit = unit_of_several(tokens_[at].number.low, tokens_[at + 1].unit);
    if (!unit) return false;
    term.unit = *unit;
    ++at;
  } else if ((slashed || (term.yuan && at == term.next)) && kind_at(at) == Kind::kMeasure) {
    term.unit = tokens_[at].unit;
    at = further_unit(term, at);
    if (term.unit == PayUnit::kNone) return false;
  } else if (yuan) {
    term.yuan = true;
    term.next = at;
    return false;
  } else {
    return false;
  }
  term.next = at + 1;
  if (opened && kind_at(term.next) == Kind::kClose) ++term.next;
  return true;
}

// 元/人/天: the last unit counts.
std::size_t PayTerms::further_unit(PayTerm& term, std::size_t at) const {
  while (kind_at(at + 1) == Kind::kSlash && kind_at(at + 2) == Kind::kMeasure &&
         tokens_[at + 2].unit != PayUnit::kNone) {
    at += 2;
    term.unit = tokens_[at].unit;
  }
  return at;
}

// 5名, 8小时, 26天, but 10万年 and 4000月 are a year's and a month's pay.
void PayTerms::read_count(PayTerm& term, std::size_t at, bool adjacent) const {
  if (kind_at(at) != Kind::kMeasure) return;
  const PayToken& measure = tokens_[at];
  const bool per =
      (measure.unit == PayUnit::kYear && term.high >= 10000) || (measure.unit == PayUnit::kMonth && term.high >= 1000);
  if (!measure.hard && per) {
    term.unit = measure.unit;
    term.next = at + 1;
    return;
  }
  if (!measure.hard && (term.factor > 1 || (!adjacent && term.high >= kSmall))) return;
  term.counted = true;
  term.next = at + 1;
}

// 5000/7000, 4000、5000: two figures of pay side by side are the ends of a range.
std::size_t PayTerms::alternative_at(const PayTerm& left, std::size_t at) const {
  constexpr double kSmallest = 1000;
  const bool mark = at < tokens_.size() && (tokens_[at].first == U'/' || tokens_[at].first == U'、');
  if (!mark || left.counted || left.unit != PayUnit::kNone || kind_at(at + 1) != Kind::kNumber) return at;
  const Numeral& right = tokens_[at + 1].number;
  return left.low >= kSmallest && right.low > left.high && right.low <= 3 * left.high ? at + 1 : at;
}

// The figure that a range goes on with: 4000[元/月]-6000.
std::optional<PayTerm> PayTerms::next_in_range(const PayTerm& left) const {
  std::size_t at = skip_spaces(left.next);
  const std::size_t mark = at;
  while (kind_at(at) == Kind::kRange || (at != mark && kind_at(at) == Kind::kSpace)) ++at;
  if (at == mark) at = alternative_at(left, at);
  if (at == mark) return std::nullopt;
  if (kind_at(at) == Kind::kYuan) ++at;  // ¥4000-¥6000
  if (kind_at(at) != Kind::kNumber) return std::nullopt;
  const PayTerm right = read(at);
  const bool left_is_pay = !left.counted && (left.yuan || left.factor > 1 || left.high >= kSmall);
  if (right.counted && left_is_pay && right.high < kSmall) {  // 5千-8小时
    return std::nullopt;
  }
  return right;
}

void lend_factor(PayTerm& first, PayTerm& last) {
  const auto scale = [](PayTerm& term, double factor) {
    term.low *= factor;
    term.high *= factor;
  };
  if (first.factor == 1 && last.factor > 1 && first.high < 100) {
    double factor = last.factor;
    while (factor > 100 && first.low * factor > last.high) factor /= 10;
    scale(first, factor);
  } else if (last.factor == 1 && first.factor >= 1000 && last.high < 100 && !last.yuan) {
    scale(last, first.factor);
    last.factor = first.factor;
  }
}

}  // namespace doorstep::domain
