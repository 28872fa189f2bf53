#include "schema/domain/pay_amounts.h"

#include <algorithm>

#include "schema/domain/pay_terms.h"

namespace doorstep::domain {
namespace {

using Kind = PayToken::Kind;

// An allowance is hardly more; a bigger figure beside 全勤 or 提成 is the pay, the word another item of the list.
constexpr double kLargestExtra = 1500;
// 8小时4500 is a month's pay, 8小时120 a day's.
constexpr double kLargestShift = 600;
constexpr std::uint32_t kMaxMonths = 36;
// 18-30万 without a word of time is what job boards write for a year; 8万-10万 is a month's pay in full.
constexpr double kYearlyInWan = 100'000;

// What the words since the last amount say of the next one.
struct Pending {
  PayAmount::Kind kind = PayAmount::Kind::kPlain;
  PayAmount::Phase phase = PayAmount::Phase::kAny;
  bool labelled = false;        // `kind` was said
  bool gap = false;             // a space stands between the label and here
  bool formula = false;         // labels joined by +, without a figure yet: 底薪+提成 4000-8000
  bool after_plus = false;      // 3800+200
  bool low = false;             // 不低于
  bool high = false;            // 不超过
  bool ignore = false;          // 年龄
  bool including = false;       // 含
  bool shift = false;           // 8小时120元: a day's hours stand before it
  std::optional<PayUnit> unit;  // 每天
};

class Reader {
 public:
  explicit Reader(std::span<const PayToken> tokens) : tokens_(tokens), terms_(tokens) {}

  PayReading read() {
    while (at_ < tokens_.size()) {
      if (tokens_[at_].kind == Kind::kNumber) {
        read_amount();
      } else {
        read_word(tokens_[at_]);
        ++at_;
      }
    }
    return std::move(reading_);
  }

 private:
  // ---- words

  void read_word(const PayToken& token) {
    switch (token.kind) {
      case Kind::kBase: return label(PayAmount::Kind::kBase);
      case Kind::kTotal:
        if (token.unit != PayUnit::kNone) prefix_unit_ = token.unit;
        return label(PayAmount::Kind::kTotal);
      case Kind::kExtra: return label(PayAmount::Kind::kExtra);
      case Kind::kSalary: return read_salary();
      case Kind::kProbation: pending_.phase = PayAmount::Phase::kProbation; return;
      case Kind::kRegular: pending_.phase = PayAmount::Phase::kRegular; return;
      case Kind::kIncluding: pending_.including = true; return;
      case Kind::kPlus: return read_plus(token);
      case Kind::kEquals: return label(PayAmount::Kind::kTotal);
      case Kind::kPeriod: return read_period(token);
      case Kind::kSlash: return read_heading();
      case Kind::kSpace: pending_.gap = true; return;
      case Kind::kBreak: pending_ = {}; return;
      case Kind::kLow: pending_.low = pending_.low || token.side == PayToken::Side::kBefore; return;
      case Kind::kHigh: pending_.high = pending_.high || token.side == PayToken::Side::kBefore; return;
      case Kind::kHint: reading_.hint = token.unit == PayUnit::kNone ? reading_.hint : token.unit; return;
      case Kind::kIgnore: pending_.ignore = true; return;
      case Kind::kNegotiable: reading_.negotiable = true; return;
      case Kind::kPieceWork: reading_.piece_work = true; return;
      case Kind::kDoubleMonth: reading_.months = reading_.months.value_or(13); return;
      case Kind::kWelfare:
      case Kind::kOther:
        pending_.unit.reset();
        pending_.low = pending_.high = pending_.after_plus = false;
        return;
      default: return;
    }
  }

  void label(PayAmount::Kind kind) {
    if (pending_.including) {
      pending_.including = false;
      return;
    }
    pending_.kind = kind;
    pending_.labelled = true;
    pending_.gap = false;
  }

  // 补贴 工资3000: what follows is the pay again.
  void read_salary() {
    if (pending_.kind == PayAmount::Kind::kExtra) pending_.kind = PayAmount::Kind::kPlain;
  }

