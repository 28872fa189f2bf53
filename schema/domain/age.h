#pragma once

// The ages that a posting asks for.

#include <cstdint>
#include <optional>
#include <string_view>

namespace doorstep::domain {

struct AgeRange {
  std::optional<std::uint32_t> min_years;  // nullopt: open
  std::optional<std::uint32_t> max_years;

  // Whether somebody of `years` is asked for.
  bool holds(std::uint32_t years) const {
    return years >= min_years.value_or(0) && (!max_years || years <= *max_years);
  }

  bool operator==(const AgeRange&) const = default;
};

// Reads the stated ages out of a title, a description or a requirement; both ends open when nothing is said (年龄不限), or only 左右.
// Of several statements the widest counts (女50以内男60以内: up to 60; 放宽至58), and half-open ones complete each other
// (年满18周岁，55岁以下). Where pensioners are welcome (退休可, not 退休勿扰) there is no maximum. Ages of others (照顾80岁老人, 3-6岁宝宝), years of a firm or of experience,
// and figures outside 14 to 80 are no ages of an applicant. A figure counts with 岁, after 年龄, or after 男 or 女 with a
// bound. Any bytes are fine; never throws for what the text says; linear in its length.
AgeRange parse_age(std::string_view text);

}  // namespace doorstep::domain
