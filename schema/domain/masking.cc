#include "schema/domain/masking.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

// Digits that stand side by side, and the bytes they take.
struct Group {
  std::string digits;  // ASCII; an identity number's closing x included
  std::size_t begin = 0;
  std::size_t end = 0;
  // The separators, at most kLongestGap, that part it from the group before; empty: more than that parts them.
  std::u32string before;
};

// "138 - 0000 - 0000" is one number, "138 —— 0000 —— 0000" is not.
constexpr std::size_t kLongestGap = 3;
// A run of separate digits may spell a number: 1 3 8 0 0 0 0 0 0 0 0.
constexpr std::size_t kMobileDigits = 11;
constexpr std::size_t kIdentityDigits = 18;
// Two numbers that run together have at least as many.
constexpr std::size_t kFewestTogether = 21;

// What usually parts the digits of a number. Other punctuation may, but parts figures as well: 160，3000-5000.
constexpr std::u32string_view kUsualSeparators = U" -.·()";

// Compatibility forms of the usual separators (fold_char knows the rest), by what they become.
constexpr std::u32string_view kBlanks =
    U"\u00A8\u00AF\u00B4\u00B8\u02D8\u02D9\u02DA\u02DB\u02DC\u02DD\u037A\u0384\u0385\u1FBD\u1FBF\u1FC0\u1FC1\u1FCD"
    U"\u1FCE\u1FCF\u1FDD\u1FDE\u1FDF\u1FED\u1FEE\u1FFD\u1FFE\u2017\u203E\u205F\u309B\u309C\uFC5E\uFC5F\uFC60\uFC61"
    U"\uFC62\uFC63\uFE49\uFE4A\uFE4B\uFE4C\uFE70\uFE72\uFE74\uFE76\uFE78\uFE7A\uFE7C\uFE7E\uFFE3";
constexpr std::u32string_view kHyphens = U"\u207B\u208B\uFE31\uFE32\uFF70";
constexpr std::u32string_view kOpening = U"\u207D\u208D\uFE35\uFE59";
constexpr std::u32string_view kClosing = U"\u207E\u208E\uFE36\uFE5A";
constexpr std::u32string_view kStops = U"\u2024\uFE52";
constexpr std::u32string_view kTwoStops = U"\u2025\uFE30";
constexpr std::u32string_view kThreeStops = U"\u2026\uFE19";
// Compatibility forms that begin with x, besides the mathematical alphabets.
constexpr std::u32string_view kExes = U"ⅩⅪⅫⅹⅺⅻⓍⓧ\u02E3\u2093\U0001F147";

bool holds(std::u32string_view set, char32_t code) { return set.find(code) != std::u32string_view::npos; }

bool is_control(char32_t code) { return code < 0x20 ? code != U'\n' : code >= 0x7F && code <= 0x9F; }

char32_t fold_for_numbers(char32_t code) {
  if (is_control(code)) return U' ';
  if (const char32_t digit = plain_digit(code)) return digit;
  if (code < 0x80) return fold_char(code);
  if (holds(kBlanks, code)) return U' ';
  if (holds(kHyphens, code)) return U'-';
  if (holds(kOpening, code)) return U'(';
  if (holds(kClosing, code)) return U')';
  if (holds(kStops, code)) return U'.';
  if (code == 0x387) return U'·';
  // The alphabets of 1D400 to 1D6A3 have 26 capitals and 26 small letters each.
  const bool mathematical_x = code >= 0x1D400 && code <= 0x1D6A3 && (code - 0x1D400) % 26 == 23;
  return mathematical_x || holds(kExes, code) ? U'x' : fold_char(code);
}

// The folded characters that `code` becomes; empty: just the one of fold_for_numbers.
std::u32string expanded(char32_t code) {
  if (code < 0x80) return {};
  if (holds(kTwoStops, code)) return U"..";
  return holds(kThreeStops, code) ? std::u32string(U"...") : marker_form(code);
}

// Punctuation and pictures. Not signs of currency, per cent and mathematics: what stands beside these is no number to call.
bool is_separator(char32_t code) {
  if (code < 0x80)
    return !is_ascii_digit(code) && !is_ascii_letter(code) && code != U'$' && code != U'%' && code != U'`';
  const auto within = [code](char32_t first, char32_t last) { return code >= first && code <= last; };
  if (code < 0x2000) return holds(U"¡§«¶·»¿\u037E", code);
  if (code < 0x3000) {
    return within(0x2000, 0x205E) || within(0x207A, 0x208E) || within(0x2190, 0x21FF) || within(0x2300, 0x245F) ||
           within(0x2500, 0x2BFF);
  }
  if (code < 0x10000) {
    return within(0x3000, 0x3004) || within(0x3008, 0x3020) || within(0x3030, 0x3037) || code == 0xFB29 ||
           within(0xFE10, 0xFE6F) || code == U'，' || within(0xFF5F, 0xFF64) || within(0xFFE8, 0xFFEE);
  }
  return within(0x1F000, 0x1F0FF) || within(0x1F300, 0x1FAFF);
}

