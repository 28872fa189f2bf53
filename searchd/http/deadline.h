#pragma once

// The end of a wait, as poll() wants to be told of it.

#include <chrono>

namespace doorstep::http {

using Deadline = std::chrono::steady_clock::time_point;

// Rounded up, so that a wait never ends before its deadline; 0 when that has passed.
inline int milliseconds_until(Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

}  // namespace doorstep::http
