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

}  // namespace doorstep::search
