#pragma once

// What a search and the suggestions before it have in common: what was typed, and from where.

#include <cstddef>
#include <string>
#include <string_view>

#include "schema/domain/community.h"
#include "searchd/http/parameters.h"
#include "searchd/search/request.h"

namespace doorstep::http {

// Of `q`.
inline constexpr std::size_t kMaxQueryCharacters = 200;
// Metres.
inline constexpr double kMinRadius = 1;
inline constexpr double kMaxRadius = 50'000;

// Control characters (C0, DEL and C1) and signs that turn the direction of writing become spaces.
std::string without_controls(std::string_view text);

// The anchor of community_id, or lat, lng and datum, which must be known to `parameters`. Neither, both, halves and what is
// not known are noted; the anchor stays as it was then.
void read_anchor(Parameters& parameters, const domain::Gazetteer& communities, search::Anchor& anchor);

}  // namespace doorstep::http
