#include "searchd/search/deadline.h"

#include "schema/base/clock.h"

namespace doorstep::search {
Deadline::Deadline(std::chrono::microseconds budget) : end_(base::thread_cpu_time() + budget) {}

bool Deadline::look() {
  passed_ = base::thread_cpu_time() > end_;
  return passed_;
}

}  // namespace doorstep::search
