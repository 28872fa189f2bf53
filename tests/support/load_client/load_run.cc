#include "tests/support/load_client/load_run.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace doorstep::load {
namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// An answer that takes longer is a failure.
constexpr milliseconds kPatience{10'000};
// How often time-outs are looked for, and after how long a failed connect is tried again.
constexpr milliseconds kLookEvery{10};
constexpr std::size_t kBufferBytes = 256 * 1024;
constexpr std::size_t kEvents = 256;

void require(bool good, const char* what) {
  if (!good) throw std::system_error(errno, std::generic_category(), what);
}

int watch_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, nullptr);
  return ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

std::string request_text(const Options& options, const std::string& target) {
  std::string text =
      "GET " + target + " HTTP/1.1\r\nHost: " + options.host + ':' + std::to_string(options.port) + "\r\n";
  if (options.gzip) text += "Accept-Encoding: gzip\r\n";
  if (options.reconnect) text += "Connection: close\r\n";
  return text + "\r\n";
}

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::uint64_t microseconds_of(nanoseconds time) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, duration_cast<microseconds>(time).count()));
}

}  // namespace

LoadRun::LoadRun(Options options) : options_(std::move(options)), buffer_(kBufferBytes), tally_(options_.number_after) {
  address_.sin_family = AF_INET;
  address_.sin_port = htons(options_.port);
  if (::inet_pton(AF_INET, options_.host.c_str(), &address_.sin_addr) != 1) {
    throw std::invalid_argument("not an IPv4 address: " + options_.host);
  }
  for (const auto& target : options_.targets) requests_.push_back(request_text(options_, target));
  require((epoll_ = ::epoll_create1(EPOLL_CLOEXEC)) >= 0, "epoll_create1");
  require((signals_ = watch_signals()) >= 0, "signalfd");
  epoll_event event{.events = EPOLLIN, .data = {.ptr = nullptr}};
  require(::epoll_ctl(epoll_, EPOLL_CTL_ADD, signals_, &event) == 0, "epoll_ctl");
  peers_.reserve(options_.connections);  // idle_ holds pointers to them
  for (std::size_t i = 0; i < options_.connections; ++i) {
    peers_.emplace_back(!options_.number_after.empty());
    peers_.back().target = i * requests_.size() / options_.connections;
    idle_.push_back(&peers_.back());
  }
}

LoadRun::~LoadRun() {
  for (auto& peer : peers_) {
    if (peer.socket >= 0) ::close(peer.socket);
  }
  ::close(signals_);
  ::close(epoll_);
}

std::string LoadRun::run() {
  begun_ = last_answer_ = next_look_ = Clock::now();
  while (!finished()) {
    start_requests();
    wait_and_handle();
  }
  if (options_.rate && options_.seconds && !ended_early_) {
    const auto scheduled = static_cast<std::uint64_t>(*options_.rate * *options_.seconds);
    tally_.set_unsent(scheduled > started_ ? scheduled - started_ : 0);
  }
  const double seconds = std::chrono::duration<double>(last_answer_ - begun_).count();
  return tally_.to_json({.seconds = seconds, .cpu_seconds = cpu_seconds()});
}

LoadRun::TimePoint LoadRun::next_due() const {
  if (!options_.rate) return begun_;
  const std::chrono::duration<double> since(static_cast<double>(started_) / *options_.rate);
  return begun_ + duration_cast<Clock::duration>(since);
}

bool LoadRun::may_start(TimePoint now) const {
  if (ended_early_ || (options_.requests && started_ >= *options_.requests)) return false;
  return !options_.seconds ||
         now < begun_ + duration_cast<Clock::duration>(std::chrono::duration<double>(*options_.seconds));
}

bool LoadRun::finished() const { return busy_ == 0 && !may_start(Clock::now()); }

void LoadRun::start_requests() {
  auto now = Clock::now();
  while (!idle_.empty() && may_start(now) && next_due() <= now) {
    Peer& peer = *idle_.back();
    idle_.pop_back();
    peer.due = options_.rate ? next_due() : now;
    peer.request = &requests_[peer.target];
    peer.target = (peer.target + 1) % requests_.size();
    peer.tried_twice = false;
    ++started_;
    ++busy_;
    begin(peer);
    now = Clock::now();
  }
}

void LoadRun::wait_and_handle() {
  auto until = next_look_;
  if (options_.rate && !idle_.empty()) until = std::min(until, next_due());
  const auto left = std::max<nanoseconds>(nanoseconds{0}, until - Clock::now());
  const timespec timeout{.tv_sec = left.count() / 1'000'000'000, .tv_nsec = left.count() % 1'000'000'000};
  std::array<epoll_event, kEvents> events{};
  const int count = ::epoll_pwait2(epoll_, events.data(), kEvents, &timeout, nullptr);
  require(count >= 0 || errno == EINTR, "epoll_pwait2");
  for (int i = 0; i < count; ++i) {
    auto* peer = static_cast<Peer*>(events[static_cast<std::size_t>(i)].data.ptr);
    if (peer == nullptr) {
      ended_early_ = true;
    } else {
      handle(*peer, events[static_cast<std::size_t>(i)].events);
    }
  }
  if (const auto now = Clock::now(); now >= next_look_) look_at_clocks(now);
}

