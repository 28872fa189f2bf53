#pragma once

// When one works and when one is off, as postings tell it.

#include <cstdint>
#include <optional>
#include <string_view>

namespace doorstep::domain {

struct WorkHours {
  // Minutes after midnight in Beijing; begin < 1440. An end at or before the begin is the next day's.
  std::optional<std::uint32_t> begin_min;
  std::optional<std::uint32_t> end_min;
  std::optional<double> days_off_a_week;  // 双休 2, 做六休一 1, 大小周 1.5, 上一休一 3.5
  // Some of it is at night: 夜班 is said (不上夜班 is not), or an hour and more between 23:00 and 5:00.
  bool night = false;

  bool operator==(const WorkHours&) const = default;
};

// Reads a title, a description or a list of benefits. 8:00-12:00 14:00-18:00 is one day with a rest; several shifts (早班6:00-14:00
// 晚班14:00-22:00) leave begin and end open. 八点到五点 ends at 17:00, 晚上六点到十点 at 22:00, 晚八早八 in the morning. Hours of interviews,
// shops and telephones are not hours of work. Any bytes are fine; never throws for what the text says; linear in its length.
WorkHours parse_hours(std::string_view text);

}  // namespace doorstep::domain
