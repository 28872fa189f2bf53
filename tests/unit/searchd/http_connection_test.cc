#include <catch2/catch.hpp>

#include <array>
#include <string>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include "searchd/http/connection.h"

using namespace doorstep::http;
using namespace std::chrono_literals;
using Read = Connection::Read;

namespace {

// A connection to which all is sent beforehand, each piece to be received by itself.
class Sent {
 public:
  explicit Sent(const std::vector<std::string>& pieces) : Sent(make_pair(), pieces) {}
  ~Sent() { ::close(peer_); }
  Sent(const Sent&) = delete;
  Sent& operator=(const Sent&) = delete;

  // Without waiting for more than was sent.
  Read read() { return connection_.read_head(head_, std::chrono::steady_clock::now()); }
  const std::string& head() const { return head_; }

 private:
  Sent(std::array<int, 2> sockets, const std::vector<std::string>& pieces)
      : connection_(sockets[0]), peer_(sockets[1]) {
    for (const auto& piece : pieces) {
      REQUIRE(::send(peer_, piece.data(), piece.size(), 0) == static_cast<ssize_t>(piece.size()));
    }
  }
  static std::array<int, 2> make_pair() {
    std::array<int, 2> sockets{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sockets.data()) == 0);
    return sockets;
  }

  Connection connection_;
  int peer_;
  std::string head_;
};

std::string empty_lines(std::size_t count) {
  std::string lines;
  for (std::size_t i = 0; i < count; ++i) lines += "\r\n";
  return lines;
}

const std::string kHead = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

}  // namespace

TEST_CASE("heads sent together are read one by one") {
  Sent sent({kHead + "HEAD /2 HTTP/1.1\r\n", "\r\n"});
  REQUIRE(sent.read() == Read::kHead);
  CHECK(sent.head() == kHead);
  REQUIRE(sent.read() == Read::kHead);
  CHECK(sent.head() == "HEAD /2 HTTP/1.1\r\n\r\n");
}

TEST_CASE("a few empty lines before each request are skipped") {
  const auto few = empty_lines(kMaxEmptyLines);
  Sent sent({few + kHead + few + kHead});
  REQUIRE(sent.read() == Read::kHead);
  REQUIRE(sent.read() == Read::kHead);
  CHECK(sent.head() == kHead);
}

TEST_CASE("an empty line is skipped also when it comes in halves") {
  Sent sent({"\r", "\n\r", "\n" + kHead});
  REQUIRE(sent.read() == Read::kHead);
  CHECK(sent.head() == kHead);
}

TEST_CASE("nothing but empty lines is given up after a few, however they come") {
  CHECK(Sent({empty_lines(kMaxEmptyLines + 1) + kHead}).read() == Read::kEmptyLines);
  CHECK(Sent({empty_lines(20'000)}).read() == Read::kEmptyLines);
  CHECK(Sent(std::vector<std::string>(kMaxEmptyLines + 1, "\r\n")).read() == Read::kEmptyLines);
}
