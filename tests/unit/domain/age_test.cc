#include "schema/domain/age.h"

#include <catch2/catch.hpp>

#include "tests/unit/domain/vector_file.h"

namespace doorstep::domain {
namespace {

std::string shown(std::optional<std::uint32_t> value) { return value ? std::to_string(*value) : ""; }

}  // namespace

TEST_CASE("every age vector reads as agreed") {
  for (const auto& row : tests::read_vectors("age_vectors.tsv")) {
    INFO("age_vectors.tsv: " << row[0]);
    const AgeRange age = parse_age(row[0]);
    CHECK(shown(age.min_years) + "|" + shown(age.max_years) == row[1] + "|" + row[2]);
  }
}

TEST_CASE("an age range holds its own ends, an open one everybody beyond") {
  CHECK(AgeRange{.min_years = 18, .max_years = 45}.holds(18));
  CHECK(AgeRange{.min_years = 18, .max_years = 45}.holds(45));
  CHECK_FALSE(AgeRange{.min_years = 18, .max_years = 45}.holds(46));
  CHECK(AgeRange{.min_years = 18, .max_years = std::nullopt}.holds(80));
  CHECK(AgeRange{}.holds(0));
}

TEST_CASE("hostile age texts are read in bounded time") {
  for (const std::string part :
       {"1", "18-", "十", "岁", "年龄", "男60", "18岁以下", "一", "\xFF", "退休", "-", "20岁", "、20岁"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    CHECK(parse_age(text).max_years.value_or(0) <= 80);
  }
}

}  // namespace doorstep::domain
