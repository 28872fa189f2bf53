#pragma once

// Time: where it comes from, and how it is written.
//
// Nobody but `main` reads the wall clock; everything else is handed a Clock, so
// that a replay at a fixed moment answers as the original did.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep::base {

// A moment, in whole seconds of UTC.
using Instant = std::chrono::sys_seconds;

// Beijing time, the only civil time of the project: UTC+8 without daylight saving since 1992.
inline constexpr std::chrono::hours kBeijingOffset{8};

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant now) : now_(now) {}
  Instant now() const override { return now_; }

 private:
  Instant now_;
};

// What the calling thread has computed so far: no time of day, but how much of a core it took.
std::chrono::nanoseconds thread_cpu_time();

// An RFC 3339 date-time with offset ("2026-11-22T12:00:00+08:00", "…Z", seconds
// optional, a fraction of up to 9 digits cut; 't', 'z' and a space for the 'T' pass
// too) or a bare date (00:00 in Beijing). nullopt when it is neither, or no such day
// exists. Years 1970 to 2099. posting.schema.json says the same as a pattern.
std::optional<Instant> parse_instant(std::string_view text);

// Whether `text` is a bare date ("2026-11-22") that exists.
bool is_date(std::string_view text);

// "2026-11-22T12:00:00+08:00"
std::string format_beijing(Instant instant);

}  // namespace doorstep::base
