#pragma once

// Pay as employers write it, and as it can be compared.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep::domain {

// What the pay text counts by. Values are stored in the index: append only.
enum class PayUnit : std::uint8_t { kNone = 0, kMonth = 1, kDay = 2, kHour = 3, kWeek = 4, kYear = 5, kPiece = 6 };

// "none", "month", "day", "hour", "week", "year", "piece"
std::string_view pay_unit_name(PayUnit unit);

struct Pay {
  std::string text;  // as the employer wrote it, masked; empty: none given
  // Monthly equivalents in whole yuan: 22 workdays a month, 8 hours a day, 52/12 weeks a month.
  std::optional<std::uint32_t> monthly_min;
  std::optional<std::uint32_t> monthly_max;
  std::uint32_t months = 12;  // monthly pays a year (13薪: 13)
  PayUnit unit = PayUnit::kNone;
  bool negotiable = false;

  // The figure that a wish for "at least so much" and the order by pay compare with: the maximum,
  // or the minimum of an open-ended pay. nullopt: unknown.
  std::optional<std::uint32_t> reach() const { return monthly_max ? monthly_max : monthly_min; }

  bool operator==(const Pay&) const = default;
};

// Reads one pay text. Conventions: 以上/起/多/过/+ give a minimum only, 以下/最高 a maximum only; a
// stated total (综合/到手) wins over the base; 试用期A转正B gives B; 面议 and its kin set `negotiable`; piece
// rates have unit kPiece and no figure; kNone means that the text holds no pay. `text` is kept as given.
// Any bytes are fine, also invalid UTF-8; never throws for what the text says.
Pay parse_pay(std::string_view text);

}  // namespace doorstep::domain
