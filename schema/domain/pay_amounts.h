#pragma once

// The amounts that a pay text names, each with what the words around it say of it.

#include <optional>
#include <span>
#include <vector>

#include "schema/domain/pay.h"
#include "schema/domain/pay_tokens.h"

namespace doorstep::domain {

struct PayAmount {
  // From the weakest to the strongest claim to be the pay.
  enum class Kind { kExtra, kBase, kPlain, kTotal };
  enum class Phase { kAny, kProbation, kRegular };

  // Yuan for one `unit`; only one of them for an open-ended amount, never neither.
  std::optional<double> low;
  std::optional<double> high;
  PayUnit unit = PayUnit::kNone;  // kNone: not said beside it
  Kind kind = Kind::kPlain;
  Phase phase = Phase::kAny;
  bool in_yuan = false;  // 元, or a unit such as 千, stood beside the figure

  bool operator==(const PayAmount&) const = default;
};

struct PayReading {
  std::vector<PayAmount> amounts;  // in the order of the text
  std::optional<std::uint32_t> months;
  std::optional<PayUnit> hint;  // 日结, 小时工: the unit of small figures without one
  bool negotiable = false;
  bool piece_work = false;

  bool operator==(const PayReading&) const = default;
};

// Ages, head counts, hours, dates, codes and the like are left out. Linear in the number of tokens.
PayReading read_pay_amounts(std::span<const PayToken> tokens);

}  // namespace doorstep::domain
