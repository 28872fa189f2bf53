#include "schema/domain/hours.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "schema/domain/folding.h"
#include "schema/domain/numerals.h"

namespace doorstep::domain {
namespace {

using View = std::u32string_view;

constexpr std::uint32_t kHour = 60;
constexpr std::uint32_t kHalfDay = 12 * kHour;
constexpr std::uint32_t kDay = 24 * kHour;
constexpr std::uint32_t kLongestWork = 16 * kHour;
constexpr std::uint32_t kShortestWork = kHour;
// A rest in the middle of the day is no longer; what begins later is another shift.
constexpr std::uint32_t kLongestRest = 4 * kHour;

// ---- clock times

enum class DayPart { kUnsaid, kMorning, kNoon, kAfternoon, kNextDay };

struct PartWord {
  View word;
  DayPart part;
};
constexpr std::array<PartWord, 20> kPartWords{
    {{U"第二天早上", DayPart::kNextDay}, {U"次日早上", DayPart::kNextDay}, {U"次日凌晨", DayPart::kNextDay},
     {U"第二天", DayPart::kNextDay},     {U"次日", DayPart::kNextDay},     {U"凌晨", DayPart::kMorning},
     {U"早上", DayPart::kMorning},       {U"早晨", DayPart::kMorning},     {U"清晨", DayPart::kMorning},
     {U"上午", DayPart::kMorning},       {U"中午", DayPart::kNoon},        {U"下午", DayPart::kAfternoon},
     {U"傍晚", DayPart::kAfternoon},     {U"晚上", DayPart::kAfternoon},   {U"夜里", DayPart::kAfternoon},
     {U"夜间", DayPart::kAfternoon},     {U"早", DayPart::kMorning},       {U"朝", DayPart::kMorning},
     {U"晚", DayPart::kAfternoon},       {U"夜", DayPart::kAfternoon}}};

struct Clock {
  std::uint32_t min = 0;
  DayPart part = DayPart::kUnsaid;
  bool said = false;  // 8:00 or 8点, not a bare 8
  std::size_t end = 0;
};

// :30, 点半, 点, 时; moves `at` past it. False when none stands there.
bool read_minutes(View text, std::size_t& at, std::uint32_t& min) {
  if (char_at(text, at) == U':') {
    if (!is_ascii_digit(char_at(text, at + 1)) || !is_ascii_digit(char_at(text, at + 2))) return false;
    min += (text[at + 1] - U'0') * 10 + (text[at + 2] - U'0');
    at += 3;
    return true;
  }
  const bool clock = char_at(text, at) == U'点' || (char_at(text, at) == U'时' && char_at(text, at + 1) != U'薪');
  if (!clock) return false;
  ++at;
  if (char_at(text, at) == U'钟' || char_at(text, at) == U'整') ++at;
  if (char_at(text, at) == U'半') {
    min += 30;
    ++at;
  } else if (is_ascii_digit(char_at(text, at)) && is_ascii_digit(char_at(text, at + 1))) {  // 8点30
    min += (text[at] - U'0') * 10 + (text[at + 1] - U'0');
    at += 2;
    if (char_at(text, at) == U'分') ++at;
  }
  return true;
}

std::optional<Clock> read_clock(View text, std::size_t at) {
  Clock clock;
  const auto word = std::find_if(kPartWords.begin(), kPartWords.end(),
                                 [&](const PartWord& known) { return starts_with(text, at, known.word); });
  if (word != kPartWords.end()) {
    clock.part = word->part;
    at += word->word.size();
  }
  const auto hour = read_numeral(text, at);
  const bool whole = hour && hour->low == hour->high && hour->factor == 1 && !hour->bare && !hour->circled;
  if (!whole || hour->low > 24 || hour->low != static_cast<std::uint32_t>(hour->low)) return std::nullopt;
  clock.min = static_cast<std::uint32_t>(hour->low) * kHour;
  clock.end = hour->end;
  clock.said = read_minutes(text, clock.end, clock.min);
  const bool second_half = clock.part == DayPart::kAfternoon || (clock.part == DayPart::kNoon && clock.min < 6 * kHour);
  if (second_half && clock.min < kHalfDay + kHour && clock.min != kHalfDay)
    clock.min += clock.min < kHalfDay ? kHalfDay : 0;
  if (clock.part == DayPart::kAfternoon && clock.min == kHalfDay) clock.min = kDay;  // 晚上12点
  return clock.min <= kDay ? std::optional{clock} : std::nullopt;
}

struct Stretch {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // may be the next day's, then beyond kDay
  std::size_t text_begin = 0;
  std::size_t text_end = 0;
};

// No shift is longer; 13:30-5:30 is an afternoon.
constexpr std::uint32_t kLongestShift = 14 * kHour;

// The end as it is meant: 八点到五点 and 晚上六点到十点 leave out the half of the day. Who begins at 18:00 and names no half of the
// day reads a clock of 24 hours: 18:00-7:00 lasts to the morning.
std::uint32_t meant_end(const Clock& begin, const Clock& end) {
  if (end.min > begin.min) {
    const bool evening = begin.part == DayPart::kAfternoon;
    return evening && end.part == DayPart::kMorning ? end.min + kDay : end.min;
  }
  const bool whole_clock =
      begin.part == DayPart::kUnsaid && begin.min > kHalfDay && end.min + kDay - begin.min <= kLongestShift;
  if (end.part == DayPart::kUnsaid && !whole_clock && end.min < kHalfDay + kHour && end.min + kHalfDay > begin.min)
    return end.min + kHalfDay;
  return end.min + kDay;
}

// Whether the hours that stand at `at` are those of work.
bool are_of_work(View text, std::size_t at, std::size_t end) {
  constexpr std::array<View, 11> kOther{U"午休", U"休息", U"面试", U"报名",     U"营业", U"咨询",
                                        U"来电", U"联系", U"接听", U"接待时间", U"开放"};
  const std::size_t from = at > 12 ? at - 12 : 0;
  View before = text.substr(from, at - from);
  before.remove_prefix(before.find_last_of(U",，。;\n") + 1);  // npos + 1: nothing
  const View behind = text.substr(end, 3);
  if (behind.starts_with(U"休息") || behind.starts_with(U"午休")) return false;
  return !holds_any(before, kOther) && (before.empty() || before.back() != U'第');
}

std::optional<Stretch> read_stretch(View text, std::size_t at) {
  constexpr View kMarks = U"-~至到";
  const auto begin = read_clock(text, at);
  if (!begin || begin->min >= kDay) return std::nullopt;
  std::size_t next = begin->end;
  while (next < text.size() && kMarks.find(text[next]) != View::npos) ++next;
  const bool marked = next > begin->end;
  const auto end = read_clock(text, next);
  if (!end || (!begin->said && !end->said && (begin->part == DayPart::kUnsaid || end->part == DayPart::kUnsaid)))
    return std::nullopt;
  // 早八晚五 needs no mark between.
  if (!marked && (begin->part == DayPart::kUnsaid || end->part == DayPart::kUnsaid || begin->part == end->part))
    return std::nullopt;
  const Stretch stretch{.begin = begin->min, .end = meant_end(*begin, *end), .text_begin = at, .text_end = end->end};
  const std::uint32_t length = stretch.end - stretch.begin;
  if (length < kShortestWork || length > kLongestWork || !are_of_work(text, at, stretch.text_end)) return std::nullopt;
  return stretch;
}

std::vector<Stretch> read_stretches(View text) {
  std::vector<Stretch> stretches;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto stretch = read_stretch(text, at)) {
      stretches.push_back(*stretch);
      at = stretch->text_end;
    } else {
      const auto numeral = read_numeral(text, at);
      at = numeral && numeral->end > at ? numeral->end : at + 1;
    }
  }
  return stretches;
}

