#pragma once

// One connection from its first request to its end: read a head, check it, have it answered, again.

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "searchd/http/connection.h"
#include "searchd/http/connection_pool.h"
#include "searchd/http/http_server.h"
#include "searchd/http/request_head.h"

namespace doorstep::http {

// Owns the socket for as long as it lives. Not thread-safe. The options must outlive it.
class Conversation {
 public:
  // All that is sent in answer to a checked head. `close`: this is the last one.
  using Respond = std::function<std::string(const RequestHead& head, bool close)>;

  Conversation(int socket, const HttpServerOptions& options) : connection_(socket), options_(options) {}

  // Until either side ends it, the pool needs the thread or `stopping` is set.
  void run(ConnectionPool& pool, const std::atomic<bool>& stopping, const Respond& respond);

  // Tells the other side to come back later, quickly.
  void shed();

 private:
  void refuse(std::string_view code, std::chrono::milliseconds drain_time);
  // All that is sent for it.
  std::string refusal(std::string_view code, const HttpRequest& request) const;

  Connection connection_;
  const HttpServerOptions& options_;
};

}  // namespace doorstep::http
