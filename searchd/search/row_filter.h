#pragma once

// The filters of a request, compiled to numbers that columns hold.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "schema/base/clock.h"
#include "schema/index/columns.h"
#include "searchd/search/request.h"

namespace doorstep::search {

enum class Verdict : std::uint8_t {
  kOut,
  kIn,
  kPayUnknown,  // out, but only because it does not tell its pay
};

// Immutable. The columns must outlive it.
class RowFilter {
 public:
  RowFilter(const index::Columns& columns, const Filters& filters, base::Instant now);

  // Expiry and every filter; not the circle.
  Verdict judge(std::uint32_t row) const {
    if (lapses_at_[row] <= now_) return Verdict::kOut;
    return any_ ? judge_wishes(row) : Verdict::kIn;
  }

 private:
  // The numbers a row may have; absent: any. Present but empty: no posting has one of the values, so none passes.
  using Allowed = std::optional<std::vector<bool>>;

  Allowed allowed(index::Dictionary dictionary, const std::vector<std::string>& values) const;
  Verdict judge_wishes(std::uint32_t row) const;
  bool passes_values(std::uint32_t row) const;
  bool passes_levels(std::uint32_t row) const;
  bool passes_age(std::uint32_t row) const;
  bool passes_set(const Allowed& allowed, index::Dictionary dictionary, std::uint32_t row) const;

  const index::Columns& columns_;
  std::span<const std::uint32_t> lapses_at_;
  std::uint32_t now_;
  std::uint32_t posted_since_ = 0;
  std::uint32_t pay_min_ = 0;
  domain::EmployerTypes employer_types_ = 0;
  std::uint8_t education_;  // asks at most; kUnknownLevel passes all
  std::uint8_t experience_;
  bool any_;  // besides expiry
  std::uint32_t pay_max_;
  std::optional<domain::PayUnit> pay_unit_;
  std::uint32_t age_;
  bool by_pay_ = false;
  bool by_values_ = false;
  Allowed category_, employment_type_, source_, community_, welfare_, group_;
};

}  // namespace doorstep::search
