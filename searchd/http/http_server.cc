#include "searchd/http/http_server.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <system_error>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <httplib.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "searchd/http/conversation.h"
#include "searchd/http/problem.h"
#include "searchd/http/request_target.h"

namespace doorstep::http {
namespace {

// cpp-httplib listens with 5, which drops bursts.
constexpr int kBacklog = 1024;
// A connection is handed over once its first bytes are here, or after so long.
constexpr int kDeferAcceptSeconds = 2;
// When the listening socket was lost.
constexpr std::chrono::milliseconds kListenAgainAfter{100};
constexpr int kListenAttempts = 100;

// Numeric; empty if the connection is gone. An IPv4 client of an IPv6 socket is shown as the IPv4 address it is.
std::string peer_address(int socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return {};
  std::array<char, NI_MAXHOST> host{};
  if (::getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host.data(), host.size(), nullptr, 0,
                    NI_NUMERICHOST) != 0) {
    return {};
  }
  constexpr std::string_view kMapped = "::ffff:";
  const std::string_view text = host.data();
  const bool mapped = text.starts_with(kMapped) && text.find('.') != std::string_view::npos;
  return std::string(text.substr(mapped ? kMapped.size() : 0));
}

}  // namespace

class HttpServer::Transport final : public httplib::Server {
 public:
  Transport(HttpServerOptions options, http::Handler handler)
      : options_(std::move(options)), handler_(std::move(handler)) {
    set_socket_options([this](socket_t socket) { prepare_listening(socket); });
    // The library takes ownership.
    new_task_queue = [this] {
      pools_.push_back(std::make_unique<ConnectionPool>(
          options_.pool, [this](int socket) { converse(socket); },
          [this](int socket) { Conversation(socket, options_).shed(); }));
      pool_ = pools_.back().get();
      return new Hand(*pool_);
    };
  }

  void bind_or_throw() {
    errno = 0;
    const bool bound = options_.port == 0 ? (options_.port = bind_to_any_port(options_.host)) > 0
                                          : bind_to_port(options_.host, options_.port);
    if (!bound || ::listen(listening_, kBacklog) != 0) {
      const std::string why = errno == 0 ? "no such address" : std::generic_category().message(errno);
      throw BindError(fmt::format("cannot listen on {}:{}: {}", options_.host, options_.port, why));
    }
  }

  void serve() {
    while (!listen_after_bind()) {
      listening_ = -1;  // closed by now
      if (!listen_again()) return;
    }
  }

  // Not Server::stop(): that does nothing when it comes before the accept loop has begun.
  void stop_accepting() {
    if (!stopping_.exchange(true)) ::shutdown(listening_, SHUT_RDWR);
  }

  int port() const { return options_.port; }

  ops::QueueState queue() const {
    const ConnectionPool* pool = pool_;
    return pool == nullptr ? ops::QueueState{.threads = options_.pool.threads} : pool->state();
  }

 private:
  // cpp-httplib hands a closure to its queue on the accepting thread; running it there calls
  // process_and_close_socket() below, which puts the socket in our line.
  class Hand final : public httplib::TaskQueue {
   public:
    explicit Hand(ConnectionPool& pool) : pool_(pool) {}
    void enqueue(std::function<void()> job) override { job(); }
    void shutdown() override { pool_.stop(); }

   private:
    ConnectionPool& pool_;
  };

  bool process_and_close_socket(socket_t socket) override {
    pool_.load()->push(socket);
    return true;
  }

  // cpp-httplib gives the listening socket up at nearly every error of accept(), even if it is only that some table of the
  // system is full for a moment. False: there is nothing to listen for, we are to stop.
  bool listen_again() {
    for (int attempt = 1; !stopping_; ++attempt) {
      std::this_thread::sleep_for(kListenAgainAfter);
      try {
        bind_or_throw();
        // Who stops us just now has not seen this socket.
        if (stopping_) ::shutdown(listening_, SHUT_RDWR);
        return true;
      } catch (const BindError& error) {
        if (attempt == kListenAttempts) throw std::runtime_error(error.what());
      }
    }
    return false;
  }

  void prepare_listening(socket_t socket) {
    const int on = 1;
    // Not SO_REUSEPORT, cpp-httplib's default, with which two daemons share a port without knowing. The others are
    // inherited by accepted sockets.
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(socket, IPPROTO_TCP, TCP_DEFER_ACCEPT, &kDeferAcceptSeconds, sizeof kDeferAcceptSeconds);
    listening_ = socket;
  }

  void converse(int socket) {
    const std::string peer = peer_address(socket);
    Conversation(socket, options_).run(*pool_, stopping_, [&](const RequestHead& head, bool close) {
      WireForm form{.head_only = head.method == "HEAD"};
      if (!close) form.keep_alive = std::chrono::duration_cast<std::chrono::seconds>(options_.idle_timeout);
      return wire_text(respond(head, peer), form);
    });
  }

  HttpResponse respond(const RequestHead& head, const std::string& peer) const {
    HttpRequest request{.method = head.method, .headers = head.headers, .peer = peer};
    auto target = parse_target(head.target);
    if (!target) return refuse("bad_request", "地址里的 % 转义或 UTF-8 编码不对", request);
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    try {
      return handler_(request);
    } catch (...) {
      return refuse("internal", {}, request);
    }
  }

  HttpResponse refuse(std::string_view code, std::string_view detail, const HttpRequest& request) const {
    auto response = problem_response(code, detail);
    if (options_.on_refusal) options_.on_refusal(code, request, response);
    return response;
  }

  HttpServerOptions options_;
  const http::Handler handler_;
  std::atomic<bool> stopping_{false};
  std::atomic<socket_t> listening_{-1};
  // A stopped one stays: another thread may be asking it for its state.
  std::vector<std::unique_ptr<ConnectionPool>> pools_;
  std::atomic<ConnectionPool*> pool_{nullptr};  // the last one
};

HttpServer::HttpServer(HttpServerOptions options, Handler handler)
    : transport_(std::make_unique<Transport>(std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() = default;

void HttpServer::bind() { transport_->bind_or_throw(); }

void HttpServer::serve() { transport_->serve(); }

void HttpServer::stop() { transport_->stop_accepting(); }

int HttpServer::port() const { return transport_->port(); }

ops::QueueState HttpServer::queue() const { return transport_->queue(); }

}  // namespace doorstep::http
