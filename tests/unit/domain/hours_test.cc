#include "schema/domain/hours.h"

#include <catch2/catch.hpp>

#include <sstream>

#include "tests/unit/domain/vector_file.h"

namespace doorstep::domain {
namespace {

std::string clock(std::uint32_t min) {
  return std::to_string(min / 60) + ":" + (min % 60 < 10 ? "0" : "") + std::to_string(min % 60);
}

// As the columns of the vectors, with | between.
std::string shown(const WorkHours& hours) {
  std::ostringstream out;
  if (hours.begin_min) out << clock(*hours.begin_min) << '-' << clock(*hours.end_min);
  out << '|';
  if (hours.days_off_a_week) out << *hours.days_off_a_week;
  out << '|' << (hours.night ? "night" : "");
  return out.str();
}

}  // namespace

TEST_CASE("every vector of hours and days off reads as agreed") {
  for (const auto& row : tests::read_vectors("hours_vectors.tsv")) {
    INFO("hours_vectors.tsv: " << row[0]);
    CHECK(shown(parse_hours(row[0])) == row[1] + "|" + row[2] + "|" + row[3]);
  }
}

TEST_CASE("hostile texts of hours are read in bounded time") {
  for (const std::string part : {"8:00-", "8点", "8:00-17:00", "休", "做六休", "小时", "1小时", "夜班", "不", "早",
                                 "一", "月休", "\xFF", " - "}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    CHECK(parse_hours(text).begin_min.value_or(0) < 1440);
  }
}

}  // namespace doorstep::domain
