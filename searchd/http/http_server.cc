#include "searchd/http/http_server.h"

#include <atomic>
#include <cerrno>
#include <system_error>

#include <fmt/format.h>
#include <httplib.h>
#include <netinet/tcp.h>

#include "searchd/http/conversation.h"
#include "searchd/http/problem.h"
#include "searchd/http/request_target.h"

namespace doorstep::http {
namespace {

// cpp-httplib listens with 5, which drops bursts.
constexpr int kBacklog = 1024;
// A connection is handed over once its first bytes are here, or after so long.
constexpr int kDeferAcceptSeconds = 2;
// One request as cpp-httplib is given it, and the answer it writes, both in memory.
class Exchange final : public httplib::Stream {
 public:
  Exchange(const RequestHead& head, bool close)
      // A fixed line: the target itself is set past the library's parser.
      : input_(head.method + " / HTTP/1.1\r\nHost: localhost\r\n" + (close ? "Connection: close\r\n\r\n" : "\r\n")) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, size_t size) override {
    const size_t count = input_.copy(to, size, read_);
    read_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, size_t size) override {
    output_.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }

  const std::string& output() const { return output_; }

 private:
  std::string input_;
  size_t read_ = 0;
  std::string output_;
};

void fill(const HttpResponse& from, httplib::Response& to) {
  to.status = from.status;
  to.set_content(from.body, from.content_type);
  for (const auto& [name, value] : from.headers) to.set_header(name, value);
  for (const auto& [name, value] : kSecurityHeaders) to.set_header(std::string(name), std::string(value));
  to.set_header("Accept-Ranges", "none");  // else the library claims to serve ranges when asked with HEAD
}

}  // namespace

class HttpServer::Transport final : public httplib::Server {
 public:
  Transport(HttpServerOptions options, http::Handler handler)
      : options_(std::move(options)), handler_(std::move(handler)) {
    set_socket_options([this](socket_t socket) { prepare_listening(socket); });
    set_exception_handler([](const httplib::Request&, httplib::Response& answer, const std::exception_ptr&) {
      fill(problem_response("internal"), answer);
    });
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& answer) {
      fill(dispatch(request), answer);
      return HandlerResponse::Handled;
    });
    set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(options_.idle_timeout).count());
    set_keep_alive_max_count(static_cast<size_t>(options_.max_requests_per_connection));
    // The library takes ownership.
    new_task_queue = [this] {
      pool_ = std::make_unique<ConnectionPool>(
          options_.pool, [this](int socket) { converse(socket); },
          [this](int socket) { Conversation(socket, options_).shed(); });
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
    const bool ended = listen_after_bind();
    listening_ = -1;  // closed by now
    if (!ended && !stopping_) throw std::runtime_error("the listening socket failed");
  }

  // Not Server::stop(): that does nothing when it comes before the accept loop has begun.
  void stop_accepting() {
    if (!stopping_.exchange(true)) ::shutdown(listening_, SHUT_RDWR);
  }

  int port() const { return options_.port; }

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
    pool_->push(socket);
    return true;
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
    Conversation(socket, options_).run(*pool_, stopping_, [this](const RequestHead& head, bool close) {
      return respond(head, close);
    });
  }

  HttpResponse dispatch(const httplib::Request& request) const {
    auto target = parse_target(request.target);
    if (!target) {
      auto response = problem_response("bad_request", "地址里的 % 转义或 UTF-8 编码不对");
      if (options_.on_refusal) options_.on_refusal(response);
      return response;
    }
    return handler_({.method = request.method, .path = std::move(target->path), .query = std::move(target->query)});
  }

  std::string respond(const RequestHead& head, bool close) {
    Exchange exchange(head, close);
    bool closed = false;
    process_request(exchange, close, closed, [&](httplib::Request& request) { request.target = head.target; });
    return exchange.output();
  }

  HttpServerOptions options_;
  const http::Handler handler_;
  std::atomic<bool> stopping_{false};
  std::atomic<socket_t> listening_{-1};
  std::unique_ptr<ConnectionPool> pool_;
};

HttpServer::HttpServer(HttpServerOptions options, Handler handler)
    : transport_(std::make_unique<Transport>(std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() = default;

void HttpServer::bind() { transport_->bind_or_throw(); }

void HttpServer::serve() { transport_->serve(); }

void HttpServer::stop() { transport_->stop_accepting(); }

int HttpServer::port() const { return transport_->port(); }

}  // namespace doorstep::http
