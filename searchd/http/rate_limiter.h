#pragma once

// How many requests of one client are answered in a time, by a token bucket for each: a client that was quiet has all of
// them at once, then they come back evenly.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

#include "searchd/http/client_network.h"
#include "searchd/http/http_message.h"

namespace doorstep::http {

struct RateLimiterOptions {
  std::uint32_t requests = 0;  // 0: no limit
  std::chrono::seconds window{60};

  bool operator==(const RateLimiterOptions&) const = default;
};

struct RateVerdict {
  bool allowed = true;
  std::uint32_t remaining = 0;
  std::chrono::seconds until_full{0};  // rounded up
  std::chrono::seconds until_next{0};  // if not allowed: when one is again; rounded up

  bool operator==(const RateVerdict&) const = default;
};

// Thread-safe. Remembers the last kMaxClients clients at least and twice as many at most, however many there are; a client
// that so many others followed is new again.
class RateLimiter {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::size_t kMaxClients = 32'768;

  // At least one request in a window of at least a second.
  explicit RateLimiter(RateLimiterOptions options);

  // Counts a request. `now` may not go back by more than what threads overtake each other.
  RateVerdict take(const ClientNetwork& client, Time now);

  std::size_t remembered() const;

 private:
  struct Bucket {
    double tokens = 0;
    Time at;
  };

  Bucket& bucket(const ClientNetwork& client, Time now);

  const double capacity_;
  const double per_second_;

  mutable std::mutex mutex_;
  // Ordered maps: a hash table could be slowed down by who chooses addresses. When `recent_` is full it becomes `older_`,
  // and what was there is forgotten.
  std::map<ClientNetwork, Bucket> recent_;
  std::map<ClientNetwork, Bucket> older_;
};

// RateLimit-* as of draft-ietf-httpapi-ratelimit-headers-06, and Retry-After if it was not allowed.
void add_rate_limit_headers(const RateLimiterOptions& options, const RateVerdict& verdict, HttpResponse& response);

}  // namespace doorstep::http
