#pragma once

// When the passing of time changes answers.

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "schema/base/clock.h"

namespace doorstep::search {

// Numbers the stretches of time in which answers out of one generation do not change: a new one begins at each whole hour
// (freshness, days) and whenever a posting lapses. Thread-safe.
class LapseEpoch {
 public:
  // Column kLapsesAt, which must outlive it.
  explicit LapseEpoch(std::span<const std::uint32_t> lapses_at) : lapses_at_(lapses_at) {}

  std::uint64_t at(base::Instant now) const;

 private:
  // The lapses within one hour, in order.
  struct Hour {
    std::uint32_t begin = 0;  // seconds since 1970
    std::vector<std::uint32_t> lapses;
  };

  std::shared_ptr<const Hour> hour_from(std::uint32_t begin) const;

  std::span<const std::uint32_t> lapses_at_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Hour> hour_;  // the one last asked for
};

}  // namespace doorstep::search
