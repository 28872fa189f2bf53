#include <catch2/catch.hpp>

#include <string>

#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using test::header;
using test::World;

namespace {

const std::string kOurs = "https://example.cn";

World world_for(std::vector<std::string> origins) {
  return World([](const auto&) { return search::SearchResult{}; }, {.cors = {.origins = std::move(origins)}});
}

http::HttpResponse preflight(World& world, std::string origin, std::string path = "livez") {
  return world.routes.handle({.method = "OPTIONS",
                              .path = {std::move(path)},
                              .headers = {.origin = std::move(origin), .access_control_request_method = "GET"}});
}

}  // namespace

TEST_CASE("a page of an allowed origin may read answers and problems") {
  auto world = world_for({"https://other.cn", kOurs});
  for (const auto* path : {"version", "nowhere"}) {
    CAPTURE(path);
    const auto response = world.get({path}, {}, {.origin = kOurs});
    CHECK(header(response, "Access-Control-Allow-Origin") == kOurs);
    CHECK(header(response, "Access-Control-Expose-Headers") ==
          "ETag, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy");
  }
  CHECK(header(world.get({"version"}, {}, {.origin = kOurs}), "Vary") == "Accept-Encoding, Origin");
  const auto tag = header(world.get({"version"}), "ETag").value();
  const auto unchanged = world.get({"version"}, {}, {.if_none_match = tag, .origin = kOurs});
  CHECK(unchanged.status == 304);
  CHECK(header(unchanged, "Access-Control-Allow-Origin") == kOurs);
  CHECK(header(unchanged, "Vary") == "Accept-Encoding, Origin");
}

TEST_CASE("no other origin is allowed, however alike") {
  auto world = world_for({kOurs});
  for (const auto* origin : {"", "null", "http://example.cn", "https://example.cn:443", "https://example.cn.evil.cn",
                             "https://EXAMPLE.cn", "https://example.cn, https://example.cn", "*"}) {
    CAPTURE(origin);
    const auto response = world.get({"version"}, {}, {.origin = origin});
    CHECK(response.status == 200);
    CHECK_FALSE(header(response, "Access-Control-Allow-Origin"));
    CHECK(header(response, "Vary") == "Accept-Encoding, Origin");
  }
}

TEST_CASE("with a star every origin is allowed") {
  auto world = world_for({"*"});
  CHECK(header(world.get({"version"}, {}, {.origin = "https://anyone"}), "Access-Control-Allow-Origin") == "*");
}

TEST_CASE("without a list no header of this kind is sent") {
  auto world = world_for({});
  const auto response = world.get({"version"}, {}, {.origin = kOurs});
  CHECK_FALSE(header(response, "Access-Control-Allow-Origin"));
  CHECK(header(response, "Vary") == "Accept-Encoding");
}

TEST_CASE("an allowed page that asks first is told what it may send") {
  auto world = world_for({kOurs});
  const auto response = preflight(world, kOurs);
  CHECK(response.status == 204);
  CHECK(response.content_type.empty());
  CHECK(response.body.empty());
  CHECK(header(response, "Allow") == "GET, HEAD, OPTIONS");
  CHECK(header(response, "Access-Control-Allow-Origin") == kOurs);
  CHECK(header(response, "Access-Control-Allow-Methods") == "GET, HEAD");
  CHECK(header(response, "Access-Control-Allow-Headers") == "If-None-Match");
  CHECK(header(response, "Access-Control-Max-Age") == "7200");
  CHECK(preflight(world, kOurs, "nowhere").status == 404);
}

TEST_CASE("others that ask first are told which methods there are and no more") {
  auto listed = world_for({kOurs});
  auto unlisted = world_for({});
  for (auto* world : {&listed, &unlisted}) {
    for (const auto* origin : {"", "https://evil.cn"}) {
      const auto response = preflight(*world, origin);
      CHECK(response.status == 204);
      CHECK(header(response, "Allow") == "GET, HEAD, OPTIONS");
      for (const auto& [name, value] : response.headers) CHECK_FALSE(name.starts_with("Access-Control"));
    }
  }
}

TEST_CASE("asking first is not counted against a limit") {
  World world([](const auto&) { return search::SearchResult{}; },
              {.rate_limit = {.requests = 1, .window = std::chrono::seconds{60}}});
  for (int i = 0; i < 3; ++i) {
    CHECK(world.routes.handle({.method = "OPTIONS", .path = {"v1", "communities"}, .peer = "9.9.9.9"}).status == 204);
  }
}
