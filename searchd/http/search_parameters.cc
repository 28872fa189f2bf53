#include "searchd/http/search_parameters.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "searchd/http/anchor_parameters.h"

namespace doorstep::http {
namespace {

constexpr std::size_t kMaxCursorCharacters = 1000;
constexpr std::uint32_t kMaxLimit = 50;

constexpr std::array kRules = {
    ParameterRule{.name = "q", .may_be_empty = true, .max_characters = kMaxQueryCharacters},
    ParameterRule{.name = "community_id"},
    ParameterRule{.name = "lat"},
    ParameterRule{.name = "lng"},
    ParameterRule{.name = "datum"},
    ParameterRule{.name = "radius_m"},
    ParameterRule{.name = "education"},
    ParameterRule{.name = "experience_years"},
    ParameterRule{.name = "pay_min"},
    ParameterRule{.name = "age"},
    ParameterRule{.name = "category", .repeatable = true},
    ParameterRule{.name = "employer_type", .repeatable = true},
    ParameterRule{.name = "employment_type", .repeatable = true},
    ParameterRule{.name = "group", .repeatable = true},
    ParameterRule{.name = "welfare", .repeatable = true},
    ParameterRule{.name = "posted_within_days"},
    ParameterRule{.name = "source", .repeatable = true},
    ParameterRule{.name = "posted_by_community", .repeatable = true},
    ParameterRule{.name = "sort"},
    ParameterRule{.name = "limit"},
    ParameterRule{.name = "cursor", .may_be_empty = true, .max_characters = kMaxCursorCharacters},
    ParameterRule{.name = "facets", .repeatable = true, .max_characters = 200},
    ParameterRule{.name = "explain"},
    ParameterRule{.name = "exact"},
    ParameterRule{.name = "collapse"},
    ParameterRule{.name = "ignore", .repeatable = true, .max_characters = 200},
};

std::vector<std::string> strings(const std::vector<std::string_view>& views) { return {views.begin(), views.end()}; }

// The parts of comma-separated values, without repetition; empty parts are skipped.
std::vector<std::string_view> list(const std::vector<std::string_view>& values) {
  std::vector<std::string_view> parts;
  for (auto rest : values) {
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      const auto part = rest.substr(0, comma);
      if (!part.empty() && std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
  }
  return parts;
}

void read_education(Parameters& parameters, search::Filters& filters) {
  const auto name = parameters.text("education");
  if (!name) return;
  filters.education = domain::education_from_name(*name);
  if (!filters.education) {
    parameters.note("education", "unknown_value", "没有这个学历",
                    "any、小学、初中、高中、中专、大专、本科、硕士、博士");
  }
}

void read_employer_types(Parameters& parameters, search::Filters& filters) {
  constexpr auto kOtherBit =
      static_cast<domain::EmployerTypes>(1U << static_cast<unsigned>(domain::EmployerType::kOther));
  for (const auto value : parameters.texts("employer_type")) {
    const auto types = domain::parse_employer_types(value);
    // What the reader does not know it calls 其他; only who asks for 其他 means it.
    const bool unknown = types == 0 || ((types & kOtherBit) != 0 && value.find("其他") == std::string_view::npos);
    if (unknown) {
      const auto all = domain::employer_type_names((1U << domain::kEmployerTypeCount) - 1U);
      parameters.note("employer_type", "unknown_value", "没有这种单位性质", joined(all));
      return;
    }
    filters.employer_types = static_cast<domain::EmployerTypes>(filters.employer_types | types);
  }
}

void read_communities(Parameters& parameters, search::Filters& filters) {
  for (const auto value : parameters.texts("posted_by_community")) {
    if (!domain::is_community_id(value)) {
      parameters.note("posted_by_community", "bad_community_id", "社区代码是 12 位数字");
      return;
    }
    filters.communities.emplace_back(value);
  }
}

void read_filters(Parameters& parameters, search::Filters& filters) {
  read_education(parameters, filters);
  filters.experience_years = parameters.integer("experience_years", 0, 60);
  filters.pay_min = parameters.integer("pay_min", 0, 10'000'000);
  filters.age = parameters.integer("age", 14, 99);
  filters.posted_within_days = parameters.integer("posted_within_days", 1, 3650);
  filters.categories = strings(parameters.texts("category"));
  read_employer_types(parameters, filters);
  filters.employment_types = strings(parameters.texts("employment_type"));
  filters.groups = strings(parameters.texts("group"));
  filters.welfare = strings(parameters.texts("welfare"));
  filters.sources = strings(parameters.texts("source"));
  read_communities(parameters, filters);
}

void read_sort(Parameters& parameters, std::optional<search::Sort>& sort) {
  const auto name = parameters.text("sort");
  if (!name) return;
  sort = search::sort_from_name(*name);
  if (!sort) parameters.note("sort", "unknown_value", "没有这种排序", "relevance、distance、newest 或 pay");
}

std::string facet_names() {
  std::array<std::string_view, search::kFacetCount> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = search::facet_name(static_cast<search::Facet>(i));
  return joined(names);
}

void read_facets(Parameters& parameters, std::vector<search::Facet>& facets) {
  for (const auto name : list(parameters.texts("facets"))) {
    const auto facet = search::facet_from_name(name);
    if (!facet) {
      parameters.note("facets", "unknown_value", "没有这种分类统计", facet_names());
      return;
    }
    facets.push_back(*facet);
  }
}

std::string part_names() {
  std::array<std::string_view, search::kPartCount> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = search::part_name(static_cast<search::Part>(i));
  return joined(names);
}

void read_ignored(Parameters& parameters, search::IgnoredParts& ignored) {
  for (const auto name : list(parameters.texts("ignore"))) {
    const auto part = search::part_from_name(name);
    if (!part) {
      parameters.note("ignore", "unknown_value", "没有这一项", part_names());
      return;
    }
    ignored = static_cast<search::IgnoredParts>(ignored | search::ignoring(*part));
  }
}

}  // namespace

std::span<const ParameterRule> search_parameter_rules() { return kRules; }

base::Result<search::SearchRequest> read_search_request(const Query& query, const domain::Gazetteer& communities) {
  Parameters parameters(kRules, query);
  search::SearchRequest request;
  request.query = without_controls(parameters.text("q").value_or(""));
  read_anchor(parameters, communities, request.anchor);
  request.radius_m = parameters.decimal("radius_m", kMinRadius, kMaxRadius).value_or(request.radius_m);
  read_filters(parameters, request.filters);
  read_sort(parameters, request.sort);
  request.limit = parameters.integer("limit", 1, kMaxLimit).value_or(request.limit);
  request.cursor = parameters.text("cursor").value_or("");
  read_facets(parameters, request.facets);
  request.explain = parameters.boolean("explain").value_or(request.explain);
  request.exact = parameters.boolean("exact").value_or(request.exact);
  request.collapse = parameters.boolean("collapse").value_or(request.collapse);
  read_ignored(parameters, request.ignored);
  if (!parameters.issues().empty()) return parameters.issues();
  return request;
}

}  // namespace doorstep::http
