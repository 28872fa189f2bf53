#include "searchd/http/suggest_json.h"

#include <array>
#include <utility>

#include "schema/json/json_writer.h"
#include "searchd/http/anchor_parameters.h"

namespace doorstep::http {
namespace {

constexpr std::uint32_t kMaxLimit = 20;

constexpr std::array kRules = {
    ParameterRule{.name = "q", .may_be_empty = true, .max_characters = kMaxQueryCharacters},
    ParameterRule{.name = "community_id"},
    ParameterRule{.name = "lat"},
    ParameterRule{.name = "lng"},
    ParameterRule{.name = "datum"},
    ParameterRule{.name = "radius_m"},
    ParameterRule{.name = "limit"},
};

}  // namespace

std::span<const ParameterRule> suggest_parameter_rules() { return kRules; }

base::Result<search::SuggestRequest> read_suggest_request(const Query& query, const domain::Gazetteer& communities) {
  Parameters parameters(kRules, query);
  search::SuggestRequest request;
  request.query = without_controls(parameters.text("q").value_or(""));
  read_anchor(parameters, communities, request.anchor);
  request.radius_m = parameters.decimal("radius_m", kMinRadius, kMaxRadius).value_or(request.radius_m);
  request.limit = parameters.integer("limit", 1, kMaxLimit).value_or(request.limit);
  if (!parameters.issues().empty()) return parameters.issues();
  return request;
}

std::string suggest_json(const search::SuggestResult& result) {
  json::JsonWriter out;
  out.begin_object();
  out.key("suggestions").begin_array();
  for (const search::Suggestion& one : result.suggestions) {
    out.begin_object();
    out.key("text").text(one.text);
    out.key("kind").text(search::suggestion_kind_name(one.kind));
    out.key("concept").text(one.stands_for);
    out.key("open").integer(one.open);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return std::move(out).take();
}

}  // namespace doorstep::http
