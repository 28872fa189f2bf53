#include "indexer/identity.h"

#include <catch2/catch.hpp>

namespace doorstep::indexer {

TEST_CASE("keys of ids differ from build to build") {
  CHECK(id_key("a", 1) == id_key("a", 1));
  CHECK(id_key("a", 1) != id_key("b", 1));
  CHECK(id_key("a", 1) != id_key("a", 2));
}

TEST_CASE("of lines with one id the last stands") {
  CHECK(find_superseded({}) == std::vector<bool>{});
  CHECK(find_superseded({7, 8, 7, 9, 7, 8}) == std::vector<bool>{true, true, true, false, false, false});
}

}  // namespace doorstep::indexer
