#include "schema/domain/folding.h"

#include <array>

namespace doorstep::domain {
namespace {

// Character by character: kFrom[i] is read as kTo[i]. Only what pay, requirements and employer kinds are written with.
constexpr std::u32string_view kFrom =
    U"萬億兩圓圆塊貳贰壹參叁肆伍陸陆柒捌玖拾佰仟〇俩議談電協個內勞單國場學專屆業機歷歲"
    U"時貼資轉過達實試補獎綜險責點號體營獨關臺週無應畢驗經會職後間數約優從開貫終員級產"
    U"碩";
constexpr std::u32string_view kTo =
    U"万亿两元元块二二一三三四五六六七八九十百千零两议谈电协个内劳单国场学专届业机历岁"
    U"时贴资转过达实试补奖综险责点号体营独关台周无应毕验经会职后间数约优从开贯终员级产"
    U"硕";
static_assert(kFrom.size() == kTo.size());

constexpr std::u32string_view kDashes = U"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u2501\u30FC\uFE58\uFE63";
constexpr std::u32string_view kTildes = U"\u02DC\u2053\u223C\u223E\u301C\u3030\uFF5E";
constexpr std::u32string_view kDots = U"\u2022\u2027\u2219\u22C5\u30FB\uFF65";
constexpr std::u32string_view kSlashes = U"\u2044\u2215\u29F8";
constexpr std::u32string_view kInvisible = U"\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF\u00AD";

bool holds(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }

bool is_full_width_digit(char32_t code) { return code >= U'０' && code <= U'９'; }

char32_t fold_sign(char32_t code) {
  if (code == U'\u3000' || code == U'\u00A0' || code == U'\u202F' || (code >= 0x2000 && code <= 0x200A)) return U' ';
  if (code == U'\t') return U' ';
  if (code == U'￥') return U'¥';
  if (code == U'\u00D7' || code == U'✕') return U'*';
  if (holds(kDashes, code)) return U'-';
  if (holds(kTildes, code)) return U'~';
  if (holds(kDots, code)) return U'·';
  if (holds(kSlashes, code)) return U'/';
  return code;
}

// How many bytes a sequence that starts with `lead` has; 0: none starts so.
std::size_t sequence_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t kSize>
bool holds(const std::array<Range, kSize>& ranges, char32_t code) {
  for (const Range& range : ranges) {
    if (code <= range.last) return code >= range.first;
  }
  return false;
}

// What NFKC_Casefold leaves out, and combining marks. Ascending.
constexpr std::array<Range, 23> kUnseen{
    {{0xAD, 0xAD},     {0x300, 0x36F},   {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},  {0x180B, 0x180F},
     {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},   {0x202A, 0x202E},   {0x2060, 0x206F},  {0x20D0, 0x20FF},
     {0x302A, 0x302D}, {0x3099, 0x309A}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFE20, 0xFE2F},  {0xFEFF, 0xFEFF},
     {0xFF9E, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}}};

// Characters that stand for successive numbers: `before`, number, `after`.
struct Numbered {
  Range codes;
  char32_t number;  // of the first
  std::u32string_view before;
  std::u32string_view after;
};

constexpr std::array<Numbered, 22> kNumbered{
    {{{0xB2, 0xB3}, 2, U"", U""},       {{0xB9, 0xB9}, 1, U"", U""},        {{0x2070, 0x2070}, 0, U"", U""},
     {{0x2074, 0x2079}, 4, U"", U""},   {{0x2080, 0x2089}, 0, U"", U""},    {{0x2460, 0x2473}, 1, U"", U""},
     {{0x2474, 0x2487}, 1, U"(", U")"}, {{0x2488, 0x249B}, 1, U"", U"."},   {{0x24EA, 0x24EA}, 0, U"", U""},
     {{0x24F5, 0x24FE}, 1, U"", U""},   {{0x24FF, 0x24FF}, 0, U"", U""},    {{0x2776, 0x277F}, 1, U"", U""},
     {{0x2780, 0x2789}, 1, U"", U""},   {{0x278A, 0x2793}, 1, U"", U""},    {{0x3251, 0x325F}, 21, U"", U""},
     {{0x32B1, 0x32BF}, 36, U"", U""},  {{0x32C0, 0x32CB}, 1, U"", U"月"},  {{0x3358, 0x3370}, 0, U"", U"点"},
     {{0x33E0, 0x33FE}, 1, U"", U"日"}, {{0x1F100, 0x1F100}, 0, U"", U"."}, {{0x1F101, 0x1F10A}, 0, U"", U","},
     {{0x1F10B, 0x1F10C}, 0, U"", U""}}};

// Square and cubic units, of which only the last two characters matter.
constexpr std::u32string_view kSquareUnits = U"㍸㎟㎠㎡㎢㎨㎯";
constexpr std::u32string_view kCubicUnits = U"㍹㎣㎤㎥㎦";

struct Fraction {
  char32_t code;
  std::u32string_view form;
};

constexpr std::array<Fraction, 20> kFractions{
    {{U'¼', U"1/4"}, {U'½', U"1/2"}, {U'¾', U"3/4"}, {U'⅐', U"1/7"}, {U'⅑', U"1/9"}, {U'⅒', U"1/10"}, {U'⅓', U"1/3"},
     {U'⅔', U"2/3"}, {U'⅕', U"1/5"}, {U'⅖', U"2/5"}, {U'⅗', U"3/5"}, {U'⅘', U"4/5"}, {U'⅙', U"1/6"},  {U'⅚', U"5/6"},
     {U'⅛', U"1/8"}, {U'⅜', U"3/8"}, {U'⅝', U"5/8"}, {U'⅞', U"7/8"}, {U'⅟', U"1/"},  {U'↉', U"0/3"}}};

}  // namespace

