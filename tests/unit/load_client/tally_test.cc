#include "tests/support/load_client/tally.h"

#include <numeric>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace doorstep::load {
namespace {

using Catch::Matchers::Contains;

TEST_CASE("a percentile is the value of the nearest rank") {
  std::vector<std::uint32_t> values(100);
  std::iota(values.rbegin(), values.rend(), 1U);
  CHECK(percentile(values, 0.50) == 50);
  CHECK(percentile(values, 0.99) == 99);
  CHECK(percentile(values, 1.0) == 100);
  CHECK(percentile(values, 0.001) == 1);
  std::vector<std::uint32_t> three{30, 10, 20};
  CHECK(percentile(three, 0.50) == 20);
  CHECK(percentile(three, 0.90) == 30);
}

TEST_CASE("nothing has no percentile") {
  std::vector<std::uint32_t> none;
  CHECK_FALSE(percentile(none, 0.5).has_value());
}

TEST_CASE("the number after a text is found wherever it stands") {
  CHECK(number_after(R"({"b":7},{"b":7})", R"("b":)") == NumberAfter{.digits = "7"});
  CHECK(number_after("build-12", "build-") == NumberAfter{.digits = "12"});
  CHECK(number_after("nothing", "build-") == NumberAfter{});
}

TEST_CASE("two numbers after a text, or none, are a mixture") {
  CHECK(number_after("b7 b8", "b").mixed);
  CHECK(number_after("b7 b77", "b").mixed);
  CHECK(number_after("b7 b", "b").mixed);
}

TEST_CASE("the report counts by status, by number and by second") {
  Tally tally("b");
  tally.add_answer({.status = 200, .body = "b7"}, 100, 40);
  tally.add_answer({.status = 200, .body = "b7 b8"}, 2'500'000, 60);
  tally.add_answer({.status = 503, .has_retry_after = true}, 2'600'000, 1);
  tally.add_answer({.status = 503}, 2'700'000, 1);
  tally.add_failure("closed within the answer");
  tally.add_retry();
  const auto json = tally.to_json({.seconds = 2});
  CHECK_THAT(json, Contains(R"("requests":5,"seconds":2,"throughput":2,)"));
  CHECK_THAT(json, Contains(R"("by_status":{"200":2,"503":2})"));
  CHECK_THAT(json, Contains(R"("failures":{"closed within the answer":1})"));
  CHECK_THAT(json, Contains(R"("by_number":{"7":1})"));
  CHECK_THAT(json, Contains(R"("retried":1,"mixed":1,"retry_after_missing":1)"));
  CHECK_THAT(json, Contains(R"("p50_us":40,"p90_us":60,"p99_us":60,"max_us":60)"));
  CHECK_THAT(json, Contains(R"({"second":1,"requests":0,"p50_us":null,"p99_us":null,"max_us":null})"));
  CHECK_THAT(json, Contains(R"({"second":2,"requests":1,"p50_us":60,"p99_us":60,"max_us":60})"));
}

}  // namespace
}  // namespace doorstep::load
