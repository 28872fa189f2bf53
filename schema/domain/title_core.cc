#include "schema/domain/title_core.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "schema/domain/folding.h"
#include "schema/domain/numerals.h"

namespace doorstep::domain {
namespace {

using View = std::u32string_view;

// Calls and praise that stand before what is wanted.
constexpr std::array<View, 40> kBefore{
    U"高薪诚聘", U"高薪急聘", U"高薪招聘", U"高薪急招", U"火热招聘", U"紧急招聘", U"长期招聘", U"常年招聘",
    U"直招",     U"现招聘",   U"诚招聘",   U"急招聘",   U"急招",     U"急聘",     U"急需",     U"急寻",
    U"急募",     U"诚聘",     U"诚招",     U"诚邀",     U"招聘",     U"招募",     U"直聘",     U"热招",
    U"热聘",     U"高薪",     U"转发",     U"大量招",   U"大量",     U"长期招",   U"长期",     U"常年招",
    U"常年",     U"零基础",   U"0基础",    U"新店开业", U"本店",     U"我司",     U"招",       U"聘"};
// Names that begin as a call or a benefit does.
constexpr std::array<View, 40> kNoCall{
    U"招商",     U"招生",     U"招标",     U"招投",     U"招待",     U"招采",     U"招租",     U"招牌",
    U"招揽",     U"招聘专员", U"招聘经理", U"招聘主管", U"招聘助理", U"招聘顾问", U"招聘总监", U"招聘师",
    U"招聘官",   U"招募专员", U"招募经理", U"招募主管", U"招募顾问", U"招募官",   U"长期护理", U"长期照护",
    U"聘用",     U"双休日",   U"单休日",   U"社保专员", U"社保经",   U"社保代",   U"社保客",   U"社保会计",
    U"社保主管", U"社保助理", U"社保顾问", U"社保局",   U"社保中心", U"社保柜",   U"社保窗口", U"社保业务"};
// And yet a call stands before these: 招生产工人, 招采购员.
constexpr std::array<View, 12> kCallAfterAll{U"招生产", U"招生鲜", U"招生物", U"招生活", U"招商场", U"招商超",
                                             U"招商务", U"招投递", U"招采购", U"招采茶", U"招采摘", U"招租赁"};
// No name of a job by themselves: a word before them is part of it, unless it is nothing but a call.
constexpr std::array<View, 4> kGrades{U"专员", U"经理", U"主管", U"助理"};
constexpr View kCallsOnly = U"急诚高火紧热";  // what such calls begin with
// Benefits and praise, on either side or alone.
constexpr std::array<View, 49> kAnywhere{
    U"五险一金", U"六险一金", U"五险",     U"缴纳社保", U"交社保",   U"缴社保",   U"有社保",
    U"社保",     U"包吃包住", U"包吃住宿", U"包住宿",   U"包吃住",   U"包食宿",   U"包吃",
    U"包住",     U"管吃住",   U"管吃管住", U"管吃",     U"管住",     U"管饭",     U"提供食宿",
    U"提供住宿", U"周末双休", U"做五休二", U"上五休二", U"上六休一", U"做六休一", U"双休",
    U"单休",     U"待遇优厚", U"待遇从优", U"待遇优",   U"待遇好",   U"福利好",   U"福利多",
    U"福利优厚", U"薪资高",   U"工资高",   U"无经验可", U"可无经验", U"就近安排", U"家门口上班",
    U"入职即缴", U"人数不限", U"名额有限", U"长期有效", U"有提成",   U"高提成",   U"薪资面议"};
// Calls that stand behind it.
constexpr std::array<View, 14> kBehind{U"高薪急聘", U"火热招聘中", U"招聘中", U"招聘",    U"急招",
                                       U"急聘",     U"急需",       U"诚聘",   U"高薪",    U"招满为止",
                                       U"转发",     U"热招",       U"长期招", U"长期招聘"};
// Decoration only when it stands by itself.
constexpr std::array<View, 14> kAlone{U"急", U"招",   U"聘",   U"热",  U"新",  U"荐",   U"长期",
                                      U"转", U"推荐", U"置顶", U"hot", U"new", U"面议", U"底薪"};
constexpr std::array<View, 7> kSeveral{U"若干名", U"若干", U"数名", U"多名", U"多人", U"几名", U"数人"};

constexpr std::array<View, 17> kPayLabels{U"月薪", U"工资", U"薪资", U"薪水", U"底薪", U"日薪",
                                          U"时薪", U"年薪", U"待遇", U"综合", U"保底", U"月入",
                                          U"周薪", U"到手", U"税后", U"起薪", U"无责"};
constexpr std::array<View, 26> kPayUnits{U"元/月",    U"元/天",  U"元/小时",  U"元/时",  U"元/h",  U"元每月", U"元每天",
                                         U"元每小时", U"元一天", U"元一个月", U"块一天", U"元/日", U"/小时",  U"/月",
                                         U"/天",      U"/日",    U"/时",      U"/h",     U"一天",  U"一个月", U"每天",
                                         U"每月",     U"元",     U"块",       U"/年",    U"一小时"};
constexpr std::array<View, 9> kPayTails{U"以上",     U"起步", U"起",   U"左右", U"不封顶",
                                        U"上不封顶", U"底薪", U"保底", U"+"};

// 两元店, 十元超市: of a shop it is the name, but 6000元店长 is paid.
constexpr std::array<View, 3> kShops{U"店", U"超市", U"百货"};
constexpr double kLeastWithoutLabel = 100;  // yuan

// 4人间, 2人组: what is counted is no vacancy.
constexpr View kRooms = U"间座组桌制班份";
// No posting looks for more people.
constexpr double kMostPeople = 9999;
// A longer word or figure is none of the patterns: bounds the search at the end of a part.
constexpr std::size_t kLongestTail = 24;

std::u32string decoded(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedChar here = decode_utf8(text, at);
    out.push_back(here.code);
    at += here.size;
  }
  return out;
}

// Letters, digits and ideographs of any script, not signs, blanks or emoji.
bool is_word_char(char32_t c) {
  if (c < 0x80) return is_ascii_digit(c) || is_ascii_letter(c);
  if (is_han(c) || (c >= 0x3005 && c <= 0x3007)) return true;
  return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || (c >= 0x3041 && c <= 0x30FF) ||
         (c >= 0xAC00 && c <= 0xD7A3);
}

// Signs that are part of a word where they stand: c++, c#, .net, 1.5万, 4-6k, 元/月.
bool is_inner_sign(View text, std::size_t at) {
  const char32_t c = text[at];
  const char32_t before = at == 0 ? 0 : text[at - 1];
  const char32_t after = char_at(text, at + 1);
  const bool latin_before = is_ascii_letter(before) || is_ascii_digit(before);
  if (c == U'+') return (is_ascii_letter(before) && after == U'+') || before == U'+' || is_ascii_digit(before);
  if (c == U'#') return is_ascii_letter(before);
  if (c == U'.') return is_ascii_letter(after) || (is_ascii_digit(before) && is_ascii_digit(after));
  if (c == U'-' || c == U'~')
    return (is_ascii_digit(before) || before == U'k' || before == U'千' || before == U'万') && is_ascii_digit(after);
  if (c != U'/') return false;
  constexpr View kTimes = U"月天日时小年h";
  return (latin_before || before == U'元' || before == U'千' || before == U'万') && after != 0 &&
         kTimes.find(after) != View::npos;
}

struct Part {
  View text;
  bool after_slash = false;
};

std::vector<Part> parts_of(View text) {
  std::vector<Part> parts;
  bool slash = false;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_char(text[at]) && !is_inner_sign(text, at)) {
      slash = slash || text[at] == U'/' || text[at] == U'、';
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && (is_word_char(text[at]) || is_inner_sign(text, at))) ++at;
    parts.push_back({text.substr(begin, at - begin), slash});
    slash = false;
  }
  return parts;
}

