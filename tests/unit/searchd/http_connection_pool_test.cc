#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <mutex>
#include <set>

#include <sys/socket.h>
#include <unistd.h>

#include "searchd/http/connection_pool.h"

using doorstep::http::ConnectionPool;
using namespace std::chrono_literals;

namespace {

// Counts what came to it; whoever waits is told at each arrival.
class Arrivals {
 public:
  void add(int socket) {
    {
      const std::lock_guard lock(mutex_);
      sockets_.insert(socket);
    }
    changed_.notify_all();
  }
  // False when fewer come in a time that no machine needs.
  bool wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, 30s, [&] { return sockets_.size() >= count; });
  }
  std::multiset<int> sockets() {
    const std::lock_guard lock(mutex_);
    return sockets_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::multiset<int> sockets_;
};

}  // namespace

TEST_CASE("beyond the line connections are shed, and none is forgotten") {
  std::promise<void> release;
  const auto released = release.get_future().share();
  Arrivals begun;
  Arrivals served;
  Arrivals shed;
  ConnectionPool pool(
      {.threads = 2, .max_waiting = 3, .max_wait = 1h},
      [&](int socket) {
        begun.add(socket);
        released.wait();
        served.add(socket);
      },
      [&](int socket) { shed.add(socket); });

  pool.push(0);
  pool.push(1);
  REQUIRE(begun.wait_for(2));
  for (int socket = 2; socket < 10; ++socket) pool.push(socket);

  REQUIRE(shed.wait_for(5));
  CHECK(shed.sockets() == std::multiset<int>{5, 6, 7, 8, 9});
  release.set_value();
  REQUIRE(served.wait_for(5));
  CHECK(served.sockets() == std::multiset<int>{0, 1, 2, 3, 4});
}

TEST_CASE("who waited too long is shed instead of served late") {
  Arrivals served;
  Arrivals shed;
  // Any wait at all is longer than this.
  ConnectionPool pool(
      {.threads = 1, .max_wait = -1ms}, [&](int socket) { served.add(socket); }, [&](int socket) { shed.add(socket); });
  pool.push(7);
  CHECK(shed.wait_for(1));
  CHECK(served.sockets().empty());
}

TEST_CASE("stopping sheds what is in line and returns") {
  std::promise<void> release;
  const auto released = release.get_future().share();
  Arrivals begun;
  Arrivals shed;
  ConnectionPool pool(
      {.threads = 1, .max_waiting = 8, .max_wait = 1h},
      [&](int socket) {
        begun.add(socket);
        released.wait();
      },
      [&](int socket) { shed.add(socket); });
  pool.push(0);
  REQUIRE(begun.wait_for(1));
  pool.push(1);
  pool.push(2);

  auto stopped = std::async(std::launch::async, [&] { pool.stop(); });
  release.set_value();
  stopped.get();

  CHECK(begun.sockets().size() + shed.sockets().size() == 3);
}

TEST_CASE("an idle connection gives its thread to one in line, but only then") {
  int pair[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  std::promise<ConnectionPool::Wait> idle_ended;
  Arrivals served;
  ConnectionPool* self = nullptr;
  ConnectionPool pool(
      {.threads = 1, .max_waiting = 8, .max_wait = 1h},
      [&](int socket) {
        if (socket == pair[0]) idle_ended.set_value(self->wait_for_data(socket, 1h));
        served.add(socket);
      },
      [](int) {});
  self = &pool;

  pool.push(pair[0]);
  pool.push(-7);

  CHECK(idle_ended.get_future().get() == ConnectionPool::Wait::kWanted);
  CHECK(served.wait_for(2));
  pool.stop();
  ::close(pair[0]);
  ::close(pair[1]);
}

TEST_CASE("data, silence and stopping end an idle wait each in its way") {
  int pair[2];
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
  ConnectionPool pool(
      {.threads = 1}, [](int) {}, [](int) {});

  CHECK(pool.wait_for_data(pair[0], 1ms) == ConnectionPool::Wait::kTooLong);
  REQUIRE(::write(pair[1], "x", 1) == 1);
  CHECK(pool.wait_for_data(pair[0], 1h) == ConnectionPool::Wait::kData);
  pool.stop();
  CHECK(pool.wait_for_data(pair[0], 1h) == ConnectionPool::Wait::kStopping);

  ::close(pair[0]);
  ::close(pair[1]);
}
