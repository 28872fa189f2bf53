#include "schema/domain/masking.h"

#include <algorithm>
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

// "138 - 0000 - 0000" is one number, "138, 0000" is not.
constexpr std::size_t kLongestGap = 3;
constexpr std::u32string_view kSeparators = U" -.·()";
// A run of separate digits may spell a number: 1 3 8 0 0 0 0 0 0 0 0.
constexpr std::size_t kMobileDigits = 11;

class GroupReader {
 public:
  explicit GroupReader(std::string_view text) : text_(text) {}

  std::vector<Group> read() {
    for (std::size_t at = 0; at < text_.size();) {
      const DecodedChar here = decode_utf8(text_, at);
      take(fold_char(here.code), at, here.size);
      at += here.size;
    }
    return std::move(groups_);
  }

 private:
  void take(char32_t code, std::size_t at, std::size_t size) {
    if (is_ascii_digit(code)) {
      if (!in_group_) open_group(at);
      groups_.back().digits.push_back(static_cast<char>(code));
      groups_.back().end = at + size;
      return;
    }
    const std::size_t size_so_far = in_group_ ? groups_.back().digits.size() : 0;
    const bool closes_identity = code == U'x' && (size_so_far == 17 || size_so_far == 3);
    if (closes_identity) {
      groups_.back().digits.push_back('x');
      groups_.back().end = at + size;
      in_group_ = false;
      gap_.assign(kLongestGap + 1, U' ');
      return;
    }
    if (in_group_) gap_.clear();
    in_group_ = false;
    const bool separates = kSeparators.find(code) != std::u32string_view::npos;
    if (!separates) gap_.assign(kLongestGap, U' ');
    if (gap_.size() <= kLongestGap) gap_.push_back(code);
  }

  void open_group(std::size_t at) {
    const bool joined = !groups_.empty() && gap_.size() <= kLongestGap;
    groups_.push_back({.begin = at, .end = at, .before = joined ? gap_ : std::u32string{}});
    in_group_ = true;
  }

  std::string_view text_;
  std::vector<Group> groups_;
  std::u32string gap_ = std::u32string(kLongestGap + 1, U' ');
  bool in_group_ = false;
};

bool is_mobile(std::string_view digits) {
  return digits.size() == kMobileDigits && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
}

bool starts_with(std::string_view text, std::string_view prefix) { return text.substr(0, prefix.size()) == prefix; }

// One group that is a mobile number, with or without the country's code or a trunk 0.
bool is_whole_mobile(std::string_view digits) {
  for (const std::string_view prefix : {"", "0", "86", "086", "0086"}) {
    if (starts_with(digits, prefix) && is_mobile(digits.substr(prefix.size()))) return true;
  }
  return false;
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

bool is_month_and_day(std::string_view digits) {
  const int month = (digits[0] - '0') * 10 + (digits[1] - '0');
  const int day = (digits[2] - '0') * 10 + (digits[3] - '0');
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

// The first two digits are a province (11 to 82), the birthday must be one.
bool is_identity_number(std::string_view digits) {
  if (digits.size() != 18 && digits.size() != 15) return false;
  if (digits[0] < '1' || digits[0] > '8' || digits.find('x') < 17) return false;
  if (digits.size() == 15) return is_month_and_day(digits.substr(8, 4));
  const std::string_view century = digits.substr(6, 2);
  return (century == "18" || century == "19" || century == "20") && is_month_and_day(digits.substr(10, 4));
}

class Masker {
 public:
  explicit Masker(std::string_view text) : text_(text), groups_(GroupReader(text).read()) {}

  std::string mask() {
    std::size_t copied = 0;
    for (std::size_t at = 0; at < groups_.size();) {
      const std::size_t count = matched_groups(at);
      for (std::size_t i = at; i < at + count; ++i) {
        masked_.append(text_.substr(copied, groups_[i].begin - copied));
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
    if (is_identity_number(first)) return 1;
    if (!is_part_of_code(at) && (is_whole_mobile(first) || is_whole_landline(first) || is_service_number(first)))
      return 1;
    if (const std::size_t prefix = country_code(first)) {
      const std::size_t rest = joined(at, 1) ? parts_of_mobile(at + prefix) : 0;
      if (rest > 0) return prefix + rest;
    }
    if (const std::size_t parts = parts_of_identity(at)) return parts;
    if (const std::size_t parts = parts_of_mobile(at)) return parts;
    return parts_of_landline(at);
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

  // Shapes that figures of pay do not take: 1500-2000 300 is no number.
  std::size_t parts_of_mobile(std::size_t at) const {
    if (at >= groups_.size()) return 0;
    if (is_mobile(groups_[at].digits)) return 1;
    if (has_sizes(at, {3, 4, 4}) && is_mobile(together(at, 3))) return 3;
    const bool two = has_sizes(at, {3, 8}) || has_sizes(at, {7, 4});
    if (two && is_mobile(together(at, 2))) return 2;
    const bool spelled = has_sizes(at, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1});
    return spelled && is_mobile(together(at, kMobileDigits)) ? kMobileDigits : 0;
  }

  std::size_t parts_of_identity(std::size_t at) const {
    return has_sizes(at, {6, 8, 4}) && is_identity_number(together(at, 3)) ? 3 : 0;
  }

  std::size_t parts_of_landline(std::size_t at) const {
    const std::string_view first = groups_[at].digits;
    if (first == "400" || first == "800") return parts_of_service(at);
    if (area_code_size(first) != first.size() || !joined(at, 1)) return 0;
    if (is_local_number(groups_[at + 1].digits, first.size())) return 2;
    const bool split = has_sizes(at, {first.size(), 4, 4}) || has_sizes(at, {first.size(), 3, 4});
    return split && is_local_number(together(at + 1, 2), first.size()) ? 3 : 0;
  }

  // 400-600 4000 is pay, so the separators must be alike.
  std::size_t parts_of_service(std::size_t at) const {
    if (has_sizes(at, {3, 7})) return 2;
    const bool three = has_sizes(at, {3, 3, 4}) || has_sizes(at, {3, 4, 3});
    return three && groups_[at + 1].before == groups_[at + 2].before ? 3 : 0;
  }

  // Digits within a code of digits and capitals, such as a unified social credit code (18 of them).
  bool is_part_of_code(std::size_t at) const {
    constexpr std::size_t kCodeSize = 18;
    const auto in_code = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    std::size_t begin = groups_[at].begin;
    std::size_t end = groups_[at].end;
    while (begin > 0 && end - begin <= kCodeSize && in_code(text_[begin - 1])) --begin;
    while (end < text_.size() && end - begin <= kCodeSize && in_code(text_[end])) ++end;
    return end - begin == kCodeSize && end - begin > groups_[at].end - groups_[at].begin;
  }

  std::string_view text_;
  std::vector<Group> groups_;
  std::string masked_;
};

}  // namespace

std::string mask_contacts(std::string_view text) { return Masker(text).mask(); }

}  // namespace doorstep::domain
