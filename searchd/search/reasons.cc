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
};

// In the order of their worth.
constexpr std::array<FieldReason, 6> kFieldReasons{{
    {"title", FieldHits::kTitle | FieldHits::kTitleAside, "岗位名称里有", "岗位正是"},
    {"learnt", FieldHits::kLearnt, "职责相同的岗位是", "职责相同的岗位是"},
    {"tags", FieldHits::kTags, "标签或福利里有", "标签、福利或职责说明是"},
    {"place", FieldHits::kPlace, "工作地点在", "工作地点在"},
    {"description", FieldHits::kDescriptionMask, "岗位说明里提到", "岗位说明里提到"},
    {"company", FieldHits::kCompany, "单位名称里有", "单位名称里有"},
}};

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += fmt::format("“{}”", word);
  return text;
}

// Every word is told once, by the weightiest field it is in.
void add_word_reasons(const std::vector<WordHits>& words, std::vector<Reason>& reasons) {
  for (const FieldReason& field : kFieldReasons) {
    std::vector<std::string> here;
    std::vector<std::string> senses;
    for (const WordHits& word : words) {
      bool told = false;
      for (const FieldReason& earlier : kFieldReasons) {
        if (earlier.code == field.code) break;
        told = told || (word.hits & earlier.mask) != 0;
      }
      if (told || (word.hits & field.mask) == 0) continue;
      const bool as_it_stands = word.meaning.empty() || word.meaning == word.word;
      (as_it_stands ? here : senses).push_back(as_it_stands ? word.word : word.meaning);
    }
    std::string text;
    if (!here.empty()) text = std::string(field.before) + quoted(here);
    if (!senses.empty()) text.append(text.empty() ? "" : "，").append(field.before_sense).append(quoted(senses));
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

}  // namespace

std::string beyond_text(const Beyond& beyond, double radius_m) {
  if (beyond.count == 0) return fmt::format("{}以内也没有", distance_text(beyond.within_m));
  return fmt::format("{}外还有 {} 个，最近的在 {}处", distance_text(radius_m), beyond.count,
                     distance_text(beyond.nearest_m));
}

std::string distance_text(double distance_m) {
  // Rounded to tens first, so that 996 m is not told as 1000 米.
  if (distance_m < 995) return fmt::format("{} 米", std::max(10L, std::lround(distance_m / 10.0) * 10));
  return fmt::format("{:.1f} 公里", distance_m / 1000.0);
}

std::vector<Reason> reasons_for(const Hit& hit, const std::vector<WordHits>& words, bool in_trade,
                                const SearchRequest& request, base::Instant now) {
  std::vector<Reason> reasons;
  add_word_reasons(words, reasons);
  if (in_trade) reasons.push_back({"trade", fmt::format("属于“{}”类", hit.posting.category)});
  add_place_reasons(hit, request, reasons);
  add_wish_reasons(hit, request, reasons);
  add_freshness_reason(hit, now, reasons);
  return reasons;
}

}  // namespace doorstep::search
