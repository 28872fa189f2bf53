#include "searchd/search/row_filter.h"

#include <algorithm>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

using index::Dictionary;

std::uint32_t seconds(base::Instant instant) { return static_cast<std::uint32_t>(instant.time_since_epoch().count()); }

// A number beyond the dictionary, which only a damaged file has, is not among them.
bool holds(const std::vector<bool>& numbers, std::uint16_t number) {
  return number < numbers.size() && numbers[number];
}

}  // namespace

RowFilter::RowFilter(const index::Columns& columns, const Filters& filters, base::Instant now)
    : columns_(columns),
      lapses_at_(columns.lapses_at()),
      now_(seconds(now)),
      pay_min_(filters.pay_min.value_or(0)),
      employer_types_(filters.employer_types),
      education_(filters.education ? static_cast<std::uint8_t>(*filters.education) : index::kUnknownLevel),
      experience_(static_cast<std::uint8_t>(
          std::min<std::uint32_t>(filters.experience_years.value_or(index::kUnknownLevel), index::kUnknownLevel))),
      any_(filters != Filters{}),
      pay_max_(filters.pay_max.value_or(index::kUnknownPay)),
      pay_unit_(filters.pay_unit),
      age_(filters.age.value_or(0)),
      by_pay_(filters.pay_min || filters.pay_max || filters.pay_unit),
      category_(allowed(Dictionary::kCategory, filters.categories)),
      employment_type_(allowed(Dictionary::kEmploymentType, filters.employment_types)),
      source_(allowed(Dictionary::kSource, filters.sources)),
      community_(allowed(Dictionary::kCommunity, filters.communities)),
      welfare_(allowed(Dictionary::kWelfare, filters.welfare)),
      group_(allowed(Dictionary::kGroup, filters.groups)) {
  // By the whole hour, as freshness: an answer changes at full hours and when a posting lapses, at no other time.
  const auto hour = std::chrono::floor<std::chrono::hours>(now);
  if (filters.posted_within_days) posted_since_ = seconds(hour - std::chrono::days{*filters.posted_within_days});
  by_values_ = category_ || employment_type_ || source_ || community_ || welfare_ || group_;
}

RowFilter::Allowed RowFilter::allowed(Dictionary dictionary, const std::vector<std::string>& values) const {
  if (values.empty()) return std::nullopt;
  const index::StringTable& strings = columns_.strings(dictionary);
  std::vector<bool> numbers(strings.size(), false);
  for (const std::string& value : values) {
    if (const auto number = strings.number(value)) numbers[*number] = true;
  }
  return numbers;
}

bool RowFilter::passes_set(const Allowed& allowed, Dictionary dictionary, std::uint32_t row) const {
  if (!allowed) return true;
  const auto values = columns_.set(dictionary, row);
  return std::any_of(values.begin(), values.end(), [&allowed](std::uint16_t n) { return holds(*allowed, n); });
}

bool RowFilter::passes_values(std::uint32_t row) const {
  const auto passes = [this, row](const Allowed& allowed, Dictionary dictionary) {
    return !allowed || holds(*allowed, columns_.numbers(dictionary)[row]);
  };
  return passes(category_, Dictionary::kCategory) && passes(employment_type_, Dictionary::kEmploymentType) &&
         passes(source_, Dictionary::kSource) && passes(community_, Dictionary::kCommunity) &&
         passes_set(welfare_, Dictionary::kWelfare, row) && passes_set(group_, Dictionary::kGroup, row);
}

bool RowFilter::passes_levels(std::uint32_t row) const {
  // What a posting does not say, it does not ask.
  const std::uint8_t education = columns_.education()[row];
  const std::uint8_t experience = columns_.experience()[row];
  return (education == index::kUnknownLevel || education <= education_) &&
         (experience == index::kUnknownLevel || experience <= experience_) &&
         (employer_types_ == 0 || (columns_.employer_types()[row] & employer_types_) != 0) &&
         columns_.posted_at()[row] >= posted_since_;
}

Verdict RowFilter::judge_wishes(std::uint32_t row) const {
  if (!passes_levels(row) || !passes_age(row)) return Verdict::kOut;
  if (by_values_ && !passes_values(row)) return Verdict::kOut;
  if (!by_pay_) return Verdict::kIn;
  const std::uint32_t reach = columns_.pay_reach()[row];
  if (reach == index::kUnknownPay) return Verdict::kPayUnknown;
  if (pay_unit_ && columns_.pay_unit()[row] != static_cast<std::uint8_t>(*pay_unit_)) return Verdict::kOut;
  const std::uint32_t floor = columns_.pay_floor()[row];
  const bool begins_low_enough = floor == index::kUnknownPay || floor <= pay_max_;
  return reach >= pay_min_ && begins_low_enough ? Verdict::kIn : Verdict::kOut;
}

bool RowFilter::passes_age(std::uint32_t row) const {
  return age_ == 0 || (columns_.age_min()[row] <= age_ && age_ <= columns_.age_max()[row]);
}

}  // namespace doorstep::search
