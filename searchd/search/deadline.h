#pragma once

// How long one search may compute.

#include <chrono>
#include <cstdint>

namespace doorstep::search {

// Counts the thread's own CPU time, so that a busy machine makes a search slow but not incomplete. One thread only.
class Deadline {
 public:
  explicit Deadline(std::chrono::microseconds budget);

  // Cheap: looks at the clock once in kStride steps. Once true, stays true. `steps`: how many usual ones the work since the last
  // call makes, at most kStride.
  bool passed(std::uint32_t steps = 1) {
    steps_ += steps;
    if (passed_ || steps_ < kStride) return passed_;
    steps_ = 0;
    return look();
  }
  bool has_passed() const { return passed_; }

 private:
  static constexpr std::uint32_t kStride = 4096;  // a few hundred microseconds of matching

  bool look();

  std::chrono::nanoseconds end_;
  std::uint32_t steps_ = 0;
  bool passed_ = false;
};

// The time of one search. Reading posting lists has three quarters of it, so that what was read is still looked at.
struct SearchTime {
  explicit SearchTime(std::chrono::microseconds budget) : reading(budget * 3 / 4), whole(budget) {}

  bool was_too_short() const { return reading.has_passed() || whole.has_passed(); }

  Deadline reading;
  Deadline whole;
};

}  // namespace doorstep::search
