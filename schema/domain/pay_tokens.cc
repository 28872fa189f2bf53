#include "schema/domain/pay_tokens.h"

#include <algorithm>
#include <array>
#include <string>

#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

using Kind = PayToken::Kind;

// After these, 一年 or 每月 does not say what the pay is counted by: 一年以上经验, 1天内反馈, 每月休四天.
constexpr std::u32string_view kNoPeriodAhead = U"以内之及左后前经反相试转休双单四两签期制一合满";

bool is_latin_word(std::u32string_view word) { return !word.empty() && is_ascii_letter(word.front()); }

// A Latin word counts only whole: the h of "hr" or the m of "com" is no unit.
bool stands_alone(std::u32string_view text, std::size_t at, std::size_t size) {
  if (!is_latin_word(text.substr(at, size))) return true;
  return (at == 0 || !is_ascii_letter(text[at - 1])) && !is_ascii_letter(char_at(text, at + size));
}

// A measure with a unit, as in 每[个]小时.
struct Measure {
  PayUnit unit = PayUnit::kNone;
  std::size_t end = 0;
};

Measure measure_at(std::u32string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  if (text[at] == U'个') {
    const Measure counted = measure_at(text, at + 1);
    if (counted.unit != PayUnit::kNone && char_at(text, at + 1) != U'个') return counted;
  }
  const PayWord word = match_pay_word(text.substr(at));
  if (word.kind != Kind::kMeasure || word.unit == PayUnit::kNone) return {};
  return {.unit = word.unit, .end = at + word.word.size()};
}

class Scanner {
 public:
  explicit Scanner(std::u32string_view text) : text_(text) {}

  std::vector<PayToken> scan() {
    while (at_ < text_.size()) {
      if (!take_space() && !take_period() && !take_word() && !take_number()) take_other();
    }
    return std::move(tokens_);
  }

 private:
  void push(PayToken token, std::size_t end) {
    token.first = text_[at_];
    tokens_.push_back(token);
    at_ = end;
  }

  bool take_space() {
    if (text_[at_] != U' ' && text_[at_] != U'\n' && text_[at_] != U'\r') return false;
    const bool line_end = text_[at_] != U' ';
    push({.kind = line_end ? Kind::kBreak : Kind::kSpace}, at_ + 1);
    return true;
  }

  // 每天, 每人每天, 一个月; 1小时 beside a figure.
  bool take_period() {
    const char32_t code = text_[at_];
    const bool one = code == U'一' || (code == U'1' && one_is_a_count());
    if (code != U'每' && !one) return false;
    if (code == U'一' && !opens_one_of(text_, at_)) return false;
    std::size_t from = at_ + 1;
    if (code == U'每' && (char_at(text_, from) == U'一' || char_at(text_, from) == U'1')) ++from;
    const Measure measure = measure_at(text_, from);
    if (measure.unit == PayUnit::kNone) return false;
    const bool no_period = kNoPeriodAhead.find(char_at(text_, measure.end)) != std::u32string_view::npos;
    if (no_period && char_at(text_, measure.end) != 0 && starts_no_pay(measure.end)) {
      push({.kind = Kind::kOther}, measure.end);
      return true;
    }
    push({.kind = Kind::kPeriod, .unit = measure.unit}, measure.end);
    return true;
  }

  // 每月四千 is pay, 每月四休 is not: a numeral counts as pay when it has a unit.
  bool starts_no_pay(std::size_t at) const {
    const auto numeral = read_numeral(text_, at);
    return !numeral || numeral->factor < 100;
  }

  // 1 in 200元1天 and 1天200, not in 1天内反馈 or 11天.
  bool one_is_a_count() const {
    if (is_ascii_digit(char_at(text_, at_ + 1))) return false;
    const Measure measure = measure_at(text_, at_ + 1);
    if (measure.unit == PayUnit::kNone) return false;
    const bool after_yuan = !tokens_.empty() && tokens_.back().kind == Kind::kYuan;
    return after_yuan || is_ascii_digit(char_at(text_, measure.end));
  }

  bool take_word() {
    const PayWord word = match_pay_word(text_.substr(at_));
    if (word.word.empty() || !stands_alone(text_, at_, word.word.size())) return false;
    if (is_han_unit_before_figure(word)) return false;
    PayToken token{.kind = word.kind, .unit = word.unit, .side = word.side};
    token.strong = word.kind == Kind::kPeriod && word.flag;
    token.hard = word.kind == Kind::kMeasure && word.flag;
    const bool months =
        word.kind == Kind::kSalary && word.word == U"薪" && !tokens_.empty() && tokens_.back().kind == Kind::kNumber;
    if (months) token.kind = Kind::kMonths;
    push(token, at_ + word.word.size());
    return true;
  }

  // 上 and 过 speak of pay only before a figure: 上万, 月入过万.
  bool is_han_unit_before_figure(const PayWord& word) const {
    if (word.word != U"上" && word.word != U"过" && word.word != U"超" && word.word != U"破") return false;
    return !read_numeral(text_, at_ + 1).has_value();
  }

  bool take_number() {
    const auto numeral = read_numeral(text_, at_);
    if (!numeral || numeral->end <= at_) return false;
    push({.kind = Kind::kNumber, .number = *numeral}, numeral->end);
    return true;
  }

  void take_other() { push({.kind = Kind::kOther}, at_ + 1); }

  std::u32string_view text_;
  std::size_t at_ = 0;
  std::vector<PayToken> tokens_;
};

}  // namespace

std::vector<PayToken> read_pay_tokens(std::string_view text) {
  const std::u32string folded = fold_text(text);
  return Scanner(folded).scan();
}

}  // namespace doorstep::domain