DecodedChar decode_utf8(std::string_view text, std::size_t at) {
  constexpr DecodedChar kInvalid{.code = kReplacementChar, .size = 1};
  constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = sequence_size(lead);
  if (size == 0 || size > text.size() - at) return kInvalid;
  if (size == 1) return {.code = lead, .size = 1};
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return kInvalid;
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kSmallest.at(size) || code > 0x10FFFF || surrogate) return kInvalid;
  return {.code = code, .size = size};
}

void append_utf8(std::string& out, char32_t code) {
  const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | (code >> 6U));
  } else {
    if (code < 0x10000) {
      put(0xE0U | (code >> 12U));
    } else {
      put(0xF0U | (code >> 18U));
      put(0x80U | ((code >> 12U) & 0x3FU));
    }
    put(0x80U | ((code >> 6U) & 0x3FU));
  }
  put(0x80U | (code & 0x3FU));
}

char32_t fold_char(char32_t code) {
  if (code >= U'！' && code <= U'～' && code != U'，') code = code - U'！' + U'!';
  if (code >= U'A' && code <= U'Z') return code - U'A' + U'a';
  if (code < 0x80 && code != U'\t') return code;
  const char32_t sign = fold_sign(code);
  if (sign != code) return sign;
  const std::size_t at = kFrom.find(code);
  return at == std::u32string_view::npos ? code : kTo[at];
}

std::u32string fold_text(std::string_view text) {
  std::u32string folded;
  folded.reserve(text.size() / 2);
  char32_t previous = 0;
  for (std::size_t at = 0; at < text.size();) {
    const DecodedChar here = decode_utf8(text, at);
    at += here.size;
    if (holds(kInvisible, here.code)) continue;
    const bool grouping = here.code == U'，' && is_full_width_digit(previous) && at < text.size() &&
                          is_full_width_digit(decode_utf8(text, at).code);
    folded.push_back(grouping ? U',' : fold_char(here.code));
    previous = here.code;
  }
  return folded;
}

char32_t plain_digit(char32_t code) {
  if (is_ascii_digit(code)) return code;
  if (is_full_width_digit(code)) return code - U'０' + U'0';
  if (code >= 0x1D7CE && code <= 0x1D7FF) return (code - 0x1D7CE) % 10 + U'0';
  return code >= 0x1FBF0 && code <= 0x1FBF9 ? code - 0x1FBF0 + U'0' : 0;
}

std::u32string marker_form(char32_t code) {
  if (code < 0xB2) return {};
  for (const Numbered& row : kNumbered) {
    if (code < row.codes.first || code > row.codes.last) continue;
    const char32_t number = row.number + code - row.codes.first;
    std::u32string form(row.before);
    if (number >= 10) form.push_back(U'0' + number / 10);
    form.push_back(U'0' + number % 10);
    return form.append(row.after);
  }
  for (const Fraction& fraction : kFractions) {
    if (fraction.code == code) return std::u32string(fraction.form);
  }
  if (holds(kSquareUnits, code)) return U"m2";
  return holds(kCubicUnits, code) ? U"m3" : U"";
}

bool is_unseen(char32_t code) { return code >= 0xAD && holds(kUnseen, code); }

bool is_ascii_digit(char32_t code) { return code >= U'0' && code <= U'9'; }

bool is_ascii_letter(char32_t code) { return (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z'); }

bool is_han(char32_t code) {
  return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
         (code >= 0x20000 && code <= 0x323AF);
}

}  // namespace doorstep::domain