// The one day that several stretches make with rests between; nullopt when they are shifts.
std::optional<Stretch> one_day(const std::vector<Stretch>& stretches, View text) {
  if (stretches.empty()) return std::nullopt;
  Stretch day = stretches.front();
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    const Stretch& next = stretches[i];
    if (next.begin == day.begin && next.end == day.end) continue;
    const View between = text.substr(day.text_end, next.text_begin - day.text_end);
    const bool rest = next.begin > day.end && next.begin - day.end <= kLongestRest && between.find(U'班') == View::npos;
    if (!rest || next.end - day.begin > kLongestWork) return std::nullopt;
    day.end = next.end;
    day.text_end = next.text_end;
  }
  return day;
}

bool is_at_night(const Stretch& stretch) {
  const auto shared = [&](std::uint32_t from, std::uint32_t to) {
    const std::uint32_t begin = std::max(stretch.begin, from);
    const std::uint32_t end = std::min(stretch.end, to);
    return end > begin ? end - begin : 0;
  };
  return shared(0, 5 * kHour) + shared(23 * kHour, 29 * kHour) >= kHour;
}

bool says_night(View text) {
  constexpr std::array<View, 6> kNight{U"夜班", U"通宵", U"大夜", U"两班倒", U"二班倒", U"三班倒"};
  constexpr View kNot = U"不无没非免";
  for (const View word : kNight) {
    for (std::size_t at = text.find(word); at != View::npos; at = text.find(word, at + 1)) {
      const View before = text.substr(at > 4 ? at - 4 : 0, std::min<std::size_t>(at, 4));
      const std::size_t clause = before.find_last_of(U",，。;、 \n") + 1;
      const bool negated = before.substr(clause).find_first_of(kNot) != View::npos;
      if (!negated) return true;
    }
  }
  return false;
}