// A head count or a pay: where it ends (0: none), and what it says.
struct Figure {
  std::size_t end = 0;
  bool counts = false;       // people, not pay
  std::uint32_t people = 0;  // 0: not said how many exactly
};

template <std::size_t N>
bool starts_with_any(View part, const std::array<View, N>& words) {
  return std::any_of(words.begin(), words.end(), [part](View word) { return part.starts_with(word); });
}

// The first of `words` that `part` starts with; empty: none.
template <std::size_t N>
View first_at_front(View part, const std::array<View, N>& words) {
  const auto found = std::find_if(words.begin(), words.end(), [part](View word) { return part.starts_with(word); });
  return found == words.end() ? View{} : *found;
}

template <std::size_t N>
View first_at_back(View part, const std::array<View, N>& words) {
  const auto found = std::find_if(words.begin(), words.end(), [part](View word) { return part.ends_with(word); });
  return found == words.end() ? View{} : *found;
}

// Takes the decorations off the parts of one title.
class Stripper {
 public:
  explicit Stripper(CleanTitle& said) : said_(said) {}

  View strip(View part) {
    while (!part.empty()) {
      const std::size_t before = part.size();
      part = without_back(without_front(part));
      if (std::find(kAlone.begin(), kAlone.end(), part) != kAlone.end()) return {};
      if (part.size() == before) break;
    }
    return part;
  }