  void read_plus(const PayToken& token) {
    if (pending_.kind == PayAmount::Kind::kExtra && token.first == U'加') return;  // 工龄工资每年加100
    pending_.formula = pending_.formula || pending_.labelled;
    pending_.kind = PayAmount::Kind::kPlain;
    pending_.labelled = false;
    pending_.after_plus = after_amount_;
  }

  void read_period(const PayToken& token) {
    if (token.strong) {
      prefix_unit_ = token.unit;
    } else {
      pending_.unit = token.unit;
    }
  }

  // 薪资(元/天): 150
  void read_heading() {
    const std::size_t measure = terms_.skip_spaces(at_ + 1);
    if (terms_.kind_at(measure) != Kind::kMeasure || tokens_[measure].unit == PayUnit::kNone) return;
    if (at_ == 0 || terms_.kind_at(at_ - 1) != Kind::kYuan) return;
    prefix_unit_ = tokens_[measure].unit;
  }

  // ---- figures

  void read_amount() {
    const PayTerm first = terms_.read(at_);
    PayTerm last = first;
    bool counted = first.counted;
    std::size_t figures = 1;
    bool rising = true;
    while (const auto next = terms_.next_in_range(last)) {
      rising = rising && next->high >= last.low;
      last = *next;
      counted = counted || last.counted;
      ++figures;
    }
    at_ = last.next;
    if (take_months(last) || counted || (figures > 2 && !rising) || pending_.ignore) {
      pass_over();
      pending_.shift = figures == 1 && is_shift(last);
      return;
    }
    finish_amount(first, last, figures);
  }

  // 8小时, 12小时: as much as one works a day.
  bool is_shift(const PayTerm& term) const {
    return term.counted && tokens_[term.next - 1].unit == PayUnit::kHour && term.low >= 6 && term.high <= 14;
  }

  void pass_over() {
    const PayAmount::Phase phase = pending_.phase;
    pending_ = {};
    pending_.phase = phase;  // 试用期3个月3000元
    after_amount_ = false;
  }

  // 13薪, *14
  bool take_months(const PayTerm& last) {
    const bool said = terms_.kind_at(at_) == Kind::kMonths;
    const bool days = last.counted && tokens_[last.next - 1].unit == PayUnit::kDay;  // 180/天*26天
    const bool times = last.begin > 0 && terms_.kind_at(last.begin - 1) == Kind::kTimes && !days;
    if (!said && !times) return false;
    if (said) ++at_;
    if (last.high >= 12 && last.high <= kMaxMonths) reading_.months = static_cast<std::uint32_t>(last.low);
    return true;
  }

  // ---- amounts

  void finish_amount(PayTerm first, PayTerm last, std::size_t figures) {
    const bool range = figures > 1 || first.high > first.low;
    const bool shared_wan = figures == 2 && first.factor == 1 && last.factor == 1e4;
    if (figures > 1) lend_factor(first, last);
    PayAmount amount;
    const auto [low, high] = std::minmax({first.low, first.high, last.low, last.high});
    amount.in_yuan = first.yuan || last.yuan || last.factor > 1;
    amount.unit = last.unit != PayUnit::kNone ? last.unit : first.unit;
    bool at_least = pending_.low;
    bool at_most = pending_.high;
    read_bounds(amount, at_least, at_most);
    take_labels(amount, high);
    if (shared_wan && amount.unit == PayUnit::kNone && high >= kYearlyInWan) amount.unit = PayUnit::kYear;
    const bool open = read_plus_parts();
    at_least = at_least || open || amount.kind == PayAmount::Kind::kBase;
    if (range || !at_most) amount.low = low;
    if (range || at_most || !at_least) amount.high = high;
    reading_.amounts.push_back(amount);
    pending_ = {};
    after_amount_ = true;
  }

  // What follows the figure: 以上, 以下, 左右, and the unit once more (6万元以上/年).
  void read_bounds(PayAmount& amount, bool& at_least, bool& at_most) {
    while (true) {
      const std::size_t at = terms_.skip_spaces(at_);
      const Kind kind = terms_.kind_at(at);
      if (kind == Kind::kLow && tokens_[at].side != PayToken::Side::kBefore) {
        at_least = true;
      } else if (kind == Kind::kHigh && tokens_[at].side != PayToken::Side::kBefore) {
        at_most = true;
      } else if (kind != Kind::kAbout && kind != Kind::kYuan) {
        PayTerm rest{.yuan = false, .next = at_};
        if (amount.unit != PayUnit::kNone || !terms_.read_unit(rest)) return;
        amount.unit = rest.unit;
        at_ = rest.next;
        continue;
      }
      at_ = at + 1;
    }
  }

