#include "schema/text/places.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/unit/text/world.h"

namespace doorstep::text {
namespace {

using Strings = std::vector<std::string>;

constexpr std::string_view kNamed =
    "蜀山\tdistrict\t蜀山区\t-\n"
    "高新\tzone\t高新区 高新开发区\t三里庵街道\n"
    "之心城\tlandmark\t合肥之心城\t三里庵街道\n"
    "国购\tlandmark\t-\t稻香村街道\n"
    "和平路站\tstation\t-\t-\n";

const domain::Gazetteer& gazetteer() {
  static const domain::Gazetteer gazetteer(
      {{.id = "1", .name = "梅山路社区居委会", .street = "三里庵街道", .district = "蜀山区"},
       {.id = "2", .name = "和平社区居委会", .street = "三里庵街道", .district = "蜀山区"},
       {.id = "3", .name = "国购社区居委会", .street = "和平路街道", .district = "瑶海区"}});
  return gazetteer;
}

const Places& places() {
  static const Places places(parse_places(kNamed).value(), gazetteer());
  return places;
}

// The key of the place with this name.
std::string named(std::string_view name) {
  const auto number = places().by_name(name);
  return number ? places().places()[*number].key : "-";
}

Strings keys(const std::vector<std::uint32_t>& numbers) {
  Strings keys;
  for (const std::uint32_t number : numbers) keys.push_back(places().places()[number].key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::string centre(std::string_view name) {
  const domain::Community* community = places().centre_of(places().by_name(name).value());
  return community == nullptr ? "-" : community->id;
}

}  // namespace

TEST_CASE("a place is found by its key, by every alias, and without its suffix") {
  CHECK(named("高新") == "高新");
  CHECK(named("高新区") == "高新");
  CHECK(named("合肥之心城") == "之心城");
  CHECK(named("蜀山区") == "蜀山");
  CHECK(named("蜀山") == "蜀山");
  CHECK(named("瑶海") == "瑶海区");
  CHECK(named("三里庵") == "三里庵街道");
  CHECK(named("三里庵街道") == "三里庵街道");
  CHECK(named("梅山路") == "梅山路社区");
  CHECK(named("梅山路社区") == "梅山路社区");
  CHECK(named("三里") == "-");
  CHECK(named("") == "-");
}

TEST_CASE("a name that two places have stays with the larger") {
  CHECK(named("国购") == "国购");
  CHECK(named("国购社区") == "国购社区");
  CHECK(named("和平路") == "和平路街道");
  CHECK(named("和平路站") == "和平路站");
}

TEST_CASE("an address names its places, the longest name at each spot") {
  CHECK(keys(places().in_address("蜀山区三里庵街道之心城3楼")) == Strings{"三里庵街道", "之心城", "蜀山"});
  CHECK(keys(places().in_address("三里庵，三里庵")) == Strings{"三里庵街道"});
  CHECK(keys(places().in_address("天桥")).empty());
  CHECK(keys(places().in_address("")).empty());
}

TEST_CASE("a street or community that lends its name to a road is not meant") {
  CHECK(keys(places().in_address("三里庵路5号")).empty());
  CHECK(keys(places().in_address("三里庵大街")).empty());
  CHECK(keys(places().in_address("三里庵街道")) == Strings{"三里庵街道"});
  CHECK(keys(places().in_address("高新路")) == Strings{"高新"});
}

TEST_CASE("a title names places at the borders of its words, those of two characters where they read as places") {
  const auto in_title = [](std::string_view title) {
    return keys(places().in_title(title, World::shared().analyzer.terms_of_normalized(title)));
  };
  CHECK(in_title("三里庵店员") == Strings{"三里庵街道"});
  CHECK(in_title("国购附近保洁") == Strings{"国购"});
  CHECK(in_title("保洁(国购)") == Strings{"国购"});
  CHECK(in_title("国购保洁").empty());
  CHECK(in_title("蜀山保洁") == Strings{"蜀山"});
}

TEST_CASE("a community has itself, its street and its district") {
  CHECK(keys(places().of_community(gazetteer().communities()[0])) == Strings{"三里庵街道", "梅山路社区", "蜀山"});
  CHECK(keys(places().of_community(gazetteer().communities()[2])) == Strings{"和平路街道", "国购社区", "瑶海区"});
}

TEST_CASE("a place is searched from a community of it, or of a street it lies in") {
  CHECK(centre("国购社区") == "3");
  CHECK(centre("三里庵") == "1");
  CHECK(centre("之心城") == "1");
  CHECK(centre("国购") == "-");
  CHECK(centre("和平路站") == "-");
}

TEST_CASE("a line of another form is refused with its number") {
  CHECK(parse_places("# fine\n天鹅湖\tlandmark\t-\t-\n").ok());
  for (const char* bad : {"天鹅湖\n", "天鹅湖\tlake\t-\t-\n", "天鹅湖\tlandmark\t-\n", "天鹅湖\tlandmark\t-\t-\t-\n"}) {
    INFO(bad);
    const auto parsed = parse_places(std::string("#\n") + bad);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.issues().front().field == "line 2");
    CHECK(parsed.issues().front().code == "bad_place");
  }
}

}  // namespace doorstep::text
