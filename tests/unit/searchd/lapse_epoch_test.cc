#include "searchd/search/lapse_epoch.h"

#include <catch2/catch.hpp>

#include <vector>

namespace doorstep::search {
namespace {

base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

std::uint32_t seconds(std::string_view text) { return static_cast<std::uint32_t>(at(text).time_since_epoch().count()); }

}  // namespace

TEST_CASE("an epoch ends at the whole hour and in the second in which a posting lapses, and not in between") {
  const std::vector<std::uint32_t> lapses{seconds("2026-11-22T14:00:00+08:00"), seconds("2026-11-22T12:30:00+08:00"),
                                          seconds("2026-11-22T11:59:59+08:00"), seconds("2026-11-22T12:30:00+08:00"),
                                          seconds("2026-11-22T12:45:10+08:00")};
  const LapseEpoch epoch(lapses);
  const auto number = [&epoch](std::string_view text) { return epoch.at(at(text)); };

  const auto noon = number("2026-11-22T12:00:00+08:00");
  CHECK(number("2026-11-22T12:29:59+08:00") == noon);
  CHECK(number("2026-11-22T11:59:59+08:00") != noon);
  const auto after_two = number("2026-11-22T12:30:00+08:00");
  CHECK(after_two != noon);
  CHECK(number("2026-11-22T12:45:09+08:00") == after_two);
  CHECK(number("2026-11-22T12:45:10+08:00") != after_two);
  CHECK(number("2026-11-22T13:00:00+08:00") != number("2026-11-22T12:59:59+08:00"));
  CHECK(number("2026-11-22T13:59:59+08:00") != number("2026-11-22T14:00:00+08:00"));
}

TEST_CASE("one epoch has one number, in whatever order it is asked for") {
  const std::vector<std::uint32_t> lapses{seconds("2026-11-22T12:30:00+08:00")};
  const LapseEpoch epoch(lapses);
  const auto noon = epoch.at(at("2026-11-22T12:10:00+08:00"));
  epoch.at(at("2026-11-23T12:10:00+08:00"));

  CHECK(epoch.at(at("2026-11-22T12:20:00+08:00")) == noon);
}

}  // namespace doorstep::search