void LoadRun::look_at_clocks(TimePoint now) {
  next_look_ = now + kLookEvery;
  for (auto& peer : peers_) {
    if (peer.stage != Stage::kIdle && now - peer.started > kPatience) fail(peer, "no answer in time");
  }
  const auto ready =
      std::partition(paused_.begin(), paused_.end(), [&](Peer* peer) { return peer->paused_until > now; });
  idle_.insert(idle_.end(), ready, paused_.end());
  paused_.erase(ready, paused_.end());
}

void LoadRun::begin(Peer& peer) {
  peer.started = Clock::now();
  peer.sent = 0;
  peer.parser.begin();
  peer.reused = peer.socket >= 0;
  if (peer.reused) {
    send_rest(peer);
  } else {
    connect(peer);
  }
}

void LoadRun::connect(Peer& peer) {
  peer.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  require(peer.socket >= 0, "socket");
  const int on = 1;
  ::setsockopt(peer.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(peer.socket, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0) {
    return send_rest(peer);
  }
  if (errno != EINPROGRESS) return fail(peer, "cannot connect: " + std::generic_category().message(errno));
  peer.stage = Stage::kConnecting;
  watch(peer, EPOLLOUT);
}

void LoadRun::handle(Peer& peer, std::uint32_t events) {
  switch (peer.stage) {
    case Stage::kIdle: return close(peer);  // the server has had enough of an idle connection
    case Stage::kAwaiting: return receive(peer);
    case Stage::kConnecting: {
      int error = 0;
      socklen_t size = sizeof error;
      ::getsockopt(peer.socket, SOL_SOCKET, SO_ERROR, &error, &size);
      if (error != 0) return fail(peer, "cannot connect: " + std::generic_category().message(error));
      return send_rest(peer);
    }
    case Stage::kSending:
      // A server may answer before it has read everything.
      if ((events & EPOLLIN) != 0) return receive(peer);
      return send_rest(peer);
  }
}

void LoadRun::send_rest(Peer& peer) {
  const auto left = std::string_view(*peer.request).substr(peer.sent);
  const auto sent = ::send(peer.socket, left.data(), left.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN && errno != EINTR) return at_closed(peer, "reset before the answer");
  peer.sent += static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
  const bool whole = peer.sent == peer.request->size();
  peer.stage = whole ? Stage::kAwaiting : Stage::kSending;
  watch(peer, whole ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

void LoadRun::receive(Peer& peer) {
  const auto got = ::recv(peer.socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got < 0) return at_closed(peer, peer.parser.begun() ? "reset within the answer" : "reset before the answer");
  if (got == 0) {
    if (peer.parser.at_close() == AnswerParser::State::kDone) return finish(peer);
    return at_closed(peer, peer.parser.begun() ? "closed within the answer" : "closed before the answer");
  }
  switch (peer.parser.feed({buffer_.data(), static_cast<std::size_t>(got)})) {
    case AnswerParser::State::kMore: return;
    case AnswerParser::State::kDone: return finish(peer);
    case AnswerParser::State::kMalformed: return fail(peer, "malformed answer");
  }
}

void LoadRun::at_closed(Peer& peer, const char* how) {
  // The server may close an idle connection just as we begin to use it: that is nobody's fault.
  if (!peer.reused || peer.tried_twice || peer.parser.begun()) return fail(peer, how);
  tally_.add_retry();
  close(peer);
  peer.tried_twice = true;
  begin(peer);
}

void LoadRun::finish(Peer& peer) {
  last_answer_ = Clock::now();
  const Answer& answer = peer.parser.answer();
  tally_.add_answer(answer, microseconds_of(last_answer_ - begun_), microseconds_of(last_answer_ - peer.due));
  if (options_.reconnect || answer.close) close(peer);
  peer.stage = Stage::kIdle;
  --busy_;
  if (options_.patient && answer.retry_after_s > 0) {
    peer.paused_until = last_answer_ + std::chrono::seconds{answer.retry_after_s};
    paused_.push_back(&peer);
  } else {
    idle_.push_back(&peer);
  }
}

void LoadRun::fail(Peer& peer, const std::string& reason) {
  tally_.add_failure(reason);
  close(peer);
  --busy_;
  peer.paused_until = {};  // the next look at the clocks
  paused_.push_back(&peer);
}

void LoadRun::watch(Peer& peer, std::uint32_t events) {
  if (peer.watched == events) return;
  epoll_event event{.events = events, .data = {.ptr = &peer}};
  const int what = peer.watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  require(::epoll_ctl(epoll_, what, peer.socket, &event) == 0, "epoll_ctl");
  peer.watched = events;
}

void LoadRun::close(Peer& peer) {
  ::close(peer.socket);  // epoll forgets it
  peer.socket = -1;
  peer.watched = 0;
  peer.stage = Stage::kIdle;
}

}  // namespace doorstep::load
