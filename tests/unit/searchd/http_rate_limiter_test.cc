#include <catch2/catch.hpp>

#include <string>

#include "searchd/http/rate_limiter.h"
#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using namespace doorstep::http;
using namespace std::chrono_literals;

namespace {

const RateLimiter::Time kStart{};

ClientNetwork client(std::uint64_t number) { return {ClientNetwork::Family::kIpv4, number}; }

}  // namespace

TEST_CASE("a client has its requests at once and then no more") {
  RateLimiter limiter({.requests = 3, .window = 60s});
  CHECK(limiter.take(client(1), kStart) == RateVerdict{.allowed = true, .remaining = 2, .until_full = 20s});
  CHECK(limiter.take(client(1), kStart).remaining == 1);
  CHECK(limiter.take(client(1), kStart) == RateVerdict{.allowed = true, .remaining = 0, .until_full = 60s});
  CHECK(limiter.take(client(1), kStart) ==
        RateVerdict{.allowed = false, .remaining = 0, .until_full = 60s, .until_next = 20s});
}

TEST_CASE("requests come back one by one, and asking too early costs none") {
  RateLimiter limiter({.requests = 3, .window = 60s});
  for (int i = 0; i < 3; ++i) limiter.take(client(1), kStart);
  CHECK_FALSE(limiter.take(client(1), kStart + 19s).allowed);
  CHECK(limiter.take(client(1), kStart + 19s).until_next == 1s);
  CHECK(limiter.take(client(1), kStart + 20s).allowed);
  CHECK_FALSE(limiter.take(client(1), kStart + 21s).allowed);
  CHECK(limiter.take(client(1), kStart + 1h).remaining == 2);
}

TEST_CASE("a clock that another thread read earlier gives nothing and takes nothing") {
  RateLimiter limiter({.requests = 2, .window = 2s});
  limiter.take(client(1), kStart + 10s);
  CHECK(limiter.take(client(1), kStart + 9s).remaining == 0);
  CHECK_FALSE(limiter.take(client(1), kStart + 10s).allowed);
}

TEST_CASE("a client is not told of another's requests") {
  RateLimiter limiter({.requests = 1, .window = 60s});
  CHECK(limiter.take(client(1), kStart).allowed);
  CHECK(limiter.take(client(2), kStart).allowed);
  CHECK(limiter.take({ClientNetwork::Family::kIpv6, 1}, kStart).allowed);
  CHECK_FALSE(limiter.take(client(1), kStart).allowed);
}

TEST_CASE("a flood of addresses is not remembered without end, and who goes on asking is not forgotten") {
  RateLimiter limiter({.requests = 1, .window = 3600s});
  limiter.take(client(0), kStart);
  bool always_refused = true;
  for (std::uint64_t i = 1; i <= 5 * RateLimiter::kMaxClients; ++i) {
    limiter.take(client(i), kStart);
    if (i % 1000 == 0) always_refused = always_refused && !limiter.take(client(0), kStart).allowed;
  }
  CHECK(always_refused);
  CHECK(limiter.remembered() <= 2 * RateLimiter::kMaxClients);
  CHECK(limiter.remembered() >= RateLimiter::kMaxClients);
}

TEST_CASE("the headers say the policy, what is left and when to come back") {
  HttpResponse response;
  const RateLimiterOptions options{.requests = 3, .window = 60s};
  add_rate_limit_headers(options, {.remaining = 2, .until_full = 20s}, response);
  CHECK(response.headers == Headers{{"RateLimit-Limit", "3"},
                                    {"RateLimit-Remaining", "2"},
                                    {"RateLimit-Reset", "20"},
                                    {"RateLimit-Policy", "3;w=60"}});
  add_rate_limit_headers(options, {.allowed = false, .until_next = 7s}, response);
  CHECK(response.headers.back() == Headers::value_type{"Retry-After", "7"});
}

TEST_CASE("an address is one client, and 64 bits of IPv6 are one") {
  CHECK(parse_network("1.2.3.4") == ClientNetwork{ClientNetwork::Family::kIpv4, 0x01020304});
  CHECK(parse_network("::ffff:1.2.3.4") == parse_network("1.2.3.4"));
  CHECK(parse_network("2001:db8:0:1::1") == parse_network("2001:db8:0:1:ffff::2"));
  CHECK(parse_network("2001:db8:0:1::1") != parse_network("2001:db8:0:2::1"));
  CHECK(parse_network("::1") != parse_network("0.0.0.0"));
  for (const auto* text :
       {"", "1.2.3", "1.2.3.4:80", "[::1]", "::1%lo", "01.2.3.4", "unknown", "1.2.3.4 ", "2001:db8::1::2"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_network(text));
  }
  CHECK_FALSE(parse_network(std::string("1.2.3.4\0x", 9)));
}

