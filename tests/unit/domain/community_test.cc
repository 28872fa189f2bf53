#include "schema/domain/community.h"

#include <chrono>

#include <catch2/catch.hpp>

using namespace doorstep::domain;

namespace {

// A corner of a city: short names that two districts share, streets called 社区, names within names.
Gazetteer city() {
  const auto at = [](std::string id, std::string name, std::string street, std::string district) {
    return Community{.id = std::move(id),
                     .name = std::move(name),
                     .street = std::move(street),
                     .district = std::move(district),
                     .centre = {.lat_deg = 31.8, .lng_deg = 117.2}};
  };
  return Gazetteer(
      {at("01", "三里庵社区居委会", "三里庵街道", "蜀山区"), at("02", "如园居民委员会", "临湖社区", "经开区"),
       at("03", "华业社区居委会", "和平路街道", "瑶海区"), at("04", "新华社区居委会", "南七街道", "蜀山区"),
       at("05", "新华社区居委会", "瑶海社区服务中心", "新站区"), at("06", "琥珀社区居委会", "琥珀街道", "蜀山区"),
       at("07", "琥珀潭社区居委会", "琥珀街道", "蜀山区"), at("08", "方兴居民委员会", "芙蓉社区", "经开区"),
       at("09", "康园居民委员会", "方兴社区", "包河区"), at("10", "天乐社区居委会", "天乐社区服务中心", "高新区"),
       at("11", "梦城社区居委会", "天乐社区服务中心", "高新区"), at("12", "上派镇", "上派镇", "肥西县"),
       at("13", "黄山路社区居委会", "稻香村街道", "蜀山区"), at("14", "安居苑社区居委会", "西园街道", "蜀山区"),
       at("15", "金寨南路社区居委会", "稻香村街道", "蜀山区"), at("16", "金寨南路社区居民委员会", "常青街道", "包河区"),
       at("17", "蜀山社区居委会", "井岗镇", "蜀山区"), at("18", "林店社区居委会", "庐阳工业区（林店街道）", "庐阳区"),
       at("19", "光明社区居委会", "西园街道", "蜀山区")});
}

std::string located(std::string_view address) {
  static const Gazetteer kCity = city();
  const Community* found = kCity.locate(address);
  return found == nullptr ? "" : found->id;
}

constexpr std::string_view kHeader = "code,name,street,district,lng_wgs84,lat_wgs84\n";

doorstep::domain::GazetteerFile read(const std::string& rows) {
  auto result = parse_communities_csv(std::string(kHeader) + rows);
  REQUIRE(result.ok());
  return std::move(result).value();
}

}  // namespace

TEST_CASE("the code of a community is twelve ASCII digits") {
  CHECK(is_community_id("340104001001"));
  for (const auto* other : {"", "34010400100", "3401040010011", "34010400100a", " 340104001001", "３４０１"}) {
    CAPTURE(other);
    CHECK_FALSE(is_community_id(other));
  }
}

TEST_CASE("a community's short name leaves out what every name ends with") {
  CHECK(short_community_name("三里庵社区居委会") == "三里庵");
  CHECK(short_community_name("官塘社区居民委员会") == "官塘");
  CHECK(short_community_name("如园居民委员会") == "如园");
  CHECK(short_community_name("龚湾社区") == "龚湾");
  CHECK(short_community_name("三里庵") == "三里庵");
  CHECK(short_community_name("上派镇") == "上派");
  CHECK(short_community_name("社区") == "社区");
}

TEST_CASE("an address is placed at the one community that it names") {
  const std::vector<std::pair<std::string, std::string>> rows{{"合肥市经开区临湖社区如园社区锦绣大道97号", "02"},
                                                              {"瑶海区和平路街道华业社区", "03"},
                                                              {"安徽省合肥市庐阳区大杨镇广西路243号", ""},
                                                              {"三里庵社区", "01"},
                                                              {"三里庵街道", ""},
                                                              {"蜀山区三里庵街道三里庵社区居委会旁", "01"},
                                                              {"合肥市经济技术开发区临湖社区如园社区", "02"},
                                                              {"蜀山区安居苑东区3栋", "14"},
                                                              {"肥西县上派镇人民路12号", "12"},
                                                              {"", ""},
                                                              {"\xFF\xFE社区", ""}};
  for (const auto& [address, expected] : rows) {
    INFO(address);
    CHECK(located(address) == expected);
  }
}

