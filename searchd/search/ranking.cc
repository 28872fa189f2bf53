#include "searchd/search/ranking.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace doorstep::search {
namespace {

using index::FieldHits;

// Freshness beyond this age is too small to order anything.
constexpr std::size_t kFreshHours = 24 * 120;

}  // namespace

double inverse_document_frequency(std::uint64_t postings, std::uint64_t postings_with) {
  const auto n = static_cast<double>(std::min(postings_with, postings));
  return std::log(1.0 + (static_cast<double>(postings) - n + 0.5) / (n + 0.5));
}

RankingTables::RankingTables(const RankingProfile& with) : profile(with) {
  for (std::uint32_t hits = 0; hits < FieldHits::kCount; ++hits) {
    double& sum = worth.at(hits);
    if ((hits & FieldHits::kTitle) != 0) sum += profile.worth.title;
    if ((hits & FieldHits::kTitleAside) != 0) sum += profile.worth.title_aside;
    if ((hits & FieldHits::kLearnt) != 0) sum += profile.worth.learnt;
    if ((hits & FieldHits::kTags) != 0) sum += profile.worth.tags;
    if ((hits & FieldHits::kCompany) != 0) sum += profile.worth.company;
    if ((hits & FieldHits::kPlace) != 0) sum += profile.worth.place;
    about.at(hits) = sum + (FieldHits::description_count(hits) == 0 ? 0.0 : profile.worth.description);
  }
  freshness_by_hour.reserve(kFreshHours);
  for (std::size_t age = 0; age < kFreshHours; ++age) {
    freshness_by_hour.push_back(profile.freshness * std::exp2(-static_cast<double>(age) / profile.half_life_hours));
  }
}

Ranking::Ranking(const RankingTables& tables, const index::Columns& columns, const SearchRequest& request,
                 base::Instant hour, double average_length, std::string_view trade)
    : tables_(tables),
      profile_(tables.profile),
      columns_(columns),
      radius_m_(request.radius_m),
      hour_(static_cast<std::uint32_t>(hour.time_since_epoch().count())),
      average_length_(std::max(average_length, 1.0)),
      posted_at_(columns.posted_at()),
      completeness_(columns.completeness()),
      length_(columns.length()),
      trades_(columns.numbers(index::Dictionary::kCategory)),
      wished_pay_(request.filters.pay_min),
      exact_(request.exact),
      wishes_experience_(request.filters.experience_years.has_value()),
      wishes_education_(request.filters.education.has_value()),
      wishes_((wished_pay_ ? 1 : 0) + (wishes_experience_ ? 1 : 0) + (wishes_education_ ? 1 : 0)) {
  if (!exact_) trade_ = columns.strings(index::Dictionary::kCategory).number(trade).value_or(index::kNoValue);
}

double Ranking::fit_to_wishes(std::uint32_t row) const {
  double sum = 0;
  if (wished_pay_) {
    const std::uint32_t reach = columns_.pay_reach()[row];
    const double wish = std::max(*wished_pay_, 1U);
    if (reach != index::kUnknownPay) sum += std::clamp((reach - wish) / wish, 0.0, 1.0);
  }
  if (wishes_experience_) {
    sum += columns_.experience()[row] == index::kUnknownLevel ? 0.5 : 1.0;
  }
  if (wishes_education_) {
    sum += columns_.education()[row] == index::kUnknownLevel ? 0.5 : 1.0;
  }
  return profile_.fit * sum / wishes_;
}

std::vector<ScoreTerm> Ranking::text_terms(const std::string& word, Role role, double share, std::uint32_t field_hits,
                                           std::uint32_t row) const {
  std::vector<ScoreTerm> terms;
  if (field_hits == 0) return terms;
  if (role == Role::kAttribute || role == Role::kPlace) {
    return {{"text", text_in_role(role, share, field_hits, row), fmt::format("{}@any", word)}};
  }
  const auto add = [&](std::string_view field, double worth) {
    terms.push_back({"text", profile_.text * share * worth, fmt::format("{}@{}", word, field)});
  };
  if ((field_hits & FieldHits::kTitle) != 0) add("title", profile_.worth.title);
  if ((field_hits & FieldHits::kTitleAside) != 0) add("title_aside", profile_.worth.title_aside);
  if ((field_hits & FieldHits::kLearnt) != 0) add("learnt", profile_.worth.learnt);
  if ((field_hits & FieldHits::kTags) != 0) add("tags", profile_.worth.tags);
  if ((field_hits & FieldHits::kCompany) != 0) add("company", profile_.worth.company);
  if ((field_hits & FieldHits::kPlace) != 0) add("place", profile_.worth.place);
  if (const auto count = FieldHits::description_count(field_hits); count > 0) {
    add("description", exact_ ? profile_.worth.description : description(count, row));
  }
  return terms;
}

}  // namespace doorstep::search
