#pragma once

// Bytes as a file with a name, without a disk.

#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include "schema/index/index_layout.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {

// In an input it stands for the version that this program reads, so that a corpus outlives a new one.
inline constexpr std::uint32_t kAnyVersion = ~std::uint32_t{0};
// columns.bin, texts.bin and postings.bin all begin with 8 bytes of magic, then the version.
inline constexpr std::size_t kVersionAt = 8;

inline void write_version(std::string& bytes, std::uint32_t version) {
  if (bytes.size() >= kVersionAt + sizeof version) std::memcpy(bytes.data() + kVersionAt, &version, sizeof version);
}

// `bytes` with kAnyVersion resolved.
inline std::string of_this_version(std::string_view bytes) {
  std::string resolved(bytes);
  std::uint32_t version = 0;
  if (bytes.size() >= kVersionAt + sizeof version) std::memcpy(&version, bytes.data() + kVersionAt, sizeof version);
  if (version == kAnyVersion) write_version(resolved, index::kFormatVersion);
  return resolved;
}

class ScratchFile {
 public:
  explicit ScratchFile(std::string_view bytes) : fd_(::memfd_create("scratch", MFD_CLOEXEC)) {
    require(fd_ >= 0, "there is memory for a file");
    while (!bytes.empty()) {
      const auto written = ::write(fd_, bytes.data(), bytes.size());
      require(written > 0, "a file in memory takes what is written");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  ~ScratchFile() { ::close(fd_); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  // Valid while this lives.
  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace doorstep::fuzzing