TEST_CASE("loopback is every address of this machine's own network") {
  for (const auto* text : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"}) CHECK(is_loopback(text));
  for (const auto* text : {"", "128.0.0.1", "10.0.0.1", "::", "::2", "::ffff:1.2.3.4", "localhost"})
    CHECK_FALSE(is_loopback(text));
}

TEST_CASE("who asks is the peer, or behind a proxy the last whom that has seen") {
  struct Case {
    const char* peer;
    const char* forwarded;
    Front front;
    const char* client;  // nullptr: not to be counted
  };
  for (const auto& [peer, forwarded, front, expected] : {
           Case{"9.9.9.9", "1.2.3.4", Front::kNone, "9.9.9.9"},
           Case{"9.9.9.9", "1.2.3.4", Front::kProxy, "9.9.9.9"},
           Case{"127.0.0.1", "1.2.3.4", Front::kNone, nullptr},
           Case{"::1", "", Front::kNone, nullptr},
           Case{"127.0.0.1", "1.2.3.4", Front::kProxy, "1.2.3.4"},
           Case{"::1", "6.6.6.6, 1.2.3.4", Front::kProxy, "1.2.3.4"},
           Case{"127.0.0.1", "6.6.6.6,2001:db8::1", Front::kProxy, "2001:db8::1"},
           Case{"127.0.0.1", "", Front::kProxy, "127.0.0.1"},
           Case{"127.0.0.1", "1.2.3.4, ", Front::kProxy, "127.0.0.1"},
           Case{"127.0.0.1", "1.2.3.4, evil", Front::kProxy, "127.0.0.1"},
       }) {
    CAPTURE(peer, forwarded);
    const auto found = client_network({.headers = {.x_forwarded_for = forwarded}, .peer = peer}, front);
    CHECK(found == (expected == nullptr ? std::nullopt : parse_network(expected)));
  }
  CHECK(client_network({}, Front::kNone) == ClientNetwork{});
}

TEST_CASE("searches beyond the limit are refused, and probes never are") {
  test::World world([](const auto&) { return search::SearchResult{}; },
                    {.front = Front::kProxy, .rate_limit = {.requests = 2, .window = 3600s}});
  const auto ask = [&](std::vector<std::string> path, std::string client) {
    return world.routes.handle(
        {.path = std::move(path), .headers = {.x_forwarded_for = std::move(client)}, .peer = "127.0.0.1"});
  };

  const auto first = ask({"v1", "communities"}, "1.2.3.4");
  CHECK(first.status == 200);
  CHECK(test::header(first, "RateLimit-Limit") == "2");
  CHECK(test::header(first, "RateLimit-Remaining") == "1");
  CHECK(test::header(ask({"v1", "postings"}, "1.2.3.4"), "RateLimit-Remaining") == "0");  // a wrong one counts too
  const auto refused = ask({"v1", "communities"}, "1.2.3.4");
  CHECK(refused.status == 429);
  CHECK(refused.body.find("rate_limited") != std::string::npos);
  CHECK(std::stoi(test::header(refused, "Retry-After").value()) >= 1799);
  CHECK_FALSE(test::header(refused, "ETag"));
  CHECK(world.metrics.text().find("doorstep_shed_total{reason=\"rate\"} 1\n") != std::string::npos);
  for (const auto* probe : {"livez", "readyz", "version", "openapi.json"}) {
    CHECK(ask({probe}, "1.2.3.4").status == 200);
    CHECK_FALSE(test::header(ask({probe}, "1.2.3.4"), "RateLimit-Limit"));
  }
  CHECK(ask({"v1", "communities"}, "1.2.3.5").status == 200);
}

TEST_CASE("who asks on this machine without a proxy is not limited") {
  test::World world([](const auto&) { return search::SearchResult{}; },
                    {.rate_limit = {.requests = 1, .window = 3600s}});
  for (int i = 0; i < 5; ++i) {
    const auto response = world.routes.handle({.path = {"v1", "communities"}, .peer = "127.0.0.1"});
    CHECK(response.status == 200);
    CHECK_FALSE(test::header(response, "RateLimit-Limit"));
  }
}
