#include "searchd/ops/process_usage.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace doorstep::ops {
namespace {

std::string first_line(const char* path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

double boot_time_seconds() {
  std::ifstream file("/proc/stat");
  for (std::string word; file >> word;) {
    if (word != "btime") continue;
    double seconds = 0;
    file >> seconds;
    return seconds;
  }
  return 0;
}

void read_memory(ProcessUsage& usage) {
  std::istringstream line(first_line("/proc/self/statm"));
  const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  std::uint64_t shared = 0;
  line >> size >> resident >> shared;
  usage.resident_bytes = resident * page;
  usage.own_bytes = (resident - std::min(resident, shared)) * page;
}

void read_times(ProcessUsage& usage) {
  const std::string line = first_line("/proc/self/stat");
  const std::size_t name_end = line.rfind(')');  // the name of the program may hold anything, a parenthesis too
  if (name_end == std::string::npos) return;
  std::istringstream fields(line.substr(name_end + 1));
  // After the name come fields 3 (state) and on; see proc(5).
  constexpr int kUserTime = 14;
  constexpr int kSystemTime = 15;
  constexpr int kStartTime = 22;
  const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
  std::string field;
  for (int number = 3; number <= kStartTime && fields >> field; ++number) {
    if (number == kUserTime || number == kSystemTime) usage.cpu_seconds += std::stod(field) / ticks;
    if (number == kStartTime) usage.start_time_seconds = boot_time_seconds() + std::stod(field) / ticks;
  }
}

std::uint64_t count_open_files() {
  std::error_code error;
  std::uint64_t count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end; !error && entry != end;
       entry.increment(error)) {
    ++count;
  }
  return count == 0 ? 0 : count - 1;  // one of them lists the others
}

}  // namespace

ProcessUsage process_usage() {
  ProcessUsage usage;
  read_memory(usage);
  read_times(usage);
  usage.open_fds = count_open_files();
  return usage;
}

}  // namespace doorstep::ops
