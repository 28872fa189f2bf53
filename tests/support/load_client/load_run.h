#pragma once

// One run of the client: many connections, one thread, one epoll.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <netinet/in.h>

#include "tests/support/load_client/answer_parser.h"
#include "tests/support/load_client/options.h"
#include "tests/support/load_client/tally.h"

namespace doorstep::load {

// Not thread-safe. Errors of the environment (no descriptors, not an IPv4 address) are exceptions; those of the server are counted.
class LoadRun {
 public:
  explicit LoadRun(Options options);
  ~LoadRun();
  LoadRun(const LoadRun&) = delete;
  LoadRun& operator=(const LoadRun&) = delete;

  // Returns the JSON object of the whole run. Call once.
  std::string run();

 private:
  using Clock = std::chrono::steady_clock;
  using TimePoint = Clock::time_point;

  enum class Stage { kIdle, kConnecting, kSending, kAwaiting };

  struct Peer {
    explicit Peer(bool keep_body) : parser(keep_body) {}

    int socket = -1;
    Stage stage = Stage::kIdle;
    std::uint32_t watched = 0;  // what epoll looks for
    bool reused = false;        // the connection has answered before
    bool tried_twice = false;
    std::size_t target = 0;  // of the next request
    const std::string* request = nullptr;
    std::size_t sent = 0;
    TimePoint due;      // latency counts from here
    TimePoint started;  // patience counts from here
    TimePoint paused_until;
    AnswerParser parser;
  };

  bool may_start(TimePoint now) const;
  TimePoint next_due() const;
  void start_requests();
  void wait_and_handle();
  void look_at_clocks(TimePoint now);
  bool finished() const;

  void begin(Peer& peer);
  void connect(Peer& peer);
  void handle(Peer& peer, std::uint32_t events);
  void send_rest(Peer& peer);
  void receive(Peer& peer);
  void at_closed(Peer& peer, const char* how);
  void finish(Peer& peer);
  void fail(Peer& peer, const std::string& reason);
  void watch(Peer& peer, std::uint32_t events);
  void close(Peer& peer);

  const Options options_;
  sockaddr_in address_{};
  std::vector<std::string> requests_;  // as sent, one a target
  int epoll_ = -1;
  int signals_ = -1;
  std::vector<Peer> peers_;
  std::vector<Peer*> idle_;    // the last one used first: as few connections as the rate needs
  std::vector<Peer*> paused_;  // until Peer::paused_until
  std::vector<char> buffer_;
  Tally tally_;
  TimePoint begun_;
  TimePoint last_answer_;
  TimePoint next_look_;
  std::uint64_t started_ = 0;
  std::size_t busy_ = 0;
  bool ended_early_ = false;
};

}  // namespace doorstep::load
