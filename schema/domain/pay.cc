#include "schema/domain/pay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schema/domain/pay_amounts.h"
#include "schema/domain/pay_tokens.h"

namespace doorstep::domain {
namespace {

constexpr std::array<std::string_view, 7> kUnitNames{"none", "month", "day", "hour", "week", "year", "piece"};

// Nobody is paid more a month, nor less than a yuan: such a figure is a number of something else.
constexpr double kLargestMonthly = 10'000'000;
constexpr double kSmallestMonthly = 1;
// A figure without any unit is a month's pay only from here on; 150 alone may be a day's.
constexpr double kSmallestUnsaid = 300;
// What 日结 and 小时工 may be said of.
constexpr double kSmallestDay = 30;
constexpr double kLargestDay = 2000;
constexpr double kLargestHour = 300;
// 年薪10-15 leaves out its 万.
constexpr double kLargestYearInWan = 1000;
constexpr double kWan = 10'000;

double monthly_factor(PayUnit unit) {
  switch (unit) {
    case PayUnit::kDay: return 22;
    case PayUnit::kHour: return 22 * 8;
    case PayUnit::kWeek: return 52.0 / 12;
    case PayUnit::kYear: return 1.0 / 12;
    default: return 1;
  }
}

double largest(const PayAmount& amount) { return amount.high.value_or(amount.low.value_or(0)); }

void complete_unit(PayAmount& amount, std::optional<PayUnit> hint) {
  const double high = largest(amount);
  if (amount.unit == PayUnit::kYear && !amount.in_yuan && high < kLargestYearInWan) {
    if (amount.low) *amount.low *= kWan;
    if (amount.high) *amount.high *= kWan;
  }
  if (amount.unit != PayUnit::kNone || !hint) return;
  if (*hint == PayUnit::kHour && high <= kLargestHour) amount.unit = PayUnit::kHour;
  if (*hint == PayUnit::kDay && high >= kSmallestDay && high <= kLargestDay) amount.unit = PayUnit::kDay;
}

void drop_if_absurd(std::optional<double>& value, double factor) {
  if (value && (*value * factor > kLargestMonthly || *value * factor < kSmallestMonthly)) value.reset();
}

// Whether the amount can be somebody's pay for a time. Bounds that cannot are dropped.
bool is_pay(PayAmount& amount) {
  if (amount.unit == PayUnit::kPiece) return false;
  if (amount.unit == PayUnit::kNone) {
    if (largest(amount) < kSmallestUnsaid) return false;
    amount.unit = PayUnit::kMonth;
  }
  const double factor = monthly_factor(amount.unit);
  drop_if_absurd(amount.low, factor);
  drop_if_absurd(amount.high, factor);
  return amount.low || amount.high;
}

// The higher, the better the claim to be what one will earn.
int rank(const PayAmount& amount) {
  if (amount.kind == PayAmount::Kind::kExtra) return -1;
  if (amount.phase == PayAmount::Phase::kProbation) return 0;
  return 2 * static_cast<int>(amount.kind) + (amount.phase == PayAmount::Phase::kRegular ? 1 : 0);
}

// 最低4000，最高8000: the other half of an amount that is open at one end.
void close_with(PayAmount& chosen, const std::vector<PayAmount>& amounts) {
  for (const PayAmount& other : amounts) {
    if (other.unit != chosen.unit || rank(other) <= 0) continue;
    if (!chosen.high && !other.low && *other.high > *chosen.low) chosen.high = other.high;
    if (!chosen.low && !other.high && *other.low < *chosen.high) chosen.low = other.low;
  }
}

std::optional<PayAmount> choose(const std::vector<PayAmount>& amounts) {
  const auto best = std::max_element(amounts.begin(), amounts.end(), [](const PayAmount& left, const PayAmount& right) {
    return rank(left) < rank(right);
  });
  if (best == amounts.end() || best->kind == PayAmount::Kind::kExtra) return std::nullopt;
  PayAmount chosen = *best;
  close_with(chosen, amounts);
  return chosen;
}

std::optional<std::uint32_t> to_monthly(std::optional<double> value, PayUnit unit) {
  if (!value) return std::nullopt;
  return static_cast<std::uint32_t>(std::floor(*value * monthly_factor(unit) + 0.5));
}

}  // namespace

std::string_view pay_unit_name(PayUnit unit) { return kUnitNames.at(static_cast<std::size_t>(unit)); }

Pay parse_pay(std::string_view text) {
  PayReading reading = read_pay_amounts(read_pay_tokens(text));
  Pay pay{.text = std::string(text), .months = reading.months.value_or(12), .negotiable = reading.negotiable};
  bool piece = reading.piece_work;
  std::vector<PayAmount> amounts;
  for (PayAmount amount : reading.amounts) {
    complete_unit(amount, reading.hint);
    piece = piece || amount.unit == PayUnit::kPiece;
    if (is_pay(amount)) amounts.push_back(amount);
  }
  if (const auto chosen = choose(amounts)) {
    pay.unit = chosen->unit;
    pay.monthly_min = to_monthly(chosen->low, chosen->unit);
    pay.monthly_max = to_monthly(chosen->high, chosen->unit);
  } else if (piece) {
    pay.unit = PayUnit::kPiece;
  }
  return pay;
}

}  // namespace doorstep::domain
