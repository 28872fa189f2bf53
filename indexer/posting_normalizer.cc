#include "indexer/posting_normalizer.h"

#include <algorithm>

#include <fmt/format.h>

#include "schema/domain/age.h"
#include "schema/domain/masking.h"
#include "schema/domain/title_core.h"
#include "schema/geo/datum.h"

namespace doorstep::indexer {
namespace {

using domain::Posting;
using domain::RawPosting;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kIdeographicSpace = "\u3000";

std::string_view trimmed(std::string_view text) {
  const auto blank_at_front = [&text] { return !text.empty() && kBlanks.find(text.front()) != std::string_view::npos; };
  const auto blank_at_back = [&text] { return !text.empty() && kBlanks.find(text.back()) != std::string_view::npos; };
  for (;;) {
    if (blank_at_front()) {
      text.remove_prefix(1);
    } else if (blank_at_back()) {
      text.remove_suffix(1);
    } else if (text.starts_with(kIdeographicSpace)) {
      text.remove_prefix(kIdeographicSpace.size());
    } else if (text.ends_with(kIdeographicSpace)) {
      text.remove_suffix(kIdeographicSpace.size());
    } else {
      return text;
    }
  }
}

std::string clean(std::string_view text) { return domain::mask_contacts(trimmed(text)); }

std::vector<std::string> clean_all(const std::vector<std::string>& texts) {
  std::vector<std::string> cleaned;
  for (const std::string& text : texts) {
    std::string one = clean(text);
    if (!one.empty() && std::find(cleaned.begin(), cleaned.end(), one) == cleaned.end()) {
      cleaned.push_back(std::move(one));
    }
  }
  return cleaned;
}

// Senders put both into either field ("1-3年 | 大专"); each field is believed first about its own matter.
void read_requirements(const RawPosting& raw, Posting& posting) {
  posting.experience = domain::parse_experience(raw.experience_text);
  posting.education = domain::parse_education(raw.education_text);
  if (!posting.education) {
    const auto stray = domain::parse_requirements(raw.experience_text).education;
    if (stray && *stray != domain::Education::kAny) posting.education = stray;
  }
  if (!posting.experience.min_years && !posting.experience.max_years) {
    const auto stray = domain::parse_requirements(raw.education_text).experience;
    if (stray.min_years.value_or(0) > 0) posting.experience = stray;
  }
}

base::Issue flag(std::string field, std::string code, std::string text, std::string hint) {
  return {base::Issue::Severity::kFlag, std::move(field), std::move(code), std::move(text), std::move(hint)};
}

domain::Place centre_of(const domain::Community& community) {
  return {community.centre, domain::Precision::kCommunity, community.accuracy_m, community.id};
}

}  // namespace

PostingNormalizer::PostingNormalizer(const domain::Gazetteer& gazetteer, const domain::Categories& categories,
                                     const text::Normalizer& normalizer, base::Instant read_at)
    : gazetteer_(gazetteer), categories_(categories), normalizer_(normalizer), read_at_(read_at) {}

NormalizedPosting PostingNormalizer::normalize(const RawPosting& raw) const {
  NormalizedPosting result;
  Posting& posting = result.posting;
  posting.id = raw.id;
  posting.title = clean(raw.title);
  posting.company = clean(raw.company);
  posting.employer_types = domain::parse_employer_types(raw.employer_type);
  posting.employer_type_text = clean(raw.employer_type);
  posting.category = clean(raw.category);
  const std::string normalized_title = normalizer_.normalize(posting.title);
  if (posting.category.empty()) posting.category = categories_.derive(normalized_title);
  posting.community_id = raw.community_id;
  posting.address = clean(raw.address);
  posting.pay = domain::parse_pay(raw.pay_text);
  posting.pay.text = clean(raw.pay_text);
  read_requirements(raw, posting);
  posting.experience_text = clean(raw.experience_text);
  posting.education_text = clean(raw.education_text);
  posting.employment_type = clean(raw.employment_type);
  posting.description = clean(raw.description);
  posting.welfare = clean_all(raw.welfare);
  posting.tags = clean_all(raw.tags);
  posting.groups = clean_all(raw.groups);
  posting.age = domain::parse_age(
      fmt::format("{}\n{}\n{}\n{}", raw.title, raw.experience_text, raw.education_text, raw.description));
  posting.headcount = raw.headcount.value_or(0) > 0 ? raw.headcount : domain::clean_title(normalized_title).headcount;
  posting.source = clean(raw.source);
  read_dates(raw, posting);
  find_place(raw, result);
  return result;
}

void PostingNormalizer::read_dates(const RawPosting& raw, Posting& posting) const {
  if (!raw.posted_at.empty()) posting.posted_at = base::parse_instant(raw.posted_at);
  posting.lapses_at = posting.posted_at.value_or(read_at_) + domain::kLapse;
  if (raw.valid_until.empty()) return;
  posting.valid_until = base::parse_instant(raw.valid_until);
  if (!posting.valid_until) return;
  posting.lapses_at = *posting.valid_until;
  if (base::is_date(raw.valid_until)) {
    // To the end of that day; what is shown is its last second, so that nobody reads the next day.
    posting.lapses_at += std::chrono::days{1};
    posting.valid_until = posting.lapses_at - std::chrono::seconds{1};
  }
}

void PostingNormalizer::find_place(const RawPosting& raw, NormalizedPosting& result) const {
  Posting& posting = result.posting;
  const domain::Community* community = gazetteer_.find(raw.community_id);
  if (community == nullptr && !raw.community_id.empty()) {
    result.flags.push_back(flag("community_id", "unknown_community", "社区名册里没有这个代码",
                                "12 位统计代码，如 340104001001；位置改由坐标或地址确定"));
  }
  if (raw.point) {
    posting.place = domain::Place{geo::to_wgs84(*raw.point, raw.datum), domain::Precision::kPoint, 0,
                                  community == nullptr ? std::string{} : community->id};
    return;
  }
  if (community == nullptr) community = gazetteer_.locate(normalizer_.normalize(posting.address));
  if (community != nullptr) {
    posting.place = centre_of(*community);
    return;
  }
  if (posting.address.empty() && raw.community_id.empty()) return;  // told when it was read: nothing was given
  result.flags.push_back(flag(posting.address.empty() ? "community_id" : "address", "no_place",
                              "确定不了位置，任何距离范围内都不会显示",
                              "写明坐标（lat、lng、datum）、community_id，或含社区名的地址"));
}

}  // namespace doorstep::indexer