TEST_CASE("a name that two districts share is placed only with its district or street") {
  CHECK(located("新华社区88号").empty());
  CHECK(located("蜀山区新华社区88号") == "04");
  CHECK(located("新站高新区新华社区88号") == "05");
  CHECK(located("新站区瑶海社区服务中心新华社区") == "05");
  CHECK(located("南七街道新华社区") == "04");
  CHECK(located("包河区新华社区").empty());
  CHECK(located("包河区九华山路1号金寨南路社区居委会旁") == "16");
}

TEST_CASE("an address in another county is not placed at a namesake") {
  CHECK(located("六安市金安区光明社区").empty());
  CHECK(located("合肥市长丰县光明社区").empty());
  CHECK(located("合肥市光明社区") == "19");
}

TEST_CASE("the longest name at a place is the one meant") {
  CHECK(located("蜀山区琥珀潭社区") == "07");
  CHECK(located("蜀山区琥珀社区") == "06");
}

TEST_CASE("a street that is called 社区 is no community") {
  CHECK(located("包河区方兴社区康园社区1栋") == "09");
  CHECK(located("包河区方兴社区紫云路5号").empty());
  CHECK(located("经开区芙蓉社区方兴社区") == "08");
  CHECK(located("高新区天乐社区服务中心梦城社区") == "11");
  CHECK(located("高新区天乐社区梦城社区") == "11");
  CHECK(located("高新区天乐社区") == "10");
  CHECK(located("蜀山区蜀山社区") == "17");
  CHECK(located("蜀山区南七街道望江路1号").empty());
  CHECK(located("庐阳区林店街道林店社区") == "18");
}

TEST_CASE("a road or the end of a longer name is no community") {
  CHECK(located("蜀山区黄山路500号").empty());
  CHECK(located("蜀山区黄山路社区500号") == "13");
  CHECK(located("蜀山区大光明社区").empty());
  CHECK(located("蜀山区光明影都").empty());
}

TEST_CASE("two communities in one address leave it without a place") {
  CHECK(located("蜀山区光明社区与三里庵社区交界").empty());
}

