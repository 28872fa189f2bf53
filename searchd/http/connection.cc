#include "searchd/http/connection.h"

#include <array>
#include <cerrno>

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace doorstep::http {
namespace {

constexpr std::size_t kChunkBytes = 8 * 1024;
constexpr std::size_t kMaxDrainBytes = 1 << 20;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

int milliseconds_until(Connection::Deadline deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

bool is_transient(int error) { return error == EINTR || error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

Connection::~Connection() { ::close(socket_); }

Connection::Read Connection::read_head(std::string& head, Deadline deadline) {
  std::array<char, kChunkBytes> chunk{};
  for (;;) {
    // An empty line before a request line is to be ignored (RFC 9112, 2.2).
    while (buffer_.starts_with("\r\n")) buffer_.erase(0, 2);
    const auto end = buffer_.find(kHeadEnd);
    if (end != std::string::npos && end + kHeadEnd.size() <= kMaxHeadBytes) {
      head = buffer_.substr(0, end + kHeadEnd.size());
      buffer_.erase(0, head.size());
      return Read::kHead;
    }
    if (buffer_.size() >= kMaxHeadBytes) {
      return buffer_.find('\n') < kMaxHeadBytes ? Read::kTooLarge : Read::kLineTooLong;
    }
    if (!wait(POLLIN, deadline)) return Read::kTooSlow;
    const auto got = ::recv(socket_, chunk.data(), chunk.size(), MSG_DONTWAIT);
    if (got > 0) {
      buffer_.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (got == 0 || !is_transient(errno)) {
      return Read::kClosed;
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

std::string Connection::peer_address() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  // The socket interface is written in terms of this cast.
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  std::array<char, NI_MAXHOST> host{};
  if (::getpeername(socket_, generic, &size) != 0 ||
      ::getnameinfo(generic, size, host.data(), host.size(), nullptr, 0, NI_NUMERICHOST) != 0) {
    return {};
  }
  return host.data();
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
