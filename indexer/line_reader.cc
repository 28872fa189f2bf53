#include "indexer/line_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace doorstep::indexer {
namespace {

// Large enough that system calls cost nothing, small enough for the cache.
constexpr std::size_t kBlockBytes = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t") == std::string_view::npos; }

}  // namespace

LineReader::LineReader(std::string path, std::size_t max_line_bytes)
    : path_(std::move(path)), max_line_bytes_(max_line_bytes), block_(kBlockBytes) {
  if (path_ != kStdin) fd_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) fail(errno);
  try {
    skip_byte_order_mark();
  } catch (...) {
    if (path_ != kStdin) ::close(fd_);
    throw;
  }
}

LineReader::~LineReader() {
  if (path_ != kStdin) ::close(fd_);
}

void LineReader::fail(int error) const { throw std::system_error(error, std::generic_category(), path_); }

std::optional<std::uint64_t> LineReader::total_bytes() const {
  struct stat status {};
  if (::fstat(fd_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

bool LineReader::fill() {
  if (begin_ < end_) return true;
  begin_ = end_ = 0;
  for (;;) {
    const ssize_t got = ::read(fd_, block_.data(), block_.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    end_ = static_cast<std::size_t>(got);
    return got > 0;
  }
}

void LineReader::skip_byte_order_mark() {
  // A pipe may hand over fewer bytes than the mark has.
  while (end_ < kByteOrderMark.size()) {
    const ssize_t got = ::read(fd_, block_.data() + end_, block_.size() - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail(errno);
    if (got == 0) break;
    end_ += static_cast<std::size_t>(got);
  }
  if (std::string_view(block_.data(), end_).substr(0, kByteOrderMark.size()) != kByteOrderMark) return;
  begin_ = kByteOrderMark.size();
  offset_ = kByteOrderMark.size();
}

void LineReader::append(std::string_view part) {
  line_bytes_ += part.size();
  // One byte more than allowed, for the '\r' that is dropped at the end.
  const std::size_t room = max_line_bytes_ + 1 - line_.size();
  line_ += part.substr(0, std::min(part.size(), room));
}

Line LineReader::take_line() {
  line_.clear();
  line_bytes_ = 0;
  Line line{.number = ++number_, .offset = offset_};
  char last = '\0';
  while (fill()) {
    const std::string_view unread(block_.data() + begin_, end_ - begin_);
    const std::size_t newline = unread.find('\n');
    const std::string_view part = unread.substr(0, newline);
    append(part);
    if (!part.empty()) last = part.back();
    offset_ += part.size();
    begin_ += part.size();
    if (newline == std::string_view::npos) continue;
    ++offset_;
    ++begin_;
    break;
  }
  line.bytes = line_bytes_ - (last == '\r' ? 1 : 0);
  line.too_long = line.bytes > max_line_bytes_;
  if (!line.too_long) line.text = std::string_view(line_).substr(0, line.bytes);
  return line;
}

std::optional<Line> LineReader::next() {
  while (fill()) {
    const Line line = take_line();
    if (line.too_long || !is_blank(line.text)) return line;
  }
  return std::nullopt;
}

}  // namespace doorstep::indexer
