#include "indexer/identity.h"

#include <algorithm>
#include <numeric>

#include <xxhash.h>

namespace doorstep::indexer {

std::uint64_t id_key(std::string_view id, std::uint64_t seed) {
  return XXH3_64bits_withSeed(id.data(), id.size(), seed);
}

std::vector<bool> find_superseded(const std::vector<std::uint64_t>& id_keys) {
  std::vector<std::uint32_t> ordinals(id_keys.size());
  std::iota(ordinals.begin(), ordinals.end(), 0U);
  std::sort(ordinals.begin(), ordinals.end(), [&id_keys](std::uint32_t a, std::uint32_t b) {
    return id_keys[a] != id_keys[b] ? id_keys[a] < id_keys[b] : a < b;
  });
  std::vector<bool> superseded(id_keys.size(), false);
  for (std::size_t i = 0; i + 1 < ordinals.size(); ++i) {
    if (id_keys[ordinals[i]] == id_keys[ordinals[i + 1]]) superseded[ordinals[i]] = true;
  }
  return superseded;
}

}  // namespace doorstep::indexer
