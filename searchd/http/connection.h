#pragma once

// One accepted socket, read and written with deadlines for the whole of a request or an answer: the
// time limits of cpp-httplib are per read, so a client that sends a byte a second would never meet one.

#include <cstddef>
#include <string>
#include <string_view>

#include "searchd/http/deadline.h"

namespace doorstep::http {

// Request line and headers together: the longest target that is accepted, and room for what a browser sends.
inline constexpr std::size_t kMaxHeadBytes = 32 * 1024;

// Before a request line: what a careless client sends after its last request, and some more.
inline constexpr std::size_t kMaxEmptyLines = 4;

// Owns the socket. Not thread-safe.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  enum class Read {
    kHead,         // one whole head is in `head`
    kClosed,       // the peer left
    kTooSlow,      // the deadline passed first
    kEmptyLines,   // more than kMaxEmptyLines where a request line should stand
    kLineTooLong,  // kMaxHeadBytes of request line without an end
    kTooLarge,     // kMaxHeadBytes of headers without an end
  };

  // Reads one request head, with the empty line that ends it. What came after it stays for the next call.
  Read read_head(std::string& head, Deadline deadline);

  // Whether bytes of a next request are already here.
  bool has_buffered() const { return !buffer_.empty(); }

  // False if the peer left or was too slow.
  bool write_all(std::string_view bytes, Deadline deadline);

  // To be called after the last answer when the peer may still be sending: takes and drops what comes until the peer closes, kMaxDrainBytes
  // or the deadline, because closing with unread bytes resets the connection and can destroy the answer on its way.
  void drain(Deadline deadline);

  int socket() const { return socket_; }

 private:
  // Waits for `events`; false at the deadline.
  bool wait(short events, Deadline deadline) const;

  int socket_;
  std::string buffer_;  // received and not yet handed out
};

}  // namespace doorstep::http
