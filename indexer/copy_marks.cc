#include "indexer/copy_marks.h"

#include <algorithm>
#include <array>

namespace doorstep::indexer {
namespace {

using View = std::u32string_view;

enum Meaning : unsigned {
  kNight,
  kDay,
  kEarly,
  kMiddle,
  kTwoShifts,
  kThreeShifts,
  kPartTime,
  kFullTime,
  kHourly,
  kShortTerm,
  kSummer,
  kWinter,
  kIntern,
  kApprentice,
  kLowGrade,
  kMiddleGrade,
  kHighGrade,
  kChief,
  kManager,
  kShopkeeper,
  kForeman,
  kAssistant,
  kReserve,
  kPaidDaily,
  kHalfDay,
  kMorning,
  kAfternoon,
  kWeekend,
  kTwoDaysOff,
  kOneDayOff,
  kLivesIn,
  kMenOnly,
  kWomenOnly,
};

template <typename... Meanings>
constexpr std::uint64_t bits(Meanings... meanings) {
  return ((std::uint64_t{1} << static_cast<unsigned>(meanings)) | ...);
}

// What excludes each other unless it is said together. A mark of no matter stands with any other.
constexpr std::array<std::uint64_t, 6> kMatters{
    bits(kNight, kDay, kEarly, kMiddle, kTwoShifts, kThreeShifts),
    bits(kPartTime, kFullTime, kHourly, kShortTerm, kSummer, kWinter, kIntern, kApprentice),
    bits(kLowGrade, kMiddleGrade, kHighGrade, kChief, kManager, kShopkeeper, kForeman, kAssistant),
    bits(kTwoDaysOff, kOneDayOff),
    bits(kLivesIn),
    bits(kMenOnly, kWomenOnly)};

struct Mark {
  View word;
  Meaning meaning;
};
constexpr std::array<Mark, 55> kMarks{
    {{U"初级", kLowGrade},      {U"中级", kMiddleGrade}, {U"高级", kHighGrade},    {U"资深", kHighGrade},
     {U"夜班", kNight},         {U"晚班", kNight},       {U"通宵", kNight},        {U"晚上", kNight},
     {U"白班", kDay},           {U"日班", kDay},         {U"白天", kDay},          {U"早班", kEarly},
     {U"中班", kMiddle},        {U"两班倒", kTwoShifts}, {U"二班倒", kTwoShifts},  {U"倒班", kTwoShifts},
     {U"三班倒", kThreeShifts}, {U"兼职", kPartTime},    {U"全职", kFullTime},     {U"小时工", kHourly},
     {U"钟点工", kHourly},      {U"临时", kShortTerm},   {U"短期", kShortTerm},    {U"暑假", kSummer},
     {U"暑期", kSummer},        {U"寒假", kWinter},      {U"实习", kIntern},       {U"学徒", kApprentice},
     {U"主管", kChief},         {U"经理", kManager},     {U"店长", kShopkeeper},   {U"组长", kForeman},
     {U"班长", kForeman},       {U"领班", kForeman},     {U"队长", kForeman},      {U"助理", kAssistant},
     {U"储备", kReserve},       {U"日结", kPaidDaily},   {U"半天", kHalfDay},      {U"上午", kMorning},
     {U"下午", kAfternoon},     {U"周末", kWeekend},     {U"双休", kTwoDaysOff},   {U"单休", kOneDayOff},
     {U"住家", kLivesIn},       {U"只招男", kMenOnly},   {U"只要男", kMenOnly},    {U"限男", kMenOnly},
     {U"仅招男", kMenOnly},     {U"男性限定", kMenOnly}, {U"只招女", kWomenOnly},  {U"只要女", kWomenOnly},
     {U"限女", kWomenOnly},     {U"仅招女", kWomenOnly}, {U"女性限定", kWomenOnly}}};

// A bit of 64 for every character that a mark begins with: most characters of a text begin none.
constexpr std::uint64_t first_bit(char32_t c) { return std::uint64_t{1} << (c & 63U); }
constexpr std::uint64_t kFirsts = [] {
  std::uint64_t firsts = 0;
  for (const Mark& mark : kMarks) firsts |= first_bit(mark.word.front());
  return firsts;
}();

const Mark* mark_at(View text) {
  if ((kFirsts & first_bit(text.front())) == 0) return nullptr;
  const Mark* longest = nullptr;
  for (const Mark& mark : kMarks) {
    const bool longer = longest == nullptr || mark.word.size() > longest->word.size();
    if (longer && text.starts_with(mark.word)) longest = &mark;
  }
  return longest;
}

// 不用上夜班, 没有夜班, 不住家. Only small words may stand between: 经验不限 夜班 denies nothing.
bool denied_before(View before) {
  constexpr View kNot = U"不无非免没勿";
  constexpr View kBetween = U"用需要求上倒是有做值排安须必招收接受";
  constexpr std::size_t kMostBetween = 4;
  for (std::size_t between = 0; between <= kMostBetween && !before.empty(); ++between) {
    if (kNot.find(before.back()) != View::npos) return true;
    if (kBetween.find(before.back()) == View::npos) return false;
    before.remove_suffix(1);
  }
  return false;
}

// 兼职勿扰, 暑假工勿扰
bool denied_behind(View behind) {
  constexpr std::array<View, 10> kRefusals{U"勿",     U"请勿", U"者勿",   U"者请勿", U"工勿",
                                           U"工请勿", U"免谈", U"者免谈", U"除外",   U"不招"};
  return std::any_of(kRefusals.begin(), kRefusals.end(), [behind](View word) { return behind.starts_with(word); });
}

std::uint64_t only_first(const Marks& a, const Marks& b, std::uint64_t matter) {
  return ((a.said & ~b.said) | (a.denied & ~b.denied)) & matter;
}

bool contradict_within(const Marks& a, const Marks& b, std::uint64_t matter) {
  return only_first(a, b, matter) != 0 && only_first(b, a, matter) != 0;
}

}  // namespace

Marks marks_of(std::u32string_view text) {
  Marks marks;
  for (std::size_t at = 0; at < text.size();) {
    const Mark* mark = mark_at(text.substr(at));
    if (mark == nullptr) {
      ++at;
      continue;
    }
    const std::size_t end = at + mark->word.size();
    const bool denied = denied_before(text.substr(0, at)) || denied_behind(text.substr(end));
    (denied ? marks.denied : marks.said) |= bits(mark->meaning);
    at = end;
  }
  return marks;
}

Marks joined(const Marks& a, const Marks& b) { return {.said = a.said | b.said, .denied = a.denied | b.denied}; }

bool contradict(const Marks& a, const Marks& b) { return contradict_within(a, b, ~std::uint64_t{0}); }

bool contradict_in_one_matter(const Marks& a, const Marks& b) {
  return std::any_of(kMatters.begin(), kMatters.end(),
                     [&](std::uint64_t matter) { return contradict_within(a, b, matter); });
}

}  // namespace doorstep::indexer
