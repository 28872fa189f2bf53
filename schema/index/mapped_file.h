#pragma once

// A file as memory, read-only.

#include <cstddef>
#include <filesystem>
#include <span>

namespace doorstep::index {

// Owns the mapping; movable. Throws std::system_error naming the file when it cannot be mapped.
class MappedFile {
 public:
  explicit MappedFile(const std::filesystem::path& path);
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Valid while this lives; page-aligned.
  std::span<const std::byte> bytes() const { return {data_, size_}; }

  // Reads the whole file and enters its pages now, so that no reader waits for them later. Where the system cannot, they
  // come one by one, as ever.
  void populate() const noexcept;

 private:
  void unmap() noexcept;

  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace doorstep::index
