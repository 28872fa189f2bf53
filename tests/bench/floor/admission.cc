#include "tests/bench/floor/admission.h"

namespace doorstep::bench {
namespace {

using index::Dictionary;

std::uint32_t seconds(base::Instant instant) { return static_cast<std::uint32_t>(instant.time_since_epoch().count()); }

}  // namespace

Admission::Admission(const CorpusInMemory& corpus, const Scoring& scoring, const search::Filters& filters,
                     base::Instant now)
    : corpus_(corpus),
      scoring_(scoring),
      rows_(corpus.rows().data()),
      now_(seconds(now)),
      pay_min_(filters.pay_min.value_or(0)),
      employer_types_(filters.employer_types),
      education_(filters.education ? static_cast<std::uint8_t>(*filters.education) : index::kUnknownLevel),
      experience_(static_cast<std::uint8_t>(
          std::min<std::uint32_t>(filters.experience_years.value_or(index::kUnknownLevel), index::kUnknownLevel))),
      by_pay_(filters.pay_min.has_value()) {
  const auto hour = std::chrono::floor<std::chrono::hours>(now);
  if (filters.posted_within_days) posted_since_ = seconds(hour - std::chrono::days{*filters.posted_within_days});
  const auto by_number = [this](Dictionary dictionary, const std::vector<std::string>& values) {
    if (!values.empty()) by_number_.push_back({&corpus_.numbers(dictionary), allowed(dictionary, values)});
  };
  by_number(Dictionary::kCategory, filters.categories);
  by_number(Dictionary::kEmploymentType, filters.employment_types);
  by_number(Dictionary::kSource, filters.sources);
  by_number(Dictionary::kCommunity, filters.communities);
  const auto by_set = [this](Dictionary dictionary, const std::vector<std::string>& values) {
    if (!values.empty()) by_set_.push_back({&corpus_.sets(dictionary), allowed(dictionary, values)});
  };
  by_set(Dictionary::kWelfare, filters.welfare);
  by_set(Dictionary::kGroup, filters.groups);
  plain_ = filters == search::Filters{};
}

Admission::Allowed Admission::allowed(Dictionary dictionary, const std::vector<std::string>& values) const {
  const index::StringTable& strings = corpus_.strings(dictionary);
  Allowed allowed(strings.size(), 0);
  for (const std::string& value : values) {
    if (const auto number = strings.number(value)) allowed[*number] = 1;
  }
  return allowed;
}

bool Admission::passes(std::uint32_t row, const Row& at, Found& found) const {
  if (at.education != index::kUnknownLevel && at.education > education_) return false;
  if (at.experience != index::kUnknownLevel && at.experience > experience_) return false;
  if (employer_types_ != 0 && (at.employer_types & employer_types_) == 0) return false;
  if (at.posted_at < posted_since_) return false;
  for (const NumberFilter& filter : by_number_) {
    if (filter.allowed[(*filter.numbers)[row]] == 0) return false;
  }
  for (const SetFilter& filter : by_set_) {
    const auto values = filter.sets->of(row);
    if (std::none_of(values.begin(), values.end(), [&filter](std::uint16_t n) { return filter.allowed[n] != 0; })) {
      return false;
    }
  }
  if (!by_pay_) return true;
  found.pay_unknown = at.pay_reach == index::kUnknownPay;
  return found.pay_unknown || at.pay_reach >= pay_min_;
}

}  // namespace doorstep::bench
