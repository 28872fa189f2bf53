#pragma once

// The threads that answer, and the line in front of them: bounded, and honest when it is full.
//
// A connection waits at most `max_wait` among at most `max_waiting` others for one of `threads`. What waited too
// long, or finds the line full, is handed to `shed`, which tells it to come back later and closes; one more thread does nothing
// else, so that a refusal is quick while every other thread is busy. No connection is dropped without an answer: when
// even the shed line is full, push() waits, and the rest waits in the kernel's backlog.

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "searchd/ops/metrics.h"

namespace doorstep::http {

struct PoolLimits {
  std::size_t threads = 32;
  std::size_t max_waiting = 64;
  std::chrono::milliseconds max_wait{500};
  std::size_t max_shedding = 256;  // bounds the descriptors that are open at once

  bool operator==(const PoolLimits&) const = default;
};

// Thread-safe.
class ConnectionPool {
 public:
  // Called with a connected socket, which the callee owns from then on. Must not throw.
  using Serve = std::function<void(int socket)>;

  ConnectionPool(PoolLimits limits, Serve serve, Serve shed);
  // Calls stop().
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  void push(int socket);

  ops::QueueState state() const;

  // Ends idle waits, sheds what is still in line, returns when every thread has ended.
  void stop();

  enum class Wait {
    kData,      // there is something to read
    kTooLong,   // nothing came in time
    kWanted,    // another connection needs this thread
    kStopping,  // the pool stops
  };

  // For `serve`, between two requests of one connection. After anything but kData the connection should be closed.
  Wait wait_for_data(int socket, std::chrono::milliseconds at_most);

 private:
  struct Waiting {
    int socket = -1;
    std::chrono::steady_clock::time_point since;
  };

  void run();
  void run_shedding();
  // All three under mutex_.
  bool thread_wanted() const { return waiting_.size() > idle_threads_ + yielding_; }
  void update_signal();
  bool agree_to_yield();

  const PoolLimits limits_;
  const Serve serve_;
  const Serve shed_;
  const int wanted_event_;    // readable while thread_wanted()
  const int stopping_event_;  // readable once stop() was called

  mutable std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable shed_work_;
  std::condition_variable shed_room_;
  std::deque<Waiting> waiting_;
  std::deque<int> shedding_;
  std::size_t running_threads_ = 0;  // of those that serve
  std::size_t idle_threads_ = 0;
  std::size_t yielding_ = 0;  // threads that left an idle connection to take one in line
  bool signalled_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace doorstep::http
