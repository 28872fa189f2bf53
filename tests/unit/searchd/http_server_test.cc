#include <catch2/catch.hpp>

#include <cerrno>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "searchd/http/http_server.h"

using namespace doorstep::http;
using namespace std::chrono_literals;

namespace {

// A server on a free port, for one test.
class Running {
 public:
  explicit Running(Handler handler, HttpServerOptions options = {})
      : server_(at_free_port(std::move(options)), std::move(handler)) {
    server_.bind();
    thread_ = std::thread([this] { server_.serve(); });
  }
  ~Running() {
    server_.stop();
    thread_.join();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  int port() const { return server_.port(); }
  doorstep::ops::QueueState queue() const { return server_.queue(); }

 private:
  static HttpServerOptions at_free_port(HttpServerOptions options) {
    options.port = 0;
    return options;
  }

  HttpServer server_;
  std::thread thread_;
};

// The descriptor that listens on a port of this process; -1 if there is none.
int listening_socket(int port) {
  for (int socket = 3; socket < 1024; ++socket) {
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || listens == 0) continue;
    sockaddr_in address{};
    size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) continue;
    if (ntohs(address.sin_port) == port) return socket;
  }
  return -1;
}

class Client {
 public:
  explicit Client(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) { REQUIRE(connect_to(port)); }
  // nullptr: nobody listens
  static std::unique_ptr<Client> try_to_connect(int port) {
    std::unique_ptr<Client> client(new Client);
    return client->connect_to(port) ? std::move(client) : nullptr;
  }

  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void send(std::string_view bytes) {
    REQUIRE(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size()));
  }
  // Everything until the server closes.
  std::string receive_all() {
    std::string all;
    char chunk[4096];
    for (ssize_t got = 0; (got = ::recv(socket_, chunk, sizeof chunk, 0)) > 0;)
      all.append(chunk, static_cast<size_t>(got));
    return all;
  }
  // Up to and with `part`, or everything if that never comes.
  std::string receive_to(std::string_view part) {
    std::string all;
    for (char c = 0; !all.ends_with(part) && ::recv(socket_, &c, 1, 0) == 1;) all += c;
    return all;
  }
  std::string ask(std::string_view request) {
    send(request);
    return receive_all();
  }

 private:
  Client() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {}

  bool connect_to(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{.tv_sec = 30, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    return ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  int socket_;
};

HttpResponse echo(const HttpRequest& request) {
  std::string body = request.method;
  for (const auto& segment : request.path) body += "/" + segment;
  for (const auto& [name, value] : request.query) body += ";" + name + "=" + value;
  return {.content_type = "text/plain", .body = body + " echoed"};
}

const std::string kEnd = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a request reaches the handler decoded and in order") {
  Running server(echo);
  const auto answer = Client(server.port())
                          .ask(
                              "GET /a/b%2Fc?x=1&y=%E4%BF%9D&x=2?3 HTTP/1.1\r\nHost: x\r\n"
                              "Connection: close\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(holds(answer, "\r\nConnection: close\r\n"));
  CHECK(holds(answer, "\r\nX-Content-Type-Options: nosniff\r\n"));
  CHECK(answer.ends_with("\r\n\r\nGET/a/b/c;x=1;y=保;x=2?3 echoed"));
}

TEST_CASE("HEAD has the headers of GET and no body") {
  Running server(echo);
  const auto answer = Client(server.port()).ask("HEAD /a" + kEnd);
  CHECK(holds(answer, "\r\nContent-Length: 13\r\n"));
  CHECK(answer.ends_with("\r\n\r\n"));
}

TEST_CASE("an answer without content has no length, and the connection goes on after it") {
  Running server([](const HttpRequest& request) -> HttpResponse {
    if (request.path[0] == "1") return {.status = 304, .content_type = ""};
    return echo(request);
  });
  const auto answer = Client(server.port()).ask("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2" + kEnd);
  CHECK(answer.starts_with("HTTP/1.1 304 Not Modified\r\n"));
  CHECK(answer.find("Content-Length") > answer.find("HTTP/1.1 200 "));
  CHECK(holds(answer, "GET/2"));
}

TEST_CASE("a handler is told who asks and what it may depend on") {
  Running server([](const HttpRequest& request) -> HttpResponse {
    return {.body = request.peer + " " + request.headers.x_forwarded_for + " " + request.headers.origin};
  });
  const auto answer = Client(server.port())
                          .ask(
                              "GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 6.6.6.6\r\nOrigin: o\r\n"
                              "REMOTE_ADDR: 7.7.7.7\r\nConnection: close\r\n\r\n");
  CHECK(answer.ends_with("\r\n\r\n127.0.0.1 6.6.6.6 o"));
}

TEST_CASE("the queue tells how many threads are busy") {
  std::promise<void> entered;
  std::promise<void> release;
  Running server(
      [&](const HttpRequest& request) {
        entered.set_value();
        release.get_future().wait();
        return echo(request);
      },
      {.pool = {.threads = 3}});
  Client client(server.port());
  client.send("GET /" + kEnd);
  entered.get_future().wait();
  const auto queue = server.queue();
  release.set_value();
  CHECK(queue.threads == 3);
  CHECK(queue.busy == 1);
  CHECK(queue.waiting == 0);
  CHECK(holds(client.receive_all(), "echoed"));
}

TEST_CASE("requests sent ahead are answered one after the other") {
  Running server(echo);
  const auto answer = Client(server.port())
                          .ask("GET /1 HTTP/1.1\r\nHost: x\r\n\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3" + kEnd);
  CHECK(answer.find("GET/1") < answer.find("GET/2"));
  CHECK(answer.find("GET/2") < answer.find("GET/3"));
  CHECK(holds(answer, "GET/3"));
}

TEST_CASE("a request that hides in a body is never answered") {
  Running server(echo);
  const auto answer =
      Client(server.port())
          .ask("GET /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(answer.starts_with("HTTP/1.1 400 "));
  CHECK(holds(answer, "body_not_allowed"));
  CHECK_FALSE(holds(answer, "GET/"));
}

TEST_CASE("a target that is no text is a bad request and the connection goes on") {
  Running server(echo);
  const auto answer = Client(server.port()).ask("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\nGET /2" + kEnd);
  CHECK(answer.starts_with("HTTP/1.1 400 "));
  CHECK(holds(answer, "GET/2"));
}

TEST_CASE("what a handler throws is answered with 500 and not shown") {
  Running server([](const HttpRequest&) -> HttpResponse { throw std::runtime_error("secret"); });
  const auto answer = Client(server.port()).ask("GET /" + kEnd);
  CHECK(answer.starts_with("HTTP/1.1 500 "));
  CHECK(holds(answer, "application/problem+json"));
  CHECK_FALSE(holds(answer, "secret"));
}

TEST_CASE("lines and headers without end are refused") {
  Running server(echo);
  const auto line = Client(server.port()).ask("GET /" + std::string(100'000, 'a'));
  CHECK(line.starts_with("HTTP/1.1 414 "));
  const auto headers = Client(server.port()).ask("GET / HTTP/1.1\r\nX: " + std::string(100'000, 'a'));
  CHECK(headers.starts_with("HTTP/1.1 431 "));
}

TEST_CASE("empty lines without end are a bad request") {
  Running server(echo, {.head_timeout = 1h});
  std::string lines;
  for (int i = 0; i < 50'000; ++i) lines += "\r\n";
  CHECK(Client(server.port()).ask(lines).starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a head that does not come to its end is given up") {
  Running server(echo, {.head_timeout = 30ms});
  const auto answer = Client(server.port()).ask("GET / HTTP/1.1\r\n");
  CHECK(answer.starts_with("HTTP/1.1 408 "));
}

TEST_CASE("a connection is closed after so many requests") {
  Running server(echo, {.max_requests_per_connection = 2});
  const std::string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const auto answer = Client(server.port()).ask(request + request + request);
  CHECK(holds(answer, "\r\nConnection: close\r\n"));
  CHECK(answer.find("echoed") != answer.rfind("echoed"));
}

TEST_CASE("refusals are told to who counts them") {
  std::mutex mutex;
  std::vector<std::pair<std::string, int>> refusals;
  {
    const auto answer_or_throw = [](const HttpRequest& request) {
      return request.path[0] == "throw" ? throw std::runtime_error("secret") : echo(request);
    };
    Running server(answer_or_throw,
                   {.on_refusal = [&](std::string_view code, const HttpRequest&, HttpResponse& response) {
                     const std::lock_guard lock(mutex);
                     refusals.emplace_back(code, response.status);
                   }});
    Client(server.port()).ask("POST /" + kEnd);
    Client(server.port()).ask("GET /%" + kEnd);
    Client(server.port()).ask("GET /throw" + kEnd);
    Client(server.port()).ask("GET /" + kEnd);
  }
  CHECK(refusals ==
        std::vector<std::pair<std::string, int>>{{"method_not_allowed", 405}, {"bad_request", 400}, {"internal", 500}});
}

TEST_CASE("a port that another listens on is refused by name") {
  Running first(echo);
  HttpServer second({.port = first.port()}, echo);
  try {
    second.bind();
    FAIL("bound twice");
  } catch (const BindError& error) {
    CHECK(holds(error.what(), "127.0.0.1:" + std::to_string(first.port())));
    CHECK(holds(error.what(), "in use"));
  }
}

TEST_CASE("an address that is none of ours is refused by name") {
  HttpServer server({.host = "203.0.113.1", .port = 0}, echo);
  CHECK_THROWS_WITH(server.bind(), Catch::Contains("203.0.113.1"));
}

TEST_CASE("a listening socket that is lost is opened anew, and the server can still be stopped") {
  Running server(echo);
  CHECK(holds(Client(server.port()).ask("GET /a" + kEnd), "200 OK"));

  // What cpp-httplib sees at an error of accept().
  const int lost = listening_socket(server.port());
  REQUIRE(lost >= 0);
  ::shutdown(lost, SHUT_RDWR);

  std::string answer;
  const auto patience = std::chrono::steady_clock::now() + 30s;
  while (answer.empty() && std::chrono::steady_clock::now() < patience) {
    if (const auto client = Client::try_to_connect(server.port())) answer = client->ask("GET /b" + kEnd);
  }
  CHECK(holds(answer, "GET/b echoed"));
}

TEST_CASE("a refused HEAD has no body, and who is told of a refusal may add headers") {
  std::promise<void> entered;
  std::promise<void> leave;
  auto until = leave.get_future().share();
  // One thread, one in line: the third connection is too much.
  Running server(
      [&](const HttpRequest& request) {
        if (request.path[0] == "slow") {
          entered.set_value();
          until.wait();
        }
        return echo(request);
      },
      {.pool = {.threads = 1, .max_waiting = 1, .max_wait = std::chrono::minutes{1}},
       .on_refusal = [](std::string_view, const HttpRequest& request, HttpResponse& response) {
         response.headers.emplace_back("X-Seen", request.method + " " + request.headers.origin);
       }});
  Client slow(server.port());
  slow.send("GET /slow" + kEnd);
  entered.get_future().wait();
  Client waiting(server.port());
  waiting.send("GET /b" + kEnd);
  while (server.queue().waiting < 1) std::this_thread::yield();

  const auto answer =
      Client(server.port()).ask("HEAD /c HTTP/1.1\r\nHost: x\r\nOrigin: https://a.cn\r\nConnection: close\r\n\r\n");
  leave.set_value();

  CHECK(answer.starts_with("HTTP/1.1 503 "));
  CHECK(holds(answer, "\r\nX-Seen: HEAD https://a.cn\r\n"));
  CHECK(holds(answer, "\r\nRetry-After: "));
  CHECK(answer.ends_with("\r\n\r\n"));
  CHECK(holds(waiting.receive_all(), "200 OK"));
}

TEST_CASE("stopping before serving makes serving return at once") {
  HttpServer server({.port = 0}, echo);
  server.bind();
  server.stop();
  server.serve();
  SUCCEED();
}

TEST_CASE("stopping does not wait for idle connections") {
  auto server = std::make_unique<Running>(echo, HttpServerOptions{.idle_timeout = 1h});
  Client idle(server->port());
  idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  REQUIRE(idle.receive_to("echoed").starts_with("HTTP/1.1 200 "));
  server.reset();
  CHECK(idle.receive_all().empty());
}
