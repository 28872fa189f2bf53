#include "schema/domain/employment.h"

#include <algorithm>
#include <array>
#include <string>

#include "schema/domain/folding.h"
#include "schema/domain/numerals.h"

namespace doorstep::domain {
namespace {

constexpr std::array<std::string_view, 9> kEducationNames{"any",  "小学", "初中", "高中", "中专",
                                                          "大专", "本科", "硕士", "博士"};

// No job asks more; a larger number of years is a date or a product's age.
constexpr double kMostYears = 50;

bool holds(std::u32string_view text, std::u32string_view word) { return text.find(word) != std::u32string_view::npos; }

std::u32string without_spaces(std::u32string text) {
  text.erase(std::remove(text.begin(), text.end(), U' '), text.end());
  return text;
}

std::vector<std::u32string_view> clauses(std::u32string_view text) {
  std::vector<std::u32string_view> parts;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find_first_of(U",，。;；|\n", from), text.size());
    if (end > from) parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return parts;
}

// ---- experience

// A stretch of years or months that a clause names, in years.
struct Years {
  double low = 0;
  double high = 0;
  bool range = false;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// The year or month unit at `at`, as a share of a year; 0: none. 年龄, 年薪, 年级, 年底 are no such unit.
double year_unit(std::u32string_view text, std::size_t& at) {
  if (char_at(text, at) == U'年') {
    constexpr std::u32string_view kNotAfter = U"龄薪级终底假纪度份";
    const char32_t next = char_at(text, at + 1);
    if (next != 0 && kNotAfter.find(next) != std::u32string_view::npos) return 0;
    ++at;
    return 1;
  }
  if (starts_with(text, at, U"个月")) {
    at += 2;
    return 1.0 / 12;
  }
  return 0;
}

bool is_range_mark(char32_t code) { return code == U'-' || code == U'~' || code == U'至' || code == U'到'; }

// A figure, and what follows if nothing but a unit of time stands between: 三年, 半年, 一年.
std::optional<Numeral> read_count(std::u32string_view text, std::size_t at) {
  if (char_at(text, at) == U'半') return Numeral{.low = 0.5, .high = 0.5, .end = at + 1};
  if (char_at(text, at) == U'一' && opens_one_of(text, at)) return Numeral{.low = 1, .high = 1, .end = at + 1};
  return read_numeral(text, at);
}

std::optional<Years> read_years(std::u32string_view text, std::size_t at) {
  const auto first = read_count(text, at);
  if (!first || first->low > kMostYears * 12) return std::nullopt;
  Years years{
      .low = first->low, .high = first->high, .range = first->high > first->low, .begin = at, .end = first->end};
  double first_unit = year_unit(text, years.end);
  if (is_range_mark(char_at(text, years.end))) {
    std::size_t next = years.end;
    while (is_range_mark(char_at(text, next))) ++next;
    if (const auto second = read_count(text, next)) {
      std::size_t end = second->end;
      const double unit = year_unit(text, end);
      if (unit > 0) {
        if (first_unit == 0) first_unit = unit;
        years = {.low = years.low * first_unit, .high = second->high * unit, .range = true, .begin = at, .end = end};
        if (years.low > years.high) std::swap(years.low, years.high);
        return years.high <= kMostYears ? std::optional{years} : std::nullopt;
      }
    }
  }
  if (first_unit == 0) return std::nullopt;
  years.low *= first_unit;
  years.high *= first_unit;
  return years.high <= kMostYears ? std::optional{years} : std::nullopt;
}

std::optional<Years> find_years(std::u32string_view clause) {
  for (std::size_t at = 0; at < clause.size();) {
    if (auto years = read_years(clause, at)) return years;
    const auto numeral = read_numeral(clause, at);
    at = numeral && numeral->end > at ? numeral->end : at + 1;
  }
  return std::nullopt;
}

Experience experience_of(const Years& years, std::u32string_view clause) {
  constexpr std::array<std::u32string_view, 7> kAtMost{U"以下", U"以内", U"之内", U"内", U"不到", U"不超过", U"少于"};
  const auto low = static_cast<std::uint32_t>(years.low);
  const auto high = static_cast<std::uint32_t>(years.high + 0.999);
  if (years.range) return {.min_years = low, .max_years = high};
  const std::u32string_view behind = clause.substr(years.end, 3);
  const std::u32string_view before = clause.substr(0, years.begin);
  const bool less = holds(before, U"少于") && !holds(before, U"不少于");
  if (holds_any(behind, kAtMost) || holds(before, U"不到") || holds(before, U"不超过") || less) {
    return {.min_years = 0, .max_years = high};
  }
  return {.min_years = low, .max_years = std::nullopt};
}

// 应届 asks for somebody who has just left school, unless it only admits or prefers one.
std::optional<Experience> graduates_of(std::u32string_view clause) {
  constexpr std::array<std::u32string_view, 5> kNames{U"应届", U"在校", U"毕业生", U"实习生", U"暑期生"};
  constexpr std::array<std::u32string_view, 9> kAdmits{U"可",   U"优先", U"亦可", U"均可", U"接受",
                                                       U"欢迎", U"往届", U"不限", U"也"};
  if (!holds_any(clause, kNames)) return std::nullopt;
  if (holds_any(clause, kAdmits)) return Experience{.min_years = 0, .max_years = std::nullopt};
  return Experience{.min_years = 0, .max_years = 0};
}

constexpr std::array<std::u32string_view, 25> kNoneAsked{
    U"经验不限",   U"不限经验",   U"无经验",   U"无工作经验", U"无需经验", U"无须经验", U"不需经验",
    U"不需要经验", U"不要求经验", U"经验不要", U"零经验",     U"0经验",    U"零基础",   U"0基础",
    U"无基础",     U"小白",       U"新手",     U"生熟",       U"生手",     U"可培训",   U"带薪培训",
    U"无要求",     U"不要求工作", U"可带教",   U"没有经验"};
constexpr std::array<std::u32string_view, 5> kSomeAsked{U"熟手", U"熟练工", U"有经验", U"老手", U"成手"};

std::optional<Experience> experience_of_clause(std::u32string_view clause) {
  const bool preferred = holds(clause, U"优先");
  if (holds(clause, U"天/周")) return Experience{.min_years = 0, .max_years = std::nullopt};  // an internship's hours
  if (const auto years = find_years(clause)) {
    if (holds(clause, U"年龄") || holds(clause, U"合同")) return std::nullopt;
    return preferred ? Experience{.min_years = 0, .max_years = std::nullopt} : experience_of(*years, clause);
  }
  if (const auto graduates = graduates_of(clause)) return graduates;
  const bool asks_none = holds_any(clause, kNoneAsked) || (holds(clause, U"经验") && holds(clause, U"不"));
  const bool experience = holds(clause, U"经验") || holds(clause, U"经历");
  if (asks_none || (preferred && experience)) return Experience{.min_years = 0, .max_years = std::nullopt};
  const bool some = holds_any(clause, kSomeAsked) || (experience && (holds(clause, U"有") || holds(clause, U"需")));
  if (some) return Experience{.min_years = preferred ? 0U : 1U, .max_years = std::nullopt};
  return std::nullopt;
}

// What the text says of experience; the clause that asks most counts.
std::optional<Experience> read_experience(std::u32string_view text) {
  std::optional<Experience> found;
  for (const std::u32string_view clause : clauses(text)) {
    const auto here = experience_of_clause(clause);
    if (here && (!found || here->min_years > found->min_years)) found = here;
  }
  return found;
}

// ---- education

struct Level {
  std::u32string_view word;
  Education education;
};

// Longer words stand before the shorter ones they hold.
constexpr std::array kLevels{Level{U"大学专科", Education::kCollege},    Level{U"大学本科", Education::kBachelor},
                             Level{U"职业高中", Education::kVocational}, Level{U"中等专业", Education::kVocational},
                             Level{U"高等专科", Education::kCollege},    Level{U"高等职业", Education::kCollege},
                             Level{U"中等职业", Education::kVocational}, Level{U"研究生", Education::kMaster},
                             Level{U"大学生", Education::kCollege},      Level{U"本专科", Education::kCollege},
                             Level{U"小学", Education::kPrimary},        Level{U"初中", Education::kJunior},
                             Level{U"初级中学", Education::kJunior},     Level{U"高中", Education::kSenior},
                             Level{U"普高", Education::kSenior},         Level{U"中专", Education::kVocational},
                             Level{U"中技", Education::kVocational},     Level{U"技校", Education::kVocational},
                             Level{U"职高", Education::kVocational},     Level{U"中职", Education::kVocational},
                             Level{U"中师", Education::kVocational},     Level{U"技工", Education::kVocational},
                             Level{U"大专", Education::kCollege},        Level{U"专科", Education::kCollege},
                             Level{U"高职", Education::kCollege},        Level{U"本科", Education::kBachelor},
                             Level{U"学士", Education::kBachelor},       Level{U"一本", Education::kBachelor},
                             Level{U"二本", Education::kBachelor},       Level{U"211", Education::kBachelor},
                             Level{U"985", Education::kBachelor},        Level{U"大学", Education::kBachelor},
                             Level{U"硕士", Education::kMaster},         Level{U"mba", Education::kMaster},
                             Level{U"emba", Education::kMaster},         Level{U"博士", Education::kDoctor}};

const Level* level_at(std::u32string_view text, std::size_t at) {
  const auto found = std::find_if(kLevels.begin(), kLevels.end(),
                                  [&](const Level& level) { return starts_with(text, at, level.word); });
  return found == kLevels.end() ? nullptr : found;
}

// The lowest level that a clause admits; nullopt when it names none.
std::optional<Education> education_of_clause(std::u32string_view clause) {
  constexpr std::array<std::u32string_view, 5> kAnyAsked{U"不限", U"不要求", U"无要求", U"无学历", U"没有要求"};
  const bool about = holds(clause, U"学历") || holds(clause, U"文化");
  if (about && (holds_any(clause, kAnyAsked) || holds(clause, U"不"))) return Education::kAny;
  constexpr std::array<std::u32string_view, 3> kReadsOnly{U"识字", U"会写字", U"文盲"};  // less than any school
  std::optional<Education> lowest;
  if (holds_any(clause, kReadsOnly)) lowest = Education::kAny;
  for (std::size_t at = 0; at < clause.size();) {
    const Level* level = level_at(clause, at);
    if (level == nullptr) {
      ++at;
      continue;
    }
    at += level->word.size();
    lowest = lowest ? std::min(*lowest, level->education) : level->education;
    const bool at_most = starts_with(clause, at, U"及以下") || starts_with(clause, at, U"以下") ||
                         starts_with(clause, at, U"学历以下") || starts_with(clause, at, U"或以下");
    if (at_most) lowest = Education::kAny;
  }
  if (lowest && holds(clause, U"优先")) return Education::kAny;
  return lowest;
}

// 大专以上，本科优先: a clause that only prefers does not lower what another asks.
std::optional<Education> read_education(std::u32string_view text) {
  std::optional<Education> asked;
  bool any = false;
  for (const std::u32string_view clause : clauses(text)) {
    const auto here = education_of_clause(clause);
    if (!here) continue;
    any = any || *here == Education::kAny;
    if (*here != Education::kAny) asked = asked ? std::min(*asked, *here) : *here;
  }
  return asked || !any ? asked : Education::kAny;
}

bool says_unlimited(std::u32string_view text) {
  constexpr std::array<std::u32string_view, 4> kWords{U"不限", U"无要求", U"不要求", U"没有要求"};
  return text == U"无" || holds_any(text, kWords);
}

bool is_only_unlimited(std::u32string_view text) { return text == U"不限" || text == U"无" || text == U"无要求"; }

}  // namespace

std::string_view education_name(Education education) { return kEducationNames.at(static_cast<std::size_t>(education)); }

std::optional<Education> education_from_name(std::string_view name) {
  const auto found = std::find(kEducationNames.begin(), kEducationNames.end(), name);
  if (found == kEducationNames.end()) return std::nullopt;
  return static_cast<Education>(found - kEducationNames.begin());
}

Requirements parse_requirements(std::string_view text) {
  const std::u32string folded = without_spaces(fold_text(text));
  if (is_only_unlimited(folded)) return {};
  const auto experience = read_experience(folded);
  Requirements found{.experience = experience.value_or(Experience{}), .education = read_education(folded)};
  // Whoever writes 不限 of one of the two, or asks only for years, leaves the other open.
  if (!experience && says_unlimited(folded)) found.experience.min_years = 0;
  if (!found.education && found.experience.min_years) found.education = Education::kAny;
  return found;
}

Experience parse_experience(std::string_view text) {
  const std::u32string folded = without_spaces(fold_text(text));
  if (const auto found = read_experience(folded)) return *found;
  return {.min_years = says_unlimited(folded) ? std::optional<std::uint32_t>{0} : std::nullopt};
}

std::optional<Education> parse_education(std::string_view text) {
  const std::u32string folded = without_spaces(fold_text(text));
  if (const auto found = read_education(folded)) return found;
  return says_unlimited(folded) && !read_experience(folded) ? std::optional{Education::kAny} : std::nullopt;
}

}  // namespace doorstep::domain
