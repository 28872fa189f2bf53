#include "schema/domain/age.h"

#include <algorithm>
#include <array>
#include <string>

#include "schema/domain/folding.h"
#include "schema/domain/numerals.h"

namespace doorstep::domain {
namespace {

using View = std::u32string_view;

// No applicant is younger or older; 3-6岁 and 90岁 are somebody else's.
constexpr double kYoungest = 14;
constexpr double kOldest = 80;

constexpr std::array<View, 12> kAtMostBehind{U"及以下", U"以下",   U"以内", U"之内", U"以里",   U"往下",
                                             U"封顶",   U"含以下", U"内",   U"之下", U"或以下", U"为限"};
constexpr std::array<View, 13> kAtLeastBehind{U"至法定", U"至退休", U"到退休", U"到法定", U"及以上", U"以上", U"往上",
                                              U"之上",   U"含以上", U"起",     U"或以上", U"+",      U"开外"};
constexpr std::array<View, 18> kAtMostBefore{U"不超过", U"不大于", U"不高于", U"小于", U"低于",     U"放宽至",
                                             U"放宽到", U"放宽",   U"上限",   U"最高", U"最大",     U"不过",
                                             U"未满",   U"不满",   U"至多",   U"最多", U"小于等于", U"不得超过"};
constexpr std::array<View, 11> kAtLeastBefore{U"不低于", U"不小于", U"年满", U"大于", U"超过",  U"最小",
                                              U"至少",   U"满",     U"最低", U"下限", U"不少于"};
constexpr std::array<View, 11> kRefusedBehind{U"勿扰",   U"请勿", U"勿",   U"免谈", U"免",  U"不要",
                                              U"不考虑", U"除外", U"不招", U"谢绝", U"别来"};
constexpr std::array<View, 6> kRefusedBefore{U"不招", U"不要", U"谢绝", U"拒绝", U"不收", U"不录用"};
// Whose age it is when one of these stands right behind it, and no bound between: 18岁以上学生 asks for students.
constexpr std::array<View, 8> kOthers{U"学生", U"学员", U"孩子", U"男孩", U"女孩", U"客户", U"顾客", U"会员"};
// Those who are cared for: theirs too from a little farther behind (80岁自理老人), unless care stands between (45-55岁照顾老人).
constexpr std::array<View, 8> kCaredFor{U"老人", U"老年人", U"奶奶", U"爷爷", U"老太", U"大爷", U"患者", U"病人"};
// Behind one of those it is a trade, or the applicant after all: 客户经理, 学生优先, 老人院.
constexpr std::array<View, 20> kOfTheirs{U"经理", U"代表", U"专员", U"主管", U"顾问", U"助理", U"客服",
                                         U"服务", U"管理", U"运营", U"维护", U"关系", U"开发", U"院",
                                         U"中心", U"优先", U"可",   U"均可", U"兼职", U"也可"};
// Whose age it is when one of these stands right before.
constexpr std::array<View, 12> kCare{U"照顾", U"护理", U"照看", U"陪护", U"服务", U"照料",
                                     U"看护", U"面向", U"针对", U"陪伴", U"家有", U"伺候"};
// Behind such a word they name the applicant: 服务员, 护理师.
constexpr std::array<View, 5> kCarers{U"员", U"工", U"师", U"人员", U"岗"};

// Of an applicant not yet retired, or of none.
constexpr std::array<View, 2> kOwnRetirement{U"退休年龄", U"退休金"};
// What is said near 退休 where pensioners are welcome, and where they are not: 不接受, 不考虑, 不欢迎 by what they begin with.
constexpr std::array<View, 18> kAdmits{U"可",   U"欢迎", U"优先", U"返聘", U"接受", U"均要", U"也要", U"也招", U"也收",
                                       U"也行", U"都要", U"都招", U"都行", U"亦招", U"亦要", U"能来", U"不限", U"适合"};
constexpr std::array<View, 18> kDenies{U"不招", U"不要", U"不收", U"不可", U"不接", U"不考", U"不予", U"不聘", U"不能",
                                       U"不录", U"不欢", U"勿",   U"免谈", U"免扰", U"谢绝", U"拒",   U"除外", U"暂不"};
// Right before 退休.
constexpr std::array<View, 6> kNotYet{U"未", U"未到", U"非", U"未办", U"没", U"没有"};
constexpr std::array<View, 5> kCalls{U"招", U"招聘", U"招收", U"收", U"限"};

constexpr View kClauseEnds = U",，。;|\n!?";

template <std::size_t N>
std::size_t word_at_front(View text, const std::array<View, N>& words) {
  std::size_t longest = 0;
  for (const View word : words) {
    if (text.starts_with(word)) longest = std::max(longest, word.size());
  }
  return longest;
}

template <std::size_t N>
bool ends_with_any(View text, const std::array<View, N>& words) {
  return std::any_of(words.begin(), words.end(), [text](View word) { return text.ends_with(word); });
}

bool is_range_mark(View text, std::size_t at) {
  constexpr View kMarks = U"-~至到";
  const char32_t c = char_at(text, at);
  // 18一45岁: the dash of those who type with a Chinese keyboard.
  const bool typed = c == U'一' && at > 0 && is_ascii_digit(text[at - 1]) && is_ascii_digit(char_at(text, at + 1));
  return typed || (c != 0 && kMarks.find(c) != View::npos);
}

std::size_t skip_unit(View text, std::size_t at) {
  if (text.substr(std::min(at, text.size())).starts_with(U"周岁")) return at + 2;
  return char_at(text, at) == U'岁' && char_at(text, at + 1) != U'月' ? at + 1 : at;
}

// One figure or range of a clause, and what stands around it.
struct Statement {
  double low = 0;
  double high = 0;
  bool range = false;
  bool unit = false;
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::optional<Statement> read_statement(View clause, std::size_t at) {
  const auto first = read_numeral(clause, at);
  if (!first || first->factor > 1 || first->bare || first->circled) return std::nullopt;
  Statement said{.low = first->low, .high = first->high, .range = first->high > first->low, .begin = at};
  said.end = skip_unit(clause, first->end);
  said.unit = said.end > first->end;
  std::size_t mark = said.end;
  while (is_range_mark(clause, mark)) ++mark;
  const auto second = mark > said.end ? read_numeral(clause, mark) : std::nullopt;
  if (!second || second->factor > 1 || second->low < said.low) return said;
  said.high = second->high;
  said.range = true;
  said.end = skip_unit(clause, second->end);
  said.unit = said.unit || said.end > second->end;
  return said;
}

// The figures that stand behind `said` count something else: 5年, 3名, 45元.
bool counts_other(View clause, std::size_t end) {
  constexpr View kUnits = U"年元块千万kw名人位天月日号小点:%/个次米斤公分cm厘";
  const char32_t c = char_at(clause, end);
  return c != 0 && kUnits.find(c) != View::npos;
}

class Reader {
 public:
  AgeRange read(View text) {
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t end = std::min(text.find_first_of(kClauseEnds, from), text.size());
      read_clause(text.substr(from, end - from));
      from = end + 1;
    }
    if (welcomes_pensioners(text)) range_.max_years.reset();
    const bool senseless = range_.min_years && range_.max_years && *range_.min_years > *range_.max_years;
    return senseless ? AgeRange{} : range_;
  }

