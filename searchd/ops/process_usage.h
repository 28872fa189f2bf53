#pragma once

// What the kernel says of this process.

#include <cstdint>

namespace doorstep::ops {

struct ProcessUsage {
  std::uint64_t resident_bytes = 0;
  std::uint64_t own_bytes = 0;    // resident without mapped files: what no other process could share
  double cpu_seconds = 0;         // of user and system
  double start_time_seconds = 0;  // since 1970
  std::uint64_t open_fds = 0;
};

// Read from /proc; what cannot be read is 0.
ProcessUsage process_usage();

}  // namespace doorstep::ops
