#pragma once

// One figure of a pay text with the units that stand beside it.

#include <cstddef>
#include <optional>
#include <span>

#include "schema/domain/pay_tokens.h"

namespace doorstep::domain {

struct PayTerm {
  double low = 0;
  double high = 0;
  double factor = 1;  // see Numeral::factor
  PayUnit unit = PayUnit::kNone;
  bool yuan = false;
  bool counted = false;   // counts something else: 5名, 8小时, 8:00
  std::size_t begin = 0;  // tokens
  std::size_t next = 0;

  bool operator==(const PayTerm&) const = default;
};

// Reads terms out of tokens, which must outlive it. Keeps no state between calls.
class PayTerms {
 public:
  explicit PayTerms(std::span<const PayToken> tokens) : tokens_(tokens) {}

  // kBreak beyond the end.
  PayToken::Kind kind_at(std::size_t at) const;
  std::size_t skip_spaces(std::size_t at) const;

  // The term whose figure is the token `at`, a kNumber.
  PayTerm read(std::size_t at) const;

  // The term that a range goes on with behind `left`: 4000[元/月]-6000.
  std::optional<PayTerm> next_in_range(const PayTerm& left) const;

  // Takes the unit that stands at term.next into `term`: /月, 每月, 一个月, (元/月), /26天. False when none does.
  bool read_unit(PayTerm& term) const;

 private:
  bool bare_is_pay(std::size_t at) const;
  bool circled_is_pay(std::size_t at) const;
  void read_suffix_units(PayTerm& term) const;
  std::size_t read_tenths(PayTerm& term, std::size_t yuan) const;
  std::size_t further_unit(PayTerm& term, std::size_t at) const;
  std::size_t alternative_at(const PayTerm& left, std::size_t at) const;
  void read_count(PayTerm& term, std::size_t at, bool adjacent) const;

  std::span<const PayToken> tokens_;
};

// Lets a figure without 千 or 万 borrow the other's: 4-6K, 8-1.2万, 1万-2.
void lend_factor(PayTerm& first, PayTerm& last);

}  // namespace doorstep::domain
