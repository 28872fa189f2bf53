#include "schema/json/posting_flags.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "schema/base/clock.h"
#include "schema/json/shown_text.h"
#include "schema/json/suggestion.h"

namespace doorstep::json {
namespace {

using base::Issue;
using base::Issues;
using domain::RawPosting;

// The fields of posting.schema.json.
constexpr std::array<std::string_view, 24> kNames{
    "id",   "title",     "company",  "employer_type",   "category",       "community_id",    "address",     "lat",
    "lng",  "datum",     "pay_text", "experience_text", "education_text", "employment_type", "description", "welfare",
    "tags", "headcount", "groups",   "contact_name",    "contact_phone",  "posted_at",       "valid_until", "source"};

// More than a few say nothing new, and looking for what was meant costs time.
constexpr std::size_t kMaxUnknownNamed = 20;

Issue flag(std::string field, std::string code, std::string text, std::string hint) {
  return {.severity = Issue::Severity::kFlag,
          .field = std::move(field),
          .code = std::move(code),
          .text = std::move(text),
          .hint = std::move(hint)};
}

void flag_unknown_fields(const FlatObject& object, Issues& flags) {
  std::size_t unknown = 0;
  for (const Field& field : object.fields) {
    if (std::find(kNames.begin(), kNames.end(), field.name) != kNames.end()) continue;
    if (++unknown > kMaxUnknownNamed) continue;
    const std::string_view meant = closest_name(field.name, kNames);
    flags.push_back(flag(shown(field.name), "unknown_field", "没有这个字段，内容没有用上",
                         meant.empty() ? "字段名见 schema/posting.schema.json" : fmt::format("是不是 {}？", meant)));
  }
  if (unknown > kMaxUnknownNamed) {
    flags.push_back(flag("", "unknown_field", fmt::format("另有 {} 个不认识的字段", unknown - kMaxUnknownNamed),
                         "字段名见 schema/posting.schema.json"));
  }
}

// A bare date lasts to the end of its day.
bool is_over_when_posted(const RawPosting& posting) {
  const auto posted = base::parse_instant(posting.posted_at);
  auto until = base::parse_instant(posting.valid_until);
  if (!posted || !until) return false;
  if (base::is_date(posting.valid_until)) *until += std::chrono::days{1};
  return *until <= *posted;
}

}  // namespace

Issues posting_flags(const FlatObject& object, const RawPosting& posting) {
  Issues flags;
  flag_unknown_fields(object, flags);
  if (is_over_when_posted(posting)) {
    flags.push_back(flag("valid_until", "dates_backwards", "截止早于发布（posted_at）", "检查两个日期是否写反"));
  }
  const Field* datum = object.find("datum");
  if (!posting.point && datum != nullptr && !datum->value.text.empty()) {
    flags.push_back(flag("datum", "lone_datum", "写了坐标系却没有坐标", "补上 lat 和 lng，或去掉 datum"));
  }
  if (posting.posted_at.empty()) {
    flags.push_back(
        flag("posted_at", "no_posted_at", "没有写发布时间", "例如 2026-11-22 或 2026-11-22T08:00:00+08:00"));
  }
  if (!posting.point && posting.community_id.empty() && posting.address.empty()) {
    flags.push_back(flag("address", "no_place", "坐标、社区代码、地址都没有，附近的人搜不到", "至少写其中一项"));
  }
  return flags;
}

}  // namespace doorstep::json
