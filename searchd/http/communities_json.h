#pragma once

// The answers of /v1/communities: finding one's own community by name, by code or by where one stands.

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "schema/base/result.h"
#include "schema/domain/community.h"
#include "searchd/http/parameters.h"

namespace doorstep::http {

struct CommunitiesRequest {
  std::string text;                             // part of a name, street or district, without outer blanks; empty: all
  std::string community_id;                     // empty: all
  std::optional<domain::LatLng> near;           // WGS-84: nearest first
  domain::Datum datum = domain::Datum::kWgs84;  // of the places in the answer
  std::uint32_t limit = 20;

  bool operator==(const CommunitiesRequest&) const = default;
};

std::span<const ParameterRule> communities_parameter_rules();
base::Result<CommunitiesRequest> read_communities_request(const Query& query);

// In the order of the gazetteer, or nearest first.
std::string communities_json(const CommunitiesRequest& request, const domain::Gazetteer& gazetteer);

// One community, its place in `datum`.
std::string community_json(const domain::Community& community, domain::Datum datum);

}  // namespace doorstep::http
