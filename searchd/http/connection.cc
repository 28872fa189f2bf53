#include "searchd/http/connection.h"

#include <array>
#include <cerrno>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doorstep::http {
namespace {

constexpr std::size_t kChunkBytes = 8 * 1024;
constexpr std::size_t kMaxDrainBytes = 1 << 20;
constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

bool is_transient(int error) { return error == EINTR || error == EAGAIN || error == EWOULDBLOCK; }

// Of the lines that `text` begins with, those that are empty.
std::size_t count_empty_lines(std::string_view text) {
  std::size_t count = 0;
  while (text.substr(count * kLineEnd.size()).starts_with(kLineEnd)) ++count;
  return count;
}

}  // namespace

Connection::~Connection() { ::close(socket_); }

Connection::Read Connection::read_head(std::string& head, Deadline deadline) {
  std::array<char, kChunkBytes> chunk{};
  std::size_t skipped = 0;
  for (;;) {
    // An empty line before a request line is to be ignored (RFC 9112, 2.2); without an end to it they would escape
    // kMaxHeadBytes.
    const auto empty_lines = count_empty_lines(buffer_);
    skipped += empty_lines;
    if (skipped > kMaxEmptyLines) return Read::kEmptyLines;
    buffer_.erase(0, empty_lines * kLineEnd.size());
    const auto end = buffer_.find(kHeadEnd);
    if (end != std::string::npos && end + kHeadEnd.size() <= kMaxHeadBytes) {
      head = buffer_.substr(0, end + kHeadEnd.size());
      buffer_.erase(0, head.size());
      return Read::kHead;
    }
    if (buffer_.size() >= kMaxHeadBytes) {
      return buffer_.find('\n') < kMaxHeadBytes ? Read::kTooLarge : Read::kLineTooLong;
    }
    const auto got = ::recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got > 0) {
      buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || !is_transient(errno)) {
      return Read::kClosed;
    } else if (!wait(POLLIN, deadline)) {
      return Read::kTooSlow;
    }
  }
}

bool Connection::write_all(std::string_view bytes, Deadline deadline) {
  while (!bytes.empty()) {
    const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    if (!is_transient(errno) || !wait(POLLOUT, deadline)) return false;
  }
  return true;
}

void Connection::drain(Deadline deadline) {
  ::shutdown(socket_, SHUT_WR);
  std::array<char, kChunkBytes> chunk{};
  for (std::size_t dropped = 0; dropped < kMaxDrainBytes;) {
    if (!wait(POLLIN, deadline)) return;
    const auto got = ::recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got > 0) {
      dropped += static_cast<std::size_t>(got);
    } else if (got == 0 || !is_transient(errno)) {
      return;
    }
  }
}

bool Connection::wait(short events, Deadline deadline) const {
  for (;;) {
    pollfd event{socket_, events, 0};
    const int ready = ::poll(&event, 1, milliseconds_until(deadline));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace doorstep::http
