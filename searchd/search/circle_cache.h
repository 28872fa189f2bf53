#pragma once

// The rows of circles that were asked for before: most searches begin at the same few hundred communities, and finding
// the cells of a circle costs more than a rare word's whole search.

#include <cstddef>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "schema/domain/place.h"
#include "schema/index/columns.h"
#include "searchd/search/circle.h"

namespace doorstep::search {

// Of one generation. Thread-safe. The columns must outlive it.
class CircleCache {
 public:
  // Beyond this it starts anew: about 2 MB.
  static constexpr std::size_t kMaxCircles = 4096;

  explicit CircleCache(const index::Columns& columns) : columns_(columns) {}

  struct Key {
    domain::LatLng centre;
    double radius_m = 0;

    bool operator==(const Key&) const = default;
  };

  // As rows_of_circle().
  std::vector<RowRange> rows(domain::LatLng centre, double radius_m) const;

  // Some that were asked for.
  std::vector<Key> known(std::size_t at_most) const;

 private:
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  const index::Columns& columns_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<Key, std::vector<RowRange>, Hash> known_;
};

}  // namespace doorstep::search
