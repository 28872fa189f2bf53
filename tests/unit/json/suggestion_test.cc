#include "schema/json/suggestion.h"

#include <catch2/catch.hpp>

#include <array>
#include <string>

namespace doorstep::json {
namespace {

constexpr std::array<std::string_view, 5> kKnown{"title", "pay_text", "lat", "lng", "contact_phone"};

TEST_CASE("a slip of the pen finds the name that was meant") {
  CHECK(closest_name("titel", kKnown) == "title");
  CHECK(closest_name("tittle", kKnown) == "title");
  CHECK(closest_name("Title", kKnown) == "title");
  CHECK(closest_name("payText", kKnown) == "pay_text");
  CHECK(closest_name("pay-text", kKnown) == "pay_text");
  CHECK(closest_name("lat ", kKnown) == "lat");
  CHECK(closest_name("contact phone", kKnown) == "contact_phone");
}

TEST_CASE("a name unlike all others finds none") {
  CHECK(closest_name("", kKnown).empty());
  CHECK(closest_name("x", kKnown).empty());
  CHECK(closest_name("tilte_x", kKnown).empty());  // two letters of five are too many
  CHECK(closest_name("岗位名称", kKnown).empty());
  CHECK(closest_name(std::string(1'000'000, 't'), kKnown).empty());
}

}  // namespace
}  // namespace doorstep::json
