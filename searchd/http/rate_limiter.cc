#include "searchd/http/rate_limiter.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace doorstep::http {
namespace {

std::chrono::seconds round_up(double seconds) {
  return std::chrono::seconds(static_cast<std::chrono::seconds::rep>(std::ceil(seconds)));
}

}  // namespace

RateLimiter::RateLimiter(RateLimiterOptions options)
    : capacity_(options.requests), per_second_(capacity_ / static_cast<double>(options.window.count())) {
  assert(options.requests > 0 && options.window.count() > 0);
}

RateVerdict RateLimiter::take(const ClientNetwork& client, Time now) {
  const std::lock_guard lock(mutex_);
  auto& [tokens, at] = bucket(client, now);
  if (now > at) {
    tokens = std::min(capacity_, tokens + std::chrono::duration<double>(now - at).count() * per_second_);
    at = now;
  }
  // A whole token that came in many small parts may lack a rounding error.
  const bool allowed = tokens >= 1 - 1e-6;
  if (allowed) tokens = std::max(0.0, tokens - 1);
  return {.allowed = allowed,
          .remaining = static_cast<std::uint32_t>(tokens),
          .until_full = round_up((capacity_ - tokens) / per_second_),
          .until_next = allowed ? std::chrono::seconds{0} : round_up((1 - tokens) / per_second_)};
}

RateLimiter::Bucket& RateLimiter::bucket(const ClientNetwork& client, Time now) {
  if (const auto found = recent_.find(client); found != recent_.end()) return found->second;
  Bucket known{.tokens = capacity_, .at = now};
  if (const auto found = older_.find(client); found != older_.end()) {
    known = found->second;
    older_.erase(found);
  }
  if (recent_.size() >= kMaxClients) older_ = std::exchange(recent_, {});
  return recent_.emplace(client, known).first->second;
}

std::size_t RateLimiter::remembered() const {
  const std::lock_guard lock(mutex_);
  return recent_.size() + older_.size();
}

void add_rate_limit_headers(const RateLimiterOptions& options, const RateVerdict& verdict, HttpResponse& response) {
  auto& headers = response.headers;
  headers.emplace_back("RateLimit-Limit", std::to_string(options.requests));
  headers.emplace_back("RateLimit-Remaining", std::to_string(verdict.remaining));
  headers.emplace_back("RateLimit-Reset", std::to_string(verdict.until_full.count()));
  headers.emplace_back("RateLimit-Policy", fmt::format("{};w={}", options.requests, options.window.count()));
  if (!verdict.allowed) headers.emplace_back("Retry-After", std::to_string(verdict.until_next.count()));
}

}  // namespace doorstep::http
