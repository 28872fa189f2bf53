#include "searchd/search/lapse_epoch.h"

#include <algorithm>
#include <iterator>

namespace doorstep::search {

std::uint64_t LapseEpoch::at(base::Instant now) const {
  const base::Instant hour_begin = std::chrono::floor<std::chrono::hours>(now);
  const auto begin = static_cast<std::uint32_t>(hour_begin.time_since_epoch().count());
  const auto seconds = static_cast<std::uint32_t>(now.time_since_epoch().count());
  const auto hour = hour_from(begin);
  const auto lapsed = std::upper_bound(hour->lapses.begin(), hour->lapses.end(), seconds) - hour->lapses.begin();
  // A year of hours times a hundred million postings fits with room to spare.
  return std::uint64_t{begin} << 32U | static_cast<std::uint64_t>(lapsed);
}

std::shared_ptr<const LapseEpoch::Hour> LapseEpoch::hour_from(std::uint32_t begin) const {
  constexpr std::uint32_t kSeconds = 3600;
  const std::lock_guard lock(mutex_);
  if (!hour_ || hour_->begin != begin) {
    auto hour = std::make_shared<Hour>();
    hour->begin = begin;
    std::copy_if(lapses_at_.begin(), lapses_at_.end(), std::back_inserter(hour->lapses),
                 [begin](std::uint32_t lapse) { return lapse >= begin && lapse - begin < kSeconds; });
    std::sort(hour->lapses.begin(), hour->lapses.end());
    hour_ = std::move(hour);
  }
  return hour_;
}

}  // namespace doorstep::search
