#include "searchd/search/deadline.h"

#include <ctime>

namespace doorstep::search {
namespace {

std::chrono::nanoseconds thread_cpu_time() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace

Deadline::Deadline(std::chrono::microseconds budget) : end_(thread_cpu_time() + budget) {}

bool Deadline::look() {
  passed_ = thread_cpu_time() > end_;
  return passed_;
}

}  // namespace doorstep::search