bool is_month_and_day(std::string_view digits) {
  const int month = (digits[0] - '0') * 10 + (digits[1] - '0');
  const int day = (digits[2] - '0') * 10 + (digits[3] - '0');
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// The first two digits are a province (11 to 82), the birthday must be one. 17 digits: all but a check character that
// cannot be read.
bool is_identity_number(std::string_view digits) {
  if (digits.size() != 18 && digits.size() != 17 && digits.size() != 15) return false;
  if (digits[0] < '1' || digits[0] > '8' || digits.find('x') < 17) return false;
  if (digits.size() == 15) return is_month_and_day(digits.substr(8, 4));
  const std::string_view century = digits.substr(6, 2);
  return (century == "18" || century == "19" || century == "20") && is_month_and_day(digits.substr(10, 4));
}

// An identity number up to its check character, its last part, or one that runs on from another number.
bool lacks_check_character(std::string_view digits) {
  const std::size_t size = digits.size();
  return size == 3 || size == 17 || (size > 17 && is_identity_number(digits.substr(size - 17)));
}

// Whether ① marks what follows, or is the digit 1. Normalised text no longer tells the two apart.
enum class Markers { kApart, kAsDigits };

class GroupReader {
 public:
  GroupReader(std::string_view text, Markers markers) : text_(text), markers_(markers) {}

  std::vector<Group> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const DecodedChar here = decode_utf8(text_, at);
      if (!is_unseen(here.code)) take_character(here.code, at, here.size);
      at += here.size;
    }
    return std::move(groups_);
  }

 private:
  void take_character(char32_t code, std::size_t at, std::size_t size) {
    const std::u32string form = expanded(code);
    if (form.empty()) return take(fold_for_numbers(code), at, size);
    const bool marks = std::any_of(form.begin(), form.end(), is_ascii_digit);
    if (marks && markers_ == Markers::kApart) return take(kReplacementChar, at, size);
    for (const char32_t part : form) take(part, at, size);
  }

  void take(char32_t code, std::size_t at, std::size_t size) {
    if (is_ascii_digit(code)) {
      if (!in_group_) open_group(at);
      groups_.back().digits.push_back(static_cast<char>(code));
      groups_.back().end = at + size;
      return;
    }
    if (code == U'x' && in_group_ && lacks_check_character(groups_.back().digits)) {
      groups_.back().digits.push_back('x');
      groups_.back().end = at + size;
      in_group_ = false;
      gap_.assign(kLongestGap + 1, U' ');
      return;
    }
    if (in_group_) gap_.clear();
    in_group_ = false;
    if (!is_separator(code)) gap_.assign(kLongestGap, U' ');
    if (gap_.size() <= kLongestGap) gap_.push_back(code);
  }

  void open_group(std::size_t at) {
    const bool joined = !groups_.empty() && gap_.size() <= kLongestGap;
    groups_.push_back({.digits = {}, .begin = at, .end = at, .before = joined ? gap_ : std::u32string{}});
    in_group_ = true;
  }

  std::string_view text_;
  Markers markers_;
  std::vector<Group> groups_;
  std::u32string gap_ = std::u32string(kLongestGap + 1, U' ');
  bool in_group_ = false;
};