 private:
  View without_front(View part) {
    if (const Figure figure = figure_at(part, 0); figure.end > 0) {
      tell(figure);
      return part.substr(figure.end);
    }
    part = without_word(part, first_at_front(part, kAnywhere));
    return without_word(part, first_at_front(part, kBefore));
  }

  // `word` stands at the front of `part`.
  static View without_word(View part, View word) {
    if (word.empty() || (starts_with_any(part, kNoCall) && !starts_with_any(part, kCallAfterAll))) return part;
    // 包吃住 宿管阿姨
    if (word.ends_with(U"住宿") && char_at(part, word.size()) == U'管') word.remove_suffix(1);
    const View rest = part.substr(word.size());
    const bool torn = std::find(kGrades.begin(), kGrades.end(), rest) != kGrades.end();
    return torn && kCallsOnly.find(word.front()) == View::npos ? part : rest;
  }

  View without_back(View part) {
    part.remove_suffix(first_at_back(part, kAnywhere).size());
    part.remove_suffix(first_at_back(part, kBehind).size());
    const std::size_t first = part.size() > kLongestTail ? part.size() - kLongestTail : 0;
    for (std::size_t at = first; at < part.size(); ++at) {
      const Figure figure = figure_at(part, at);
      if (figure.end != part.size()) continue;
      tell(figure);
      return part.substr(0, at);
    }
    if (ends_with_bare_pay(part)) return part.substr(0, part.find_last_not_of(U"0123456789") + 1);
    return part;
  }

  void tell(const Figure& figure) {
    if (!figure.counts) return;
    said_.headcount = counted_ || figure.people == 0 ? std::nullopt : std::optional{figure.people};
    counted_ = true;
  }

  static Figure figure_at(View part, std::size_t at) {
    const Figure count = count_at(part, at);
    return count.end > 0 ? count : Figure{.end = pay_end(part, at)};
  }

  // In the middle of a figure none starts.
  static bool splits_figure(View part, std::size_t at) {
    return at > 0 && is_ascii_digit(char_at(part, at)) && (is_ascii_digit(part[at - 1]) || part[at - 1] == U'.');
  }

