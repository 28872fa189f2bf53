#pragma once

// Pay and age as people ask for them in a query: 5000以上, 一天150, 工资五千的工作, 55岁.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "schema/domain/pay.h"

namespace doorstep::search {

struct PayWish {
  // CNY a month: 22 workdays a month, 8 hours a day, 52/12 weeks a month. At least one is set.
  std::optional<std::uint32_t> at_least;
  std::optional<std::uint32_t> at_most;
  // kDay or kHour if it was asked to be paid so; kNone: any.
  domain::PayUnit unit = domain::PayUnit::kNone;
  std::size_t begin = 0;  // bytes of the query
  std::size_t end = 0;

  bool operator==(const PayWish&) const = default;
};

// The first pay that a normalised query asks for. A figure is one only with a reason: a word of pay, yuan or a unit of time beside
// it, 以上 and the like, or four or five digits that count nothing else. "N左右" admits 15 % to either side.
std::optional<PayWish> find_pay_wish(std::string_view normalized);

struct AgeWish {
  std::uint32_t years = 0;
  std::size_t begin = 0;  // bytes of the query
  std::size_t end = 0;

  bool operator==(const AgeWish&) const = default;
};

// The first age of a person, 14 to 99: 55岁, 五十多岁, 年龄45.
std::optional<AgeWish> find_age_wish(std::string_view normalized);

}  // namespace doorstep::search