  void take_labels(PayAmount& amount, double high) {
    amount.phase = pending_.phase;
    amount.kind = pending_.kind;
    if (pending_.unit && amount.unit == PayUnit::kNone) amount.unit = *pending_.unit;
    if (pending_.shift && amount.unit == PayUnit::kNone && high <= kLargestShift) amount.unit = PayUnit::kDay;
    if (prefix_unit_ && amount.unit == PayUnit::kNone && fits_prefix(high)) amount.unit = *prefix_unit_;
    if (pending_.after_plus && !pending_.labelled) amount.kind = PayAmount::Kind::kExtra;
    const bool listed = pending_.gap || pending_.formula;
    if (amount.kind == PayAmount::Kind::kExtra && listed && high >= kLargestExtra) {
      amount.kind = pending_.formula ? PayAmount::Kind::kTotal : PayAmount::Kind::kPlain;
    }
    read_label_behind(amount, high);
  }

  // 时薪制，月入5000: nobody earns 5000 an hour.
  bool fits_prefix(double high) const {
    if (*prefix_unit_ == PayUnit::kHour) return high < 1000;
    return *prefix_unit_ != PayUnit::kDay || high < 5000;
  }

  // 3000底薪, 200全勤: a word right behind the figure, unless it belongs to the next one (3000转正4500).
  void read_label_behind(PayAmount& amount, double high) {
    std::size_t at = at_;
    while (terms_.kind_at(at) == Kind::kOpen || terms_.kind_at(at) == Kind::kGlue) ++at;
    const Kind kind = terms_.kind_at(at);
    const bool label = kind == Kind::kBase || kind == Kind::kTotal || kind == Kind::kExtra ||
                       kind == Kind::kProbation || kind == Kind::kRegular;
    if (!label || leads_to_figure(at)) return;
    if (kind == Kind::kBase) amount.kind = PayAmount::Kind::kBase;
    if (kind == Kind::kTotal) amount.kind = PayAmount::Kind::kTotal;
    if (kind == Kind::kExtra && high < kLargestExtra) amount.kind = PayAmount::Kind::kExtra;
    if (kind == Kind::kProbation) amount.phase = PayAmount::Phase::kProbation;
    if (kind == Kind::kRegular) amount.phase = PayAmount::Phase::kRegular;
    at_ = at + 1;
  }

  bool leads_to_figure(std::size_t at) const {
    for (; at < tokens_.size(); ++at) {
      if (tokens_[at].kind == Kind::kNumber) return true;
      if (tokens_[at].kind == Kind::kBreak || tokens_[at].kind == Kind::kPlus) return false;
    }
    return false;
  }

  // Whether a + behind the figure adds money to it. Welfare does not: 4000+五险一金 is 4000.
  bool read_plus_parts() const {
    std::size_t at = terms_.skip_spaces(at_);
    while (terms_.kind_at(at) == Kind::kClose) at = terms_.skip_spaces(at + 1);
    bool open = false;
    while (terms_.kind_at(at) == Kind::kPlus) {
      at = terms_.skip_spaces(at + 1);
      if (terms_.kind_at(at) != Kind::kWelfare) open = true;
      if (open) break;
      at = terms_.skip_spaces(at + 1);
    }
    return open;
  }

  std::span<const PayToken> tokens_;
  PayTerms terms_;
  std::size_t at_ = 0;
  PayReading reading_;
  Pending pending_;
  std::optional<PayUnit> prefix_unit_;  // 日薪, 年薪: holds for all figures that follow without a unit
  bool after_amount_ = false;
};

}  // namespace

PayReading read_pay_amounts(std::span<const PayToken> tokens) { return Reader(tokens).read(); }

}  // namespace doorstep::domain