bool is_mobile(std::string_view digits) {
  return digits.size() == kMobileDigits && digits[0] == '1' && digits[1] >= '3' && digits.back() != 'x';
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// One group that is a mobile number, with or without the country's code or a trunk 0.
bool is_whole_mobile(std::string_view digits) {
  constexpr std::array<std::string_view, 5> kPrefixes{"", "0", "86", "086", "0086"};
  return std::any_of(kPrefixes.begin(), kPrefixes.end(), [digits](std::string_view prefix) {
    return starts_with(digits, prefix) && is_mobile(digits.substr(prefix.size()));
  });
}

// 010, 02x, and 03xx to 09xx.
std::size_t area_code_size(std::string_view digits) {
  if (digits.size() < 3 || digits[0] != '0') return 0;
  if (digits[1] == '1') return digits[2] == '0' ? 3 : 0;
  if (digits[1] == '2') return 3;
  return digits[1] >= '3' && digits.size() >= 4 ? 4 : 0;
}

bool is_local_number(std::string_view digits, std::size_t area) {
  if (digits.empty() || digits[0] < '2') return false;
  return digits.size() == 8 || (area == 4 && digits.size() == 7);
}

bool is_whole_landline(std::string_view digits) {
  const std::size_t area = area_code_size(digits);
  return area > 0 && is_local_number(digits.substr(area), area);
}

bool is_service_number(std::string_view digits) {
  return digits.size() == 10 && (starts_with(digits, "400") || starts_with(digits, "800"));
}

bool is_whole_number(std::string_view digits) { return is_whole_mobile(digits) || is_whole_landline(digits); }

// Several numbers that run together, and nothing else.
bool is_several_numbers(std::string_view digits) {
  if (digits.size() < kFewestTogether) return false;
  std::vector<bool> reached(digits.size() + 1, false);
  reached[0] = true;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (!reached[at]) continue;
    for (std::size_t size = 10; size <= kIdentityDigits && at + size <= digits.size(); ++size) {
      const std::string_view part = digits.substr(at, size);
      if (is_whole_number(part) || (size == kIdentityDigits && is_identity_number(part))) reached[at + size] = true;
    }
  }
  return reached.back();
}

bool ends_round(const Group& group) {
  const std::size_t size = group.digits.size();
  return size >= 2 && group.digits.compare(size - 2, 2, "00") == 0;
}

bool is_usual(std::u32string_view gap) { return gap.find_first_not_of(kUsualSeparators) == std::u32string_view::npos; }

// Words before which 7 or 8 digits are a number to call, though no area code stands there.
constexpr std::array<std::string_view, 20> kCallingWords{"电话", "電話", "固话", "固話", "座机", "座機", "热线",
                                                         "熱線", "致电", "致電", "拨打", "撥打", "来电", "來電",
                                                         "号码", "號碼", "tel",  "Tel",  "TEL",  "℡"};
// What may stand between such a word and the digits.
constexpr std::array<std::string_view, 10> kAfterCallingWord{":", "：", " ", "\u3000", "(", "（", ".", "-", "是", "为"};

bool ends_with_calling_word(std::string_view text) {
  const auto ends_in = [&text](std::string_view word) { return text.ends_with(word); };
  for (auto mark = kAfterCallingWord.begin(); mark != kAfterCallingWord.end();) {
    mark = std::find_if(kAfterCallingWord.begin(), kAfterCallingWord.end(), ends_in);
    if (mark != kAfterCallingWord.end()) text.remove_suffix(mark->size());
  }
  return std::any_of(kCallingWords.begin(), kCallingWords.end(), ends_in);
}

class Masker {
 public:
  Masker(std::string_view text, Markers markers) : text_(text), groups_(GroupReader(text, markers).read()) {}

  std::string mask() {
    std::size_t copied = 0;
    for (std::size_t at = 0; at < groups_.size();) {
      const std::size_t count = matched_groups(at);
      for (std::size_t i = at; i < at + count; ++i) {
        // Two groups may share a character: ½.
        if (groups_[i].begin > copied) masked_.append(text_.substr(copied, groups_[i].begin - copied));
        masked_.append(groups_[i].digits.size(), '*');
        copied = groups_[i].end;
      }
      at += std::max<std::size_t>(count, 1);
    }
    masked_.append(text_.substr(copied));
    return std::move(masked_);
  }

 private:
  // How many groups from `at` on make one number; 0: none.
  std::size_t matched_groups(std::size_t at) const {
    const std::string_view first = groups_[at].digits;
    if (is_identity_number(first) || is_whole_number(first) || is_service_number(first)) return 1;
    if (is_several_numbers(first)) return 1;
    if (const std::size_t prefix = country_code(first)) {
      const std::size_t rest = joined(at, 1) ? parts_of_mobile(at + prefix) : 0;
      if (rest > 0) return prefix + rest;
    }
    if (const std::size_t parts = parts_of_identity(at)) return parts;
    if (const std::size_t parts = parts_of_mobile(at)) return parts;
    if (const std::size_t parts = parts_of_landline(at)) return parts;
    return parts_of_called_number(at);
  }

