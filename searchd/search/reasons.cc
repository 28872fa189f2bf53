#include "searchd/search/reasons.h"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

using index::FieldHits;

constexpr std::chrono::days kFresh{14};

struct FieldReason {
  std::string_view code;
  std::uint32_t mask;
  std::string_view before;        // a word as it stands
  std::string_view before_sense;  // what a word was read as: the posting may call it otherwise
  std::string_view before_kin;    // the same where it is a kind of it
};

// In the order of their worth.
constexpr std::array<FieldReason, 6> kFieldReasons{{
    {"title", FieldHits::kTitle | FieldHits::kTitleAside, "岗位名称里有", "岗位正是", "岗位属于"},
    {"learnt", FieldHits::kLearnt, "从职责看是", "从职责看是", "从职责看属于"},
    {"tags", FieldHits::kTags, "标签或福利里有", "标签、福利或说明里有", "标签、福利或说明里有"},
    {"place", FieldHits::kPlace, "工作地点在", "工作地点在", "工作地点靠近"},
    {"description", FieldHits::kDescriptionMask, "岗位说明里提到", "岗位说明里提到", "岗位说明里提到"},
    {"company", FieldHits::kCompany, "单位名称里有", "单位名称里有", "单位名称里有"},
}};

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += fmt::format("“{}”", word);
  return text;
}

// Whether an earlier field tells of the word already.
bool is_told_before(const WordHits& word, const FieldReason& field) {
  for (const FieldReason& earlier : kFieldReasons) {
    if (earlier.code == field.code) return false;
    if ((word.hits & earlier.mask) != 0) return true;
  }
  return false;
}

// The words of one field by how they are there.
struct Told {
  std::vector<std::string> here, senses, attributes, kin, near;
  bool one_of_several = false;

  void add(const WordHits& word, bool as_it_stands) {
    if (word.meaning.empty() || (as_it_stands && word.closeness >= 1)) {
      here.push_back(word.word);
    } else if (word.closeness >= 1 && word.role == Role::kAttribute) {
      attributes.push_back(word.meaning);
    } else if (word.closeness >= 1) {
      senses.push_back(word.meaning);
      one_of_several = one_of_several || word.meaning.find(kOneOfSeveral) != std::string::npos;
    } else {
      (word.closeness >= kKin ? kin : near).push_back(word.meaning);
    }
  }

  static constexpr std::string_view kOneOfSeveral = "、";  // of jobs that were joined
};

// Every word is told once, by the weightiest field it is in.
void add_word_reasons(const std::vector<WordHits>& words, std::string_view title, std::vector<Reason>& reasons) {
  for (const FieldReason& field : kFieldReasons) {
    const bool in_title = (field.mask & FieldHits::kTitle) != 0;
    Told told;
    for (const WordHits& word : words) {
      if ((word.hits & field.mask) == 0 || is_told_before(word, field)) continue;
      told.add(word, in_title && title.find(word.word) != std::string_view::npos);
    }
    std::string text;
    const auto tell = [&text](std::string_view before, const std::vector<std::string>& some, std::string_view after) {
      if (!some.empty()) text.append(text.empty() ? "" : "，").append(before).append(quoted(some)).append(after);
    };
    tell(field.before, told.here, "");
    tell(field.before_sense, told.senses, told.one_of_several ? "之一" : "");
    tell(in_title ? "岗位名称说明是" : field.before_sense, told.attributes, "");
    tell(field.before_kin, told.kin, field.mask == FieldHits::kPlace ? "" : "一类");
    tell("与", told.near, "相近");
    if (!text.empty()) reasons.push_back({std::string(field.code), std::move(text)});
  }
}

void add_place_reasons(const Hit& hit, const SearchRequest& request, std::vector<Reason>& reasons) {
  const bool approximate = hit.posting.place && hit.posting.place->accuracy_m > 0;
  const std::string_view from = request.anchor.community_id.empty() ? "您" : "所选社区";
  reasons.push_back({"distance", fmt::format("离{}约 {}", from, distance_text(hit.distance_m))});
  if (approximate) {
    reasons.push_back(
        {"approximate", fmt::format("位置按社区估计，可能相差 {}", distance_text(hit.posting.place->accuracy_m))});
  }
  if (hit.near_edge) reasons.push_back({"near_edge", "靠近范围边缘，可能略超出所选距离"});
}

void add_wish_reasons(const Hit& hit, const SearchRequest& request, std::vector<Reason>& reasons) {
  const domain::Posting& posting = hit.posting;
  const Filters& wishes = request.filters;
  if (wishes.pay_min && posting.pay.reach()) {
    reasons.push_back(
        {"pay", fmt::format("月收入{} {} 元，达到您要的 {} 元", posting.pay.monthly_max ? "可到" : "不低于",
                            *posting.pay.reach(), *wishes.pay_min)});
  }
  if (wishes.experience_years) {
    const auto asked = posting.experience.min_years;
    reasons.push_back({"experience", asked.value_or(0) == 0 ? std::string("不要求工作经验")
                                                            : fmt::format("要求 {} 年经验，您符合", *asked)});
  }
  if (wishes.education) {
    const auto asked = posting.education.value_or(domain::Education::kAny);
    reasons.push_back({"education", asked == domain::Education::kAny
                                        ? std::string("不要求学历")
                                        : fmt::format("要求{}，您符合", domain::education_name(asked))});
  }
}

void add_freshness_reason(const Hit& hit, base::Instant now, std::vector<Reason>& reasons) {
  if (!hit.posting.posted_at || now - *hit.posting.posted_at > kFresh) return;
  const auto day = [](base::Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant + base::kBeijingOffset);
  };
  const auto days = (day(now) - day(*hit.posting.posted_at)).count();
  if (days < 0) return;  // a date to come says nothing about freshness
  reasons.push_back({"fresh", days == 0 ? std::string("今天发布") : fmt::format("{} 天前发布", days)});
}

// A radius, which is a round figure: 3 公里, 1.5 公里, 800 米.
std::string range_text(double radius_m) {
  return radius_m < 1000 ? fmt::format("{:g} 米", std::round(radius_m))
                         : fmt::format("{:g} 公里", std::round(radius_m / 100) / 10);
}

}  // namespace

std::string beyond_text(const Beyond& beyond, double radius_m, std::uint64_t found) {
  const std::string none = found == 0 ? fmt::format("{}内没有，", range_text(radius_m)) : std::string{};
  if (beyond.count > 0) {
    return fmt::format("{}{}外还有 {} 个，最近的在 {}处", none, range_text(radius_m), beyond.count,
                       distance_text(beyond.nearest_m));
  }
  return fmt::format("{}{}以内{}", none, range_text(beyond.within_m), found == 0 ? "也没有" : "没有更多");
}

std::string distance_text(double distance_m) {
  // Rounded to tens first, so that 996 m is not told as 1000 米.
  if (distance_m < 995) return fmt::format("{} 米", std::max(10L, std::lround(distance_m / 10.0) * 10));
  return fmt::format("{:.1f} 公里", distance_m / 1000.0);
}

std::vector<Reason> reasons_for(const Hit& hit, std::string_view title, const std::vector<WordHits>& words,
                                bool in_trade, const SearchRequest& request, base::Instant now) {
  std::vector<Reason> reasons;
  add_word_reasons(words, title, reasons);
  if (in_trade) reasons.push_back({"trade", fmt::format("属于“{}”类", hit.posting.category)});
  add_place_reasons(hit, request, reasons);
  add_wish_reasons(hit, request, reasons);
  add_freshness_reason(hit, now, reasons);
  return reasons;
}

}  // namespace doorstep::search