  // 5名, 招3人, 两位, 3-5名, 若干名. 人 is said of others too (主持人, 4人间): it wants a digit or 招 before it.
  static Figure count_at(View part, std::size_t at) {
    const View several = first_at_front(part.substr(at), kSeveral);
    if (!several.empty()) return {.end = at + several.size(), .counts = true};
    const bool called = part[at] == U'招' || part[at] == U'聘' || part[at] == U'需';
    const std::size_t figure = called ? at + 1 : at;
    if (splits_figure(part, figure)) return {};
    auto numeral = read_numeral(part, figure);
    if (!numeral || numeral->bare || numeral->low < 1 || numeral->high > kMostPeople) return {};
    bool exact = numeral->low == numeral->high && numeral->low == std::floor(numeral->low);
    if (is_range_sign(char_at(part, numeral->end))) {
      exact = false;
      numeral = read_numeral(part, numeral->end + 1);
      if (!numeral || numeral->bare || numeral->high > kMostPeople) return {};
    }
    std::size_t end = numeral->end;
    if (char_at(part, end) == U'余' || char_at(part, end) == U'多' || char_at(part, end) == U'来') {
      exact = false;
      ++end;
    }
    const char32_t unit = char_at(part, end);
    const bool people = unit == U'人' && (called || is_ascii_digit(part[figure])) &&
                        (end + 1 == part.size() || kRooms.find(part[end + 1]) == View::npos);
    if (unit != U'名' && unit != U'位' && !people) return {};
    return {.end = end + 1, .counts = true, .people = exact ? static_cast<std::uint32_t>(numeral->low) : 0};
  }

  static bool is_range_sign(char32_t c) { return c == U'-' || c == U'~' || c == U'至' || c == U'到'; }

  // 月薪8000, 4-6k, 5000-8000元/月, 200元/天, 6000+: a label, a large unit, a unit of pay or a range says that it is pay.
  static std::size_t pay_end(View part, std::size_t at) {
    const std::size_t figure = after_any(kPayLabels, part, at);
    const bool labelled = figure > at;
    if (splits_figure(part, figure)) return 0;
    const auto low = read_numeral(part, figure);
    if (!low || low->bare || low->leading_zero) return 0;
    std::size_t end = low->end;
    bool pay = labelled || low->factor >= 1000;
    if (is_range_sign(char_at(part, end))) {
      const auto high = read_numeral(part, end + 1);
      if (!high) return 0;
      pay = pay || high->factor >= 1000 || (low->low >= 100 && high->high > low->low);
      end = high->end;
    }
    const std::size_t unit = after_any(kPayUnits, part, end);
    if (!pay && low->high < kLeastWithoutLabel && starts_with_any(part.substr(unit), kShops)) return 0;
    const std::size_t tail = after_any(kPayTails, part, unit);
    pay = pay || unit > end || (tail > unit && low->low >= 1000);
    return pay ? tail : 0;
  }

  // 保洁员3500
  static bool ends_with_bare_pay(View part) {
    const std::size_t before = part.find_last_not_of(U"0123456789");
    const std::size_t digits = before == View::npos ? 0 : part.size() - before - 1;
    return (digits == 4 || digits == 5) && is_han(part[before]) && part.ends_with(U"00") && part[before + 1] != U'0';
  }

  template <std::size_t N>
  static std::size_t after_any(const std::array<View, N>& words, View part, std::size_t at) {
    std::size_t end = at;
    for (const View word : words) {
      if (part.substr(std::min(at, part.size())).starts_with(word)) end = std::max(end, at + word.size());
    }
    return end;
  }

  CleanTitle& said_;
  bool counted_ = false;
};

std::string joined(const std::vector<Part>& parts) {
  std::string out;
  for (const Part& part : parts) {
    if (!out.empty()) out.push_back(part.after_slash ? '/' : ' ');
    for (const char32_t code : part.text) append_utf8(out, code);
  }
  return out;
}

}  // namespace

CleanTitle clean_title(std::string_view normalized_title) {
  CleanTitle said;
  const std::u32string text = decoded(normalized_title);
  const std::vector<Part> parts = parts_of(text);
  std::vector<Part> kept;
  Stripper stripper(said);
  for (Part part : parts) {
    part.text = stripper.strip(part.text);
    if (!part.text.empty()) kept.push_back(part);
  }
  said.core = joined(kept.empty() ? parts : kept);
  return said;
}

}  // namespace doorstep::domain
