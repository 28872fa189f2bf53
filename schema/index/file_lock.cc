#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "schema/index/generation.h"
#include "schema/index/index_layout.h"

namespace doorstep::index {

std::optional<FileLock> FileLock::try_lock(const std::filesystem::path& file, Mode mode) {
  // A reader may have no right to write where the index lies.
  const int flags = mode == Mode::kShared ? O_RDONLY : O_RDWR | O_CREAT;
  const int fd = ::open(file.c_str(), flags | O_CLOEXEC, 0644);
  if (fd < 0) throw std::system_error(errno, std::generic_category(), file.string());
  FileLock lock(fd);
  const int operation = mode == Mode::kShared ? LOCK_SH : LOCK_EX;
  if (::flock(fd, operation | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return std::nullopt;
  throw std::system_error(errno, std::generic_category(), file.string());
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock lock_for_writing(const std::filesystem::path& index_dir) {
  std::filesystem::create_directories(index_dir);
  auto lock = FileLock::try_lock(index_dir / kWriterFile, FileLock::Mode::kExclusive);
  if (!lock) throw WriterBusy(index_dir.string() + "：另一个进程正在写这个索引目录");
  return std::move(*lock);
}

}  // namespace doorstep::index