 private:
  void read_clause(View clause) {
    constexpr std::size_t kLongestGap = 3;
    std::optional<Statement> open;  // 男60女50以下: the bound of the next is its own too
    bool about_age = false;
    for (std::size_t at = 0; at < clause.size();) {
      about_age = about_age || clause.substr(at).starts_with(U"年龄");
      const auto said = read_statement(clause, at);
      if (!said) {
        const auto other = read_numeral(clause, at);
        at = other && other->end > at ? other->end : at + 1;
        continue;
      }
      at = std::max(said->end, at + 1);
      if (!is_applicants(clause, *said, about_age)) continue;
      if (take(clause, *said)) {
        if (open && said->begin - open->end <= kLongestGap) take_as(clause, *said, *open);
        open.reset();
      } else {
        open = said;
      }
    }
  }

  static bool is_applicants(View clause, const Statement& said, bool about_age) {
    constexpr std::array<View, 8> kSexes{U"男", U"女", U"男性", U"女性", U"男士", U"女士", U"男:", U"女:"};
    const View before = clause.substr(0, said.begin);
    const View behind = clause.substr(std::min(said.end, clause.size()));
    if (said.low < kYoungest || said.high > kOldest) return false;
    if (!said.unit && counts_other(clause, said.end)) return false;
    const bool sexed = ends_with_any(before, kSexes) && (said.range || holds_bound(behind) || behind.empty() ||
                                                         behind.front() == U'女' || behind.front() == U'男');
    const bool relaxed = before.ends_with(U"放宽至") || before.ends_with(U"放宽到");
    if (!said.unit && !about_age && !sexed && !relaxed) return false;
    View near_before = before.substr(before.size() - std::min<std::size_t>(before.size(), 5));
    near_before.remove_prefix(near_before.rfind(U'、') + 1);  // npos + 1: nothing
    return !tells_of_care(near_before) && !is_of_others(behind);
  }