// ---- days off

// A figure, also the 一 of 一天.
std::optional<Numeral> read_count(View text, std::size_t at) {
  if (char_at(text, at) == U'一' && opens_one_of(text, at)) return Numeral{.low = 1, .high = 1, .end = at + 1};
  return read_numeral(text, at);
}

// 做六休一, 上24休24: the share of a week that is off. 做26休4 tells of a month.
void read_turns(View text, WorkHours& found) {
  constexpr View kVerbs = U"做上干";
  for (std::size_t at = text.find(U'休'); at != View::npos; at = text.find(U'休', at + 1)) {
    const std::size_t from = at > 6 ? at - 6 : 0;
    const std::size_t verb = text.substr(from, at - from).find_last_of(kVerbs);
    if (verb == View::npos) continue;
    const auto on = read_count(text, from + verb + 1);
    std::size_t end = on ? on->end : 0;
    while (end < at && (text[end] == U'天' || text[end] == U'小' || text[end] == U'时')) ++end;
    const auto off = on && end == at ? read_count(text, at + 1) : std::nullopt;
    if (!off || on->low < 1 || off->low < 1 || on->high > 48 || off->high > 72) continue;
    const bool month = on->low >= 20 && on->low != 24 && on->low != 48;
    if (!month) found.days_off_a_week = 7 * off->low / (on->low + off->low);
    return;
  }
}

bool says(View text, View word) {
  constexpr View kNot = U"不无非没";
  for (std::size_t at = text.find(word); at != View::npos; at = text.find(word, at + 1)) {
    if (at == 0 || kNot.find(text[at - 1]) == View::npos) return true;
  }
  return false;
}

void read_days_off(View text, WorkHours& found) {
  constexpr std::array<std::pair<View, double>, 12> kWeekly{{{U"大小周", 1.5},
                                                             {U"单双休", 1.5},
                                                             {U"大小休", 1.5},
                                                             {U"双休", 2},
                                                             {U"周休二", 2},
                                                             {U"周休两天", 2},
                                                             {U"周休2天", 2},
                                                             {U"单休", 1},
                                                             {U"周休一", 1},
                                                             {U"周休1天", 1},
                                                             {U"一周休一天", 1},
                                                             {U"每周休息一天", 1}}};
  for (const auto& [word, days] : kWeekly) {
    if (!says(text, word)) continue;
    found.days_off_a_week = days;
    return;
  }
  read_turns(text, found);
}

// 8:00 - 17:30 as 8:00-17:30; other blanks part one notice from the next.
std::u32string without_joined_blanks(const std::u32string& text) {
  constexpr View kJoins = U"-~至到:休";
  std::u32string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool joined =
        kJoins.find(char_at(text, at + 1)) != View::npos || (!out.empty() && kJoins.find(out.back()) != View::npos);
    if (text[at] != U' ' || !joined) out.push_back(text[at]);
  }
  return out;
}

}  // namespace

WorkHours parse_hours(std::string_view text) {
  const std::u32string folded = without_joined_blanks(fold_text(text));
  WorkHours found;
  const std::vector<Stretch> stretches = read_stretches(folded);
  if (const auto day = one_day(stretches, folded)) {
    found.begin_min = day->begin;
    found.end_min = day->end >= kDay ? day->end - kDay : day->end;
  }
  found.night = says_night(folded) || std::any_of(stretches.begin(), stretches.end(), is_at_night);
  read_days_off(folded, found);
  return found;
}

}  // namespace doorstep::domain
