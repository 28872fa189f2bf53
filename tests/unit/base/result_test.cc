#include "schema/base/result.h"

#include <memory>

#include <catch2/catch.hpp>

using doorstep::base::Issue;
using doorstep::base::Issues;
using doorstep::base::Result;

TEST_CASE("a result holds its value") {
  const Result<int> result = 7;
  CHECK(result.ok());
  CHECK(result.value() == 7);
}

TEST_CASE("a result holds every issue that kept it from being a value") {
  const Result<int> result = Issues{{.field = "lat", .code = "missing"}, {.field = "lng", .code = "missing"}};
  CHECK_FALSE(result.ok());
  REQUIRE(result.issues().size() == 2);
  CHECK(result.issues()[1].field == "lng");
}

TEST_CASE("one issue alone makes a failed result") {
  const Result<std::string> result = Issue{.field = "id", .code = "too_long"};
  CHECK_FALSE(result.ok());
  CHECK(result.issues() == Issues{{.field = "id", .code = "too_long"}});
}

TEST_CASE("a result's value can be moved out") {
  Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
  const std::unique_ptr<int> taken = std::move(result).value();
  CHECK(*taken == 7);
}

TEST_CASE("an issue refuses the whole unless it says that it is a flag") {
  CHECK(Issue{}.severity == Issue::Severity::kError);
  CHECK_FALSE(Issue{} == Issue{.severity = Issue::Severity::kFlag});
}
