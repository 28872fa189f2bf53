#include "schema/domain/employment.h"

#include <catch2/catch.hpp>

#include "tests/unit/domain/vector_file.h"

using namespace doorstep::domain;

namespace {

std::string shown(std::optional<std::uint32_t> value) { return value ? std::to_string(*value) : ""; }

std::string shown(const Experience& experience) {
  return shown(experience.min_years) + "-" + shown(experience.max_years);
}

std::string shown(std::optional<Education> education) {
  return education ? std::string(education_name(*education)) : "";
}

std::string shown(EmployerTypes types) {
  std::string names;
  for (const std::string_view name : employer_type_names(types))
    names += (names.empty() ? "" : " ") + std::string(name);
  return names;
}

}  // namespace

TEST_CASE("every experience and education vector reads as agreed") {
  for (const auto& row : doorstep::tests::read_vectors("experience_education_vectors.tsv")) {
    INFO("experience_education_vectors.tsv: " << row[0]);
    const Requirements found = parse_requirements(row[0]);
    CHECK(shown(found.experience) == row[1] + "-" + row[2]);
    CHECK(shown(found.education) == row[3]);
  }
}

TEST_CASE("a field about experience is read") {
  const std::vector<std::pair<std::string, std::string>> rows{{"不限", "0-"},
                                                              {"无", "0-"},
                                                              {"3-4年工作经验", "3-4"},
                                                              {"无工作经验", "0-"},
                                                              {"2年", "2-"},
                                                              {"10年以上工作经验", "10-"},
                                                              {"应届毕业生", "0-0"},
                                                              {"应届毕业生可投", "0-"},
                                                              {"在校/应届", "0-0"},
                                                              {"零基础带教", "0-"},
                                                              {"两年以上", "2-"},
                                                              {"一至三年", "1-3"},
                                                              {"半年以上", "0-"},
                                                              {"18个月以上", "1-"},
                                                              {"３－５年", "3-5"},
                                                              {"3年及以上", "3-"},
                                                              {"不到1年", "0-1"},
                                                              {"3年以上经验优先", "0-"},
                                                              {"4天/周3个月", "0-"},
                                                              {"", "-"},
                                                              {"熟练工", "1-"},
                                                              {"1年以上，有证优先", "1-"},
                                                              {"2026年", "-"},
                                                              {"无经验可培训", "0-"}};
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(shown(parse_experience(text)) == expected);
  }
}

TEST_CASE("a field about education is read") {
  const std::vector<std::pair<std::string, std::string>> rows{{"不限", "any"},        {"无学历要求", "any"},
                                                              {"初中及以下", "any"},  {"高中/中专", "高中"},
                                                              {"中专/中技", "中专"},  {"大专起", "大专"},
                                                              {"统招本科", "本科"},   {"本科及以上", "本科"},
                                                              {"大专或本科", "大专"}, {"大专以上，本科优先", "大专"},
                                                              {"硕士研究生", "硕士"}, {"MBA", "硕士"},
                                                              {"3-5年", ""},          {"", ""},
                                                              {"其他", ""},           {"小学", "小学"},
                                                              {"职高", "中专"},       {"本科优先", "any"},
                                                              {"學歷不限", "any"},    {"大学本科", "本科"}};
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(shown(parse_education(text)) == expected);
  }
}

TEST_CASE("不限 alone does not say of what") { CHECK(parse_requirements("不限") == Requirements{}); }

TEST_CASE("every education level has a name that leads back to it") {
  for (std::uint8_t i = 0; i <= 8; ++i) {
    const auto level = static_cast<Education>(i);
    CHECK(education_from_name(education_name(level)) == level);
  }
  CHECK_FALSE(education_from_name("大学"));
}

TEST_CASE("what senders call an employer maps to the closed list") {
  const std::vector<std::pair<std::string, std::string>> rows{{"", ""},
                                                              {" ", ""},
                                                              {"国企", "国有企业"},
                                                              {"央企", "国有企业"},
                                                              {"民营公司", "民营企业"},
                                                              {"个体", "个体工商户"},
                                                              {"港澳台资", "外资企业"},
                                                              {"台资", "台资企业"},
                                                              {"合资", "外资企业"},
                                                              {"外商独资", "外资企业"},
                                                              {"事业编", "机关事业单位"},
                                                              {"民办非企业单位", "社会组织"},
                                                              {"NGO", "社会组织"},
                                                              {"社区公益岗", "公益性岗位"},
                                                              {"上市公司", "其他"},
                                                              {"D轮及以上", "其他"},
                                                              {"民营上市公司", "民营企业"},
                                                              {"国企、劳模企业", "国有企业 劳模企业"},
                                                              {"民营企业/公益性岗位", "民营企业 公益性岗位"},
                                                              {"國企", "国有企业"},
                                                              {"非营利组织", "社会组织"}};
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(shown(parse_employer_types(text)) == expected);
  }
}

TEST_CASE("the ten employer kinds map to themselves") {
  for (std::size_t i = 0; i < kEmployerTypeCount; ++i) {
    const auto name = employer_type_name(static_cast<EmployerType>(i));
    INFO(std::string(name));
    CHECK(parse_employer_types(name) == static_cast<EmployerTypes>(1U << i));
  }
}

TEST_CASE("hostile requirement texts are read without end or overflow") {
  for (const std::string_view part : {"9", "一", "1年", "年", "本科", "不", "\xFF", "1-", "国企"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    const Requirements found = parse_requirements(text);
    CHECK(found.experience.min_years.value_or(0) <= 50);
    parse_employer_types(text);
  }
}
