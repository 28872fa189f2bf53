#include "schema/base/clock.h"

#include <ctime>

#include <charconv>

#include <fmt/format.h>

namespace doorstep::base {
namespace {

// Nanoseconds: nobody writes finer ones, and a text of any length is not a time.
constexpr int kMaxFractionDigits = 9;

// Reads exactly `width` digits from the front of `rest`.
std::optional<int> take_digits(std::string_view& rest, std::size_t width) {
  if (rest.size() < width) return std::nullopt;
  int value = 0;
  const char* end = rest.data() + width;
  for (const char* at = rest.data(); at != end; ++at) {
    if (*at < '0' || *at > '9') return std::nullopt;
    value = value * 10 + (*at - '0');
  }
  rest.remove_prefix(width);
  return value;
}

bool take(std::string_view& rest, char expected) {
  if (rest.empty() || rest.front() != expected) return false;
  rest.remove_prefix(1);
  return true;
}

std::optional<std::chrono::sys_days> take_date(std::string_view& rest) {
  const auto year = take_digits(rest, 4);
  if (!year || !take(rest, '-')) return std::nullopt;
  const auto month = take_digits(rest, 2);
  if (!month || !take(rest, '-')) return std::nullopt;
  const auto day = take_digits(rest, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok() || *year < 1970 || *year > 2099) return std::nullopt;
  return std::chrono::sys_days{date};
}

std::optional<std::chrono::seconds> take_time_of_day(std::string_view& rest) {
  const auto hour = take_digits(rest, 2);
  if (!hour || *hour > 23 || !take(rest, ':')) return std::nullopt;
  const auto minute = take_digits(rest, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (take(rest, ':')) {
    const auto given = take_digits(rest, 2);
    if (!given || *given > 59) return std::nullopt;
    second = *given;
    if (take(rest, '.')) {
      int digits = 0;
      while (take_digits(rest, 1)) ++digits;
      if (digits < 1 || digits > kMaxFractionDigits) return std::nullopt;
    }
  }
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute} + std::chrono::seconds{second};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& rest) {
  if (take(rest, 'Z') || take(rest, 'z')) return std::chrono::minutes{0};
  const bool minus = !rest.empty() && rest.front() == '-';
  if (!minus && (rest.empty() || rest.front() != '+')) return std::nullopt;
  rest.remove_prefix(1);
  const auto hour = take_digits(rest, 2);
  if (!hour || *hour > 23 || !take(rest, ':')) return std::nullopt;
  const auto minute = take_digits(rest, 2);
  if (!minute || *minute > 59) return std::nullopt;
  const std::chrono::minutes offset = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
  return minus ? -offset : offset;
}

}  // namespace

Instant SystemClock::now() const { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

std::optional<Instant> parse_instant(std::string_view text) {
  std::string_view rest = text;
  const auto date = take_date(rest);
  if (!date) return std::nullopt;
  if (rest.empty()) return Instant{*date} - kBeijingOffset;
  if (!take(rest, 'T') && !take(rest, 't') && !take(rest, ' ')) return std::nullopt;
  const auto time = take_time_of_day(rest);
  if (!time) return std::nullopt;
  const auto offset = take_offset(rest);
  if (!offset || !rest.empty()) return std::nullopt;
  return Instant{*date} + *time - *offset;
}

bool is_date(std::string_view text) { return text.size() == 10 && take_date(text).has_value(); }

std::string format_beijing(Instant instant) {
  const auto local = instant + kBeijingOffset;
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{local - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+08:00", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::chrono::nanoseconds thread_cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace doorstep::base
