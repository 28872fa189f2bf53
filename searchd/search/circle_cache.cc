#include "searchd/search/circle_cache.h"

#include <xxhash.h>

namespace doorstep::search {

std::size_t CircleCache::Hash::operator()(const Key& key) const {
  static_assert(sizeof(Key) == 3 * sizeof(double), "no padding is hashed");
  return XXH3_64bits(&key, sizeof key);
}

std::vector<RowRange> CircleCache::rows(domain::LatLng centre, double radius_m) const {
  const Key key{centre, radius_m};
  {
    const std::lock_guard lock(mutex_);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
  }
  std::vector<RowRange> rows = rows_of_circle(columns_, centre, radius_m);
  decltype(known_) gone;  // let go of without the lock
  const std::lock_guard lock(mutex_);
  if (known_.size() >= kMaxCircles) known_.swap(gone);
  known_.emplace(key, rows);
  return rows;
}

std::vector<CircleCache::Key> CircleCache::known(std::size_t at_most) const {
  std::vector<Key> keys;
  const std::lock_guard lock(mutex_);
  for (auto at = known_.begin(); at != known_.end() && keys.size() < at_most; ++at) keys.push_back(at->first);
  return keys;
}

}  // namespace doorstep::search
