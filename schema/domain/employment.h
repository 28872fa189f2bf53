#pragma once

// What a posting asks of a person, and what kind of employer asks.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace doorstep::domain {

// In rising order: a posting passes a person's level if it asks no more. Values are stored in the index: append only.
enum class Education : std::uint8_t {
  kAny = 0,         // any
  kPrimary = 1,     // 小学
  kJunior = 2,      // 初中
  kSenior = 3,      // 高中
  kVocational = 4,  // 中专
  kCollege = 5,     // 大专
  kBachelor = 6,    // 本科
  kMaster = 7,      // 硕士
  kDoctor = 8,      // 博士
};

// "any", "小学", …
std::string_view education_name(Education education);
std::optional<Education> education_from_name(std::string_view name);

struct Experience {
  std::optional<std::uint32_t> min_years;  // 0: none asked
  std::optional<std::uint32_t> max_years;

  bool operator==(const Experience&) const = default;
};

struct Requirements {
  Experience experience;
  std::optional<Education> education;  // nullopt: nothing is said

  bool operator==(const Requirements&) const = default;
};

// Reads one text that may hold experience, education or both ("1-3年 | 大专"). Never throws for
// what the text says. "不限" alone says nothing about which of the two: see the two readers below.
Requirements parse_requirements(std::string_view text);

// A field that is known to be about experience: "不限" means none asked.
Experience parse_experience(std::string_view text);

// A field that is known to be about education: "不限" means kAny. nullopt when the text says nothing of it.
std::optional<Education> parse_education(std::string_view text);

// Employer kinds: a set of ownership and honours. Bits are stored in the index: append only.
enum class EmployerType : std::uint8_t {
  kPrivate = 0,        // 民营企业
  kTaiwan = 1,         // 台资企业
  kForeign = 2,        // 外资企业
  kState = 3,          // 国有企业
  kSelfEmployed = 4,   // 个体工商户
  kGovernment = 5,     // 机关事业单位
  kSocial = 6,         // 社会组织
  kOther = 7,          // 其他
  kModelWorker = 8,    // 劳模企业
  kPublicWelfare = 9,  // 公益性岗位
};
inline constexpr std::size_t kEmployerTypeCount = 10;

std::string_view employer_type_name(EmployerType type);

// A set of EmployerType, bit i for value i.
using EmployerTypes = std::uint16_t;

// Maps what senders write (国企, 个体, 民营公司, 社区公益岗, several separated by 、,/ or spaces) to the set.
// An empty text gives the empty set; one that is not known gives 其他.
EmployerTypes parse_employer_types(std::string_view text);

std::vector<std::string_view> employer_type_names(EmployerTypes types);

}  // namespace doorstep::domain