TEST_CASE("locating stays quick on a long address") {
  std::string address;
  while (address.size() < 100'000) address += "蜀山区";
  const auto start = std::chrono::steady_clock::now();
  CHECK(located(address).empty());
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("a community is found by its code") {
  const Gazetteer gazetteer = city();
  REQUIRE(gazetteer.find("03") != nullptr);
  CHECK(gazetteer.find("03")->name == "华业社区居委会");
  CHECK(gazetteer.find("99") == nullptr);
  CHECK(Gazetteer{}.locate("三里庵社区") == nullptr);
}

TEST_CASE("column names decide which cell is which, however many there are") {
  const auto result = parse_communities_csv(
      "\xEF\xBB\xBFlat_wgs84,anchor,name,code,district,accuracy_m,street,lng_wgs84\r\n"
      "31.85,\"117.3,31.8\",三里庵社区居委会,340104001001,蜀山区,300,三里庵街道,117.25\r\n");
  REQUIRE(result.ok());
  CHECK(result.value().issues.empty());
  const std::vector<Community> expected{{.id = "340104001001",
                                         .name = "三里庵社区居委会",
                                         .street = "三里庵街道",
                                         .district = "蜀山区",
                                         .centre = {.lat_deg = 31.85, .lng_deg = 117.25},
                                         .accuracy_m = 300}};
  CHECK(result.value().communities == expected);
}

TEST_CASE("a lone carriage return is text, quoted or not, and ends no row") {
  const auto file = read("340104001001,\"甲\"\r社区,\r街\r道,区,117.25,31.85\r\n");
  REQUIRE(file.communities.size() == 1);
  CHECK(file.communities[0].name == "甲\r社区");
  CHECK(file.communities[0].street == "\r街\r道");
  CHECK(file.issues.empty());
}

TEST_CASE("a centre without a stated accuracy counts as an estimate") {
  const auto file = read("340104001001,三里庵社区,三里庵街道,蜀山区,117.25,31.85\n");
  REQUIRE(file.communities.size() == 1);
  CHECK(file.communities[0].accuracy_m == Community::kDefaultAccuracyM);
}

TEST_CASE("every mistake of a communities file is told with line and column, and the good rows are kept") {
  const auto file = read(
      "34010400100,甲社区,街,区,117.2,31.8\n"         // line 2: eleven digits
      "340104001001,,街,区,117.2,31.8\n"              // line 3: no name
      "340104001002,乙社区,街,区,31.8,117.2\n"        // line 4: swapped
      "340104001003,\"丙\n社区\",街,区,117.2,31.8\n"  // lines 5 and 6: good
      "\n"                                            // line 7: blank
      "340104001003,丁社区,街,区,117.2,31.8\n"        // line 8: the same code
      "340104001004,戊社区,街,区,东经,31.8\n"         // line 9: no number
      "340104001005,己社区,街,区,nan,\n"              // line 10: two mistakes
      "340104001006,庚\xFF社区,街,区,117.2,31.8\n"    // line 11: not UTF-8
      "340104001007,\"辛社区,街,区,117.2,31.8\n");    // line 12: open quote
  std::vector<std::string> told;
  for (const auto& issue : file.issues) told.push_back(issue.field + " " + issue.code);
  CHECK(told == std::vector<std::string>{
                    "line 2: code bad_code", "line 3: name missing", "line 4: lng_wgs84 out_of_china",
                    "line 8: code duplicate_code", "line 9: lng_wgs84 not_a_number", "line 10: lat_wgs84 missing",
                    "line 10: lng_wgs84 not_a_number", "line 11: name bad_encoding", "line 12: code unclosed_quote",
                    "line 12: lat_wgs84 missing", "line 12: lng_wgs84 missing"});
  REQUIRE(file.communities.size() == 1);
  CHECK(file.communities[0].name == "丙\n社区");
  CHECK(file.issues[2].text.find("写反") != std::string::npos);
}

TEST_CASE("an accuracy that is no number is told and the row kept") {
  const auto result = parse_communities_csv(
      "code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m\n340104001001,甲社区,街,区,117.2,31.8,约300\n");
  REQUIRE(result.ok());
  REQUIRE(result.value().communities.size() == 1);
  CHECK(result.value().communities[0].accuracy_m == Community::kDefaultAccuracyM);
  REQUIRE(result.value().issues.size() == 1);
  CHECK(result.value().issues[0].severity == doorstep::base::Issue::Severity::kFlag);
}

TEST_CASE("a communities file without a needed column, or without a good row, fails as a whole") {
  const auto missing = parse_communities_csv("code,name,street,lng_wgs84,lat_wgs84\n");
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.issues().at(0).field == "line 1: district");
  CHECK_FALSE(parse_communities_csv("").ok());
  CHECK_FALSE(parse_communities_csv(kHeader).ok());
  CHECK_FALSE(parse_communities_csv(std::string(kHeader) + "1,甲社区,街,区,117.2,31.8\n").ok());
}

TEST_CASE("communities written as CSV read back the same") {
  const std::vector<Community> communities{{.id = "340104001001",
                                            .name = "带\"引号\",逗号的社区",
                                            .street = "三里庵\n街道",
                                            .district = "蜀山区",
                                            .centre = {.lat_deg = 31.850123, .lng_deg = 117.25},
                                            .accuracy_m = 0}};
  const auto result = parse_communities_csv(format_communities_csv(communities));
  REQUIRE(result.ok());
  CHECK(result.value().communities == communities);
}