  // 电话：6345 1238
  std::size_t parts_of_called_number(std::size_t at) const {
    // The longest run of marks that is looked through; bounds the work on text that is all marks.
    constexpr std::size_t kLookBack = 32;
    const std::string_view first = groups_[at].digits;
    const bool whole = first.size() == 7 || first.size() == 8;
    const bool split = has_sizes(at, {4, 4}) || has_sizes(at, {3, 4});
    if ((!whole && !split) || first.front() < '2') return 0;
    const std::size_t begin = groups_[at].begin;
    const std::size_t from = begin > kLookBack ? begin - kLookBack : 0;
    if (!ends_with_calling_word(text_.substr(from, begin - from))) return 0;
    return whole ? 1 : 2;
  }

  static std::size_t country_code(std::string_view digits) { return digits == "86" || digits == "0086" ? 1 : 0; }

  // Whether the `count` groups after `at` follow it within one number.
  bool joined(std::size_t at, std::size_t count) const {
    if (at + count >= groups_.size()) return false;
    return std::all_of(groups_.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                       groups_.begin() + static_cast<std::ptrdiff_t>(at + count) + 1,
                       [](const Group& group) { return !group.before.empty(); });
  }

  bool has_sizes(std::size_t at, std::initializer_list<std::size_t> sizes) const {
    if (!joined(at, sizes.size() - 1)) return false;
    return std::all_of(sizes.begin(), sizes.end(),
                       [&](std::size_t size) { return groups_[at++].digits.size() == size; });
  }

  std::string together(std::size_t at, std::size_t count) const {
    std::string digits;
    for (std::size_t i = at; i < at + count; ++i) digits += groups_[i].digits;
    return digits;
  }

  // Whether the last of `count` groups from `at` on are round figures that other than one usual separator parts: of pay.
  bool may_be_pay(std::size_t at, std::size_t count) const {
    const Group& last = groups_[at + count - 1];
    const bool even = is_usual(last.before) && (count == 2 || last.before == groups_[at + count - 2].before);
    return !even && ends_round(last) && (count == 2 || ends_round(groups_[at + count - 2]));
  }

  bool is_mobile_of(std::size_t at, std::initializer_list<std::size_t> sizes) const {
    return has_sizes(at, sizes) && is_mobile(together(at, sizes.size())) && !may_be_pay(at, sizes.size());
  }

  // Shapes that figures of pay do not take: 1500-2000 300 is no number.
  std::size_t parts_of_mobile(std::size_t at) const {
    if (at >= groups_.size()) return 0;
    if (is_mobile(groups_[at].digits)) return 1;
    if (groups_[at].digits.front() != '1') return 0;
    if (is_mobile_of(at, {3, 4, 4})) return 3;
    if (is_mobile_of(at, {3, 8}) || is_mobile_of(at, {7, 4})) return 2;
    if (is_mobile_of(at, {3, 2, 2, 2, 2})) return 5;
    return is_mobile_of(at, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}) ? kMobileDigits : 0;
  }

  std::size_t parts_of_identity(std::size_t at) const {
    if (has_sizes(at, {6, 8, 4}) && is_identity_number(together(at, 3))) return 3;
    return has_sizes(at, {6, 4, 4, 4}) && is_identity_number(together(at, 4)) ? 4 : 0;
  }

  std::size_t parts_of_landline(std::size_t at) const {
    const std::string_view first = groups_[at].digits;
    if (first == "400" || first == "800") return parts_of_service(at);
    if (area_code_size(first) != first.size() || !joined(at, 1)) return 0;
    if (is_local_number(groups_[at + 1].digits, first.size())) return 2;
    const bool split = has_sizes(at, {first.size(), 4, 4}) || has_sizes(at, {first.size(), 3, 4});
    return split && is_local_number(together(at + 1, 2), first.size()) && !may_be_pay(at, 3) ? 3 : 0;
  }

  // 400-600 4000 and 400/600/4000 are pay, so the separators must be alike and usual.
  std::size_t parts_of_service(std::size_t at) const {
    if (has_sizes(at, {3, 7})) return 2;
    if (!joined(at, 2) || !is_usual(groups_[at + 1].before)) return 0;
    const bool three = has_sizes(at, {3, 3, 4}) || has_sizes(at, {3, 4, 3});
    return three && groups_[at + 1].before == groups_[at + 2].before ? 3 : 0;
  }

  std::string_view text_;
  std::vector<Group> groups_;
  std::string masked_;
};

}  // namespace

// Read both ways, so that neither the text as it stands nor its normalised form tells a number.
std::string mask_contacts(std::string_view text) {
  return Masker(Masker(text, Markers::kApart).mask(), Markers::kAsDigits).mask();
}

}  // namespace doorstep::domain
