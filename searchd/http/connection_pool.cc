#include "searchd/http/connection_pool.h"

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "searchd/http/deadline.h"

namespace doorstep::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

int make_event() {
  const int event = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (event < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  return event;
}

// Neither can fail on an eventfd whose counter is only ever 0 or 1.
void raise_event(int event) {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event, &one, sizeof one);
}

void clear_event(int event) {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto got = ::read(event, &count, sizeof count);
}

}  // namespace

ConnectionPool::ConnectionPool(PoolLimits limits, Serve serve, Serve shed)
    : limits_(limits),
      serve_(std::move(serve)),
      shed_(std::move(shed)),
      wanted_event_(make_event()),
      stopping_event_(make_event()) {
  for (std::size_t i = 0; i < limits_.threads; ++i) threads_.emplace_back([this] { run(); });
  threads_.emplace_back([this] { run_shedding(); });
}

ConnectionPool::~ConnectionPool() {
  stop();
  ::close(wanted_event_);
  ::close(stopping_event_);
}

void ConnectionPool::push(int socket) {
  std::unique_lock lock(mutex_);
  if (waiting_.size() < limits_.max_waiting) {
    waiting_.push_back({socket, SteadyClock::now()});
    update_signal();
    work_.notify_one();
    return;
  }
  shed_room_.wait(lock, [&] { return shedding_.size() < limits_.max_shedding; });
  shedding_.push_back(socket);
  shed_work_.notify_one();
}

ops::QueueState ConnectionPool::state() const {
  const std::lock_guard lock(mutex_);
  return {.waiting = waiting_.size(), .busy = running_threads_ - idle_threads_, .threads = limits_.threads};
}

void ConnectionPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  raise_event(stopping_event_);
  work_.notify_all();
  shed_work_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

ConnectionPool::Wait ConnectionPool::wait_for_data(int socket, std::chrono::milliseconds at_most) {
  const auto deadline = SteadyClock::now() + at_most;
  for (;;) {
    std::array<pollfd, 3> events{{{socket, POLLIN, 0}, {wanted_event_, POLLIN, 0}, {stopping_event_, POLLIN, 0}}};
    const int ready = ::poll(events.data(), events.size(), milliseconds_until(deadline));
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) return Wait::kTooLong;
    if (events[2].revents != 0) return Wait::kStopping;
    if (events[0].revents != 0) return Wait::kData;
    if (agree_to_yield()) return Wait::kWanted;
  }
}

void ConnectionPool::run() {
  std::unique_lock lock(mutex_);
  ++running_threads_;
  for (;;) {
    ++idle_threads_;
    update_signal();
    work_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    --idle_threads_;
    if (waiting_.empty()) break;
    const Waiting next = waiting_.front();
    waiting_.pop_front();
    if (yielding_ > 0) --yielding_;
    update_signal();
    const bool too_late = stopping_ || SteadyClock::now() - next.since > limits_.max_wait;
    lock.unlock();
    (too_late ? shed_ : serve_)(next.socket);
    lock.lock();
  }
  --running_threads_;
}

void ConnectionPool::run_shedding() {
  std::unique_lock lock(mutex_);
  for (;;) {
    shed_work_.wait(lock, [&] { return stopping_ || !shedding_.empty(); });
    if (shedding_.empty()) return;
    const int socket = shedding_.front();
    shedding_.pop_front();
    shed_room_.notify_one();
    lock.unlock();
    shed_(socket);
    lock.lock();
  }
}

void ConnectionPool::update_signal() {
  const bool wanted = thread_wanted();
  if (wanted == signalled_) return;
  signalled_ = wanted;
  if (wanted) {
    raise_event(wanted_event_);
  } else {
    clear_event(wanted_event_);
  }
}

bool ConnectionPool::agree_to_yield() {
  const std::lock_guard lock(mutex_);
  if (!thread_wanted()) return false;
  ++yielding_;
  update_signal();
  return true;
}

}  // namespace doorstep::http
