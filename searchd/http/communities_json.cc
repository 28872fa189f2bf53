#include "searchd/http/communities_json.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "schema/geo/datum.h"
#include "schema/geo/distance.h"
#include "schema/json/json_writer.h"
#include "schema/json/posting_json.h"

namespace doorstep::http {
namespace {

using json::JsonWriter;

constexpr std::uint32_t kMaxLimit = 500;
constexpr std::string_view kIdeographicSpace = "\u3000";

constexpr std::array kRules = {
    ParameterRule{.name = "q", .may_be_empty = true},
    ParameterRule{.name = "community_id"},
    ParameterRule{.name = "lat"},
    ParameterRule{.name = "lng"},
    ParameterRule{.name = "datum"},
    ParameterRule{.name = "limit"},
};

// Without the blanks around it, of one byte or ideographic.
std::string_view trim(std::string_view text) {
  for (;;) {
    if (text.starts_with(' ') || text.starts_with('\t')) {
      text.remove_prefix(1);
    } else if (text.starts_with(kIdeographicSpace)) {
      text.remove_prefix(kIdeographicSpace.size());
    } else if (text.ends_with(' ') || text.ends_with('\t')) {
      text.remove_suffix(1);
    } else if (text.ends_with(kIdeographicSpace)) {
      text.remove_suffix(kIdeographicSpace.size());
    } else {
      return text;
    }
  }
}

bool matches(const CommunitiesRequest& request, const domain::Community& community) {
  if (!request.community_id.empty() && community.id != request.community_id) return false;
  const auto holds = [&](const std::string& text) { return text.find(request.text) != std::string::npos; };
  return holds(community.name) || holds(community.street) || holds(community.district);
}

struct Found {
  const domain::Community* community;
  std::optional<double> distance_m;
};

std::vector<Found> find(const CommunitiesRequest& request, const domain::Gazetteer& gazetteer) {
  std::vector<Found> found;
  for (const auto& community : gazetteer.communities()) {
    if (!matches(request, community)) continue;
    found.push_back({&community, std::nullopt});
    if (request.near) found.back().distance_m = geo::distance_m(*request.near, community.centre);
  }
  if (request.near) {
    std::stable_sort(found.begin(), found.end(),
                     [](const Found& a, const Found& b) { return *a.distance_m < *b.distance_m; });
  }
  return found;
}

void write_community(JsonWriter& out, const Found& found, domain::Datum datum) {
  const auto& community = *found.community;
  out.begin_object();
  out.key("community_id").text(community.id);
  out.key("name").text(community.name);
  out.key("street").text(community.street);
  out.key("district").text(community.district);
  out.key("place").begin_object();
  json::write_point(out, {geo::from_wgs84(community.centre, datum), datum});
  out.key("precision").text(domain::precision_name(domain::Precision::kCommunity));
  out.key("accuracy_m").integer(community.accuracy_m);
  out.end_object();
  if (found.distance_m) out.key("distance_m").number(std::round(*found.distance_m * 10) / 10);
  out.end_object();
}

}  // namespace

std::span<const ParameterRule> communities_parameter_rules() { return kRules; }

base::Result<CommunitiesRequest> read_communities_request(const Query& query) {
  Parameters parameters(kRules, query);
  CommunitiesRequest request;
  request.text = trim(parameters.text("q").value_or(""));
  request.community_id = parameters.text("community_id").value_or("");
  if (!request.community_id.empty() && !domain::is_community_id(request.community_id)) {
    parameters.note("community_id", "bad_community_id", "社区代码是 12 位数字");
  }
  if (parameters.given("lat") || parameters.given("lng")) {
    if (const auto given = read_point(parameters)) {
      request.near = given->point;
      request.datum = given->datum;
    }
  } else {
    request.datum = read_datum(parameters).value_or(request.datum);
  }
  request.limit = parameters.integer("limit", 1, kMaxLimit).value_or(request.limit);
  if (!parameters.issues().empty()) return parameters.issues();
  return request;
}

std::string communities_json(const CommunitiesRequest& request, const domain::Gazetteer& gazetteer) {
  const auto found = find(request, gazetteer);
  JsonWriter out;
  out.begin_object();
  out.key("communities").begin_array();
  const auto shown = std::min<std::size_t>(found.size(), request.limit);
  for (std::size_t i = 0; i < shown; ++i) write_community(out, found[i], request.datum);
  out.end_array();
  out.key("total").integer(found.size());
  out.end_object();
  return std::move(out).take();
}

std::string community_json(const domain::Community& community, domain::Datum datum) {
  JsonWriter out;
  write_community(out, {&community, std::nullopt}, datum);
  return std::move(out).take();
}

}  // namespace doorstep::http