  static bool tells_of_care(View before) {
    return std::any_of(kCare.begin(), kCare.end(), [before](View word) {
      const std::size_t at = before.find(word);
      return at != View::npos && word_at_front(before.substr(at + word.size()), kCarers) == 0;
    });
  }

  // `behind`: what stands behind a figure.
  static bool is_of_others(View behind) {
    constexpr std::size_t kNear = 6;
    View near_behind = behind.substr(0, kNear);
    near_behind = near_behind.substr(0, near_behind.find(U'、'));
    const View named = behind.substr(behind.starts_with(U'的') ? 1 : 0);
    if (const std::size_t others = word_at_front(named, kOthers); others > 0)
      return word_at_front(named.substr(others), kOfTheirs) == 0;
    return std::any_of(kCaredFor.begin(), kCaredFor.end(), [&](View word) {
      const std::size_t at = near_behind.find(word);
      return at != View::npos && !holds_any(near_behind.substr(0, at), kCare) &&
             word_at_front(behind.substr(at + word.size()), kOfTheirs) == 0;
    });
  }

  static bool holds_bound(View behind) {
    return word_at_front(behind, kAtMostBehind) > 0 || word_at_front(behind, kAtLeastBehind) > 0;
  }

  // False when nothing bounds it.
  bool take(View clause, const Statement& said) { return take_as(clause, said, said); }

  // Takes `ages` with the bounds that stand around `said`.
  bool take_as(View clause, const Statement& said, const Statement& ages) {
    const View before = clause.substr(0, said.begin);
    const View behind = clause.substr(std::min(said.end, clause.size()));
    const std::size_t most = word_at_front(behind, kAtMostBehind);
    const std::size_t least = word_at_front(behind, kAtLeastBehind);
    bool at_most = most > 0;
    bool at_least = least > 0;
    if (!at_most && !at_least) {
      at_most = ends_with_any(before, kAtMostBefore);
      at_least = !at_most && ends_with_any(before, kAtLeastBefore);
    }
    if (ages.range) {
      widen(ages.low, ages.high);
      return true;
    }
    if (!at_most && !at_least) return false;
    const View rest = behind.substr(std::max(most, least));
    const bool refused = word_at_front(rest.substr(rest.starts_with(U"的") ? 1 : 0), kRefusedBehind) > 0 ||
                         ends_with_any(before, kRefusedBefore);
    if (at_most != refused) {
      widen(std::nullopt, ages.high);
    } else {
      widen(ages.low, std::nullopt);
    }
    return true;
  }

  void widen(std::optional<double> low, std::optional<double> high) {
    if (low) range_.min_years = std::min(range_.min_years.value_or(200), static_cast<std::uint32_t>(*low));
    if (high) range_.max_years = std::max(range_.max_years.value_or(0), static_cast<std::uint32_t>(*high));
  }

  static bool welcomes_pensioners(View text) {
    constexpr View kRetired = U"退休";
    for (std::size_t at = text.find(kRetired); at != View::npos; at = text.find(kRetired, at + kRetired.size())) {
      View before = text.substr(at - std::min<std::size_t>(at, 4), std::min<std::size_t>(at, 4));
      before.remove_prefix(before.find_last_of(kClauseEnds) + 1);  // npos + 1: nothing
      View behind = text.substr(at, 10);
      behind = behind.substr(0, behind.find_first_of(kClauseEnds));
      if (word_at_front(behind, kOwnRetirement) > 0 || ends_with_any(before, kNotYet)) continue;
      if (holds_any(before, kDenies) || holds_any(behind, kDenies)) continue;
      if (holds_any(before, kAdmits) || holds_any(behind, kAdmits) || ends_with_any(before, kCalls)) return true;
    }
    return false;
  }

  AgeRange range_;
};

// Blanks and brackets are left out; where words, digits or the dot of a list would run together, the clause ends instead.
std::u32string without_blanks(const std::u32string& text) {
  constexpr View kLeadsToAge = U"龄求为在男女性限满至到";
  std::u32string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (c == U'(' || c == U')') continue;
    if (c != U' ') {
      out.push_back(c);
      continue;
    }
    const char32_t before = out.empty() ? 0 : out.back();
    const char32_t after = char_at(text, at + 1);
    const bool words =
        is_han(before) && (is_han(after) || (is_ascii_digit(after) && kLeadsToAge.find(before) == View::npos));
    const bool digits = (is_ascii_digit(before) || before == U'.') && is_ascii_digit(after);
    if (words || digits) out.push_back(U';');
  }
  return out;
}

}  // namespace

AgeRange parse_age(std::string_view text) { return Reader().read(without_blanks(fold_text(text))); }

}  // namespace doorstep::domain
