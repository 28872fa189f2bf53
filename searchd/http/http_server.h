#pragma once

// The HTTP/1.1 server: sockets, threads, limits and refusals. The only room that knows cpp-httplib, which it uses for
// the listening socket and the accept loop; requests are read by request_head.h and answers written by http_message.h, so
// nothing of that library (regular expressions over headers, unbounded lines and bodies) ever sees a byte from the network,
// and no thread but the accepting one runs in it.

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "searchd/http/connection_pool.h"
#include "searchd/http/http_message.h"

namespace doorstep::http {

struct HttpServerOptions {
  std::string host = "127.0.0.1";
  int port = 8080;  // 0: one that is free, see HttpServer::port()
  PoolLimits pool;
  std::chrono::milliseconds head_timeout{5000};    // for the whole of a request head
  std::chrono::milliseconds write_timeout{10000};  // for the whole of an answer
  std::chrono::milliseconds idle_timeout{5000};    // between two requests of a connection
  int max_requests_per_connection = 1000;
  // Told of every answer the server gives by itself, with its error code: a malformed or oversized request, overload, a
  // handler that threw; it may add headers. Of the request there is what could be read: method and headers, or nothing.
  // Called by many threads at once.
  std::function<void(std::string_view code, const HttpRequest&, HttpResponse&)> on_refusal;
};

// The address cannot be listened on; what() names it.
class BindError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// bind(), then serve() on one thread and stop() from any other. SIGPIPE must be ignored by the program.
class HttpServer {
 public:
  HttpServer(HttpServerOptions options, Handler handler);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Listens; connections wait in the kernel until serve(). Throws BindError.
  void bind();

  // Answers until stop(). Should the listening socket be lost, it listens again; throws std::runtime_error when that cannot
  // be done in ten seconds. Only after bind().
  void serve();

  // Ends serve(): no new connection is taken, requests under way are answered. Before serve(), it makes that return at once. Only after bind().
  void stop();

  // What bind() got.
  int port() const;

  // For any thread, at any time.
  ops::QueueState queue() const;

 private:
  class Transport;
  std::unique_ptr<Transport> transport_;
};

}  // namespace doorstep::http
