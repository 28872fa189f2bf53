#pragma once

// Which lines speak of the same posting.

#include <cstdint>
#include <string_view>
#include <vector>

namespace doorstep::indexer {

// A hash of a posting's id. `seed` lives as long as one build.
std::uint64_t id_key(std::string_view id, std::uint64_t seed);

// By ordinal: whether a later line has the same id, and so replaces this one.
std::vector<bool> find_superseded(const std::vector<std::uint64_t>& id_keys);

}  // namespace doorstep::indexer
