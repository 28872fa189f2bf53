#include "schema/base/clock.h"

#include <catch2/catch.hpp>

using namespace doorstep::base;

namespace {

std::string read(std::string_view text) {
  const auto instant = parse_instant(text);
  return instant ? format_beijing(*instant) : "";
}

}  // namespace

TEST_CASE("a date-time with offset is the moment it names") {
  CHECK(read("2026-11-22T12:00:00+08:00") == "2026-11-22T12:00:00+08:00");
  CHECK(read("2026-11-22T04:00:00Z") == "2026-11-22T12:00:00+08:00");
  CHECK(read("2026-11-22t04:00:00z") == "2026-11-22T12:00:00+08:00");
  CHECK(read("2026-11-21T23:30:00-04:30") == "2026-11-22T12:00:00+08:00");
  CHECK(read("2026-11-22 12:00+08:00") == "2026-11-22T12:00:00+08:00");
  CHECK(read("2026-11-22T12:00:00.999999999+08:00") == "2026-11-22T12:00:00+08:00");
}

TEST_CASE("a bare date is midnight in Beijing") { CHECK(read("2026-11-22") == "2026-11-22T00:00:00+08:00"); }

TEST_CASE("what is no moment is refused") {
  for (const std::string text : {"",
                                 "2026",
                                 "2026-11",
                                 "2026-1-2",
                                 "2026-02-29",
                                 "2026-13-01",
                                 "2026-00-10",
                                 "2026-11-31",
                                 "1969-12-31",
                                 "2100-01-01",
                                 "2026-11-22T",
                                 "2026-11-22T12",
                                 "2026-11-22T12:00:00",
                                 "2026-11-22T24:00:00Z",
                                 "2026-11-22T12:60:00Z",
                                 "2026-11-22T12:00:60Z",
                                 "2026-11-22T12:00:00.Z",
                                 "2026-11-22T12:00:00+8:00",
                                 "2026-11-22T12:00:00+24:00",
                                 "2026-11-22T12:00:00+08:60",
                                 "2026-11-22T12:00:00+0800",
                                 "2026-11-22T12:00:00Z ",
                                 " 2026-11-22",
                                 "２０２６-11-22",
                                 "22.11.2026",
                                 "+026-11-22"}) {
    INFO(text);
    CHECK_FALSE(parse_instant(text));
  }
}

TEST_CASE("the 29th of February exists in leap years only") {
  CHECK(is_date("2028-02-29"));
  CHECK_FALSE(is_date("2027-02-29"));
}

TEST_CASE("a date is only a date without a time behind it") {
  CHECK(is_date("2026-11-22"));
  CHECK_FALSE(is_date("2026-11-22T00:00:00Z"));
  CHECK_FALSE(is_date("2026-11-2"));
}

TEST_CASE("a fixed clock stands still") {
  const Instant noon = *parse_instant("2026-11-22T12:00:00+08:00");
  const FixedClock clock(noon);
  CHECK(clock.now() == noon);
  CHECK(clock.now() == noon);
}

TEST_CASE("the system clock tells the time in whole seconds") {
  const auto before = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const Instant now = SystemClock{}.now();
  CHECK(now >= before);
  CHECK(now <= std::chrono::system_clock::now());
}
