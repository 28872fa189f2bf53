#pragma once

// What a title names when the ways of catching the eye are taken off: 【急】高薪招聘保洁阿姨5名(包吃住)!! is 保洁阿姨, five of them.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace doorstep::domain {

struct CleanTitle {
  std::string core;  // parts that stood apart are joined by one space, by / where that stood between them
  // 5名, 招3人; nullopt: none is said, or not exactly (若干, 3-5名), or more than one (保洁2名、保安3名).
  std::optional<std::uint32_t> headcount;

  bool operator==(const CleanTitle&) const = default;
};

// `normalized_title` is what text::Normalizer makes of a title. Left out are calls (急聘, 招聘, 转发, 长期有效), head counts, pay (月薪8000,
// 4-6k), and praise and benefits that many a job has (高薪, 包吃住, 双休, 五险一金), whether they stand in brackets, behind a
// separator or close to the name; signs and emoji part words and are left out. What tells one job from another stays, brackets or not:
// shifts, places, grades, 兼职, 日结. A title that is nothing but decoration keeps its words. Never throws; linear in the title's length.
CleanTitle clean_title(std::string_view normalized_title);

}  // namespace doorstep::domain
