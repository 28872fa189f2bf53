#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "tests/unit/searchd/http_stub.h"

using namespace doorstep;
using http::HttpResponse;
using http::Query;
using http::RequestHeaders;
using test::header;
using test::World;

namespace {

const Query kAnchor{{"community_id", std::string(test::kSanlian)}};

std::string tag_of(const HttpResponse& response) { return header(response, "ETag").value_or("none"); }

}  // namespace

TEST_CASE("an answer that has not changed is not sent again, nor searched again") {
  int searches = 0;
  World world([&](const auto&) {
    ++searches;
    return search::SearchResult{.total = 3};
  });
  const auto first = world.get({"v1", "postings"}, kAnchor);
  const auto again = world.get({"v1", "postings"}, kAnchor, {.if_none_match = "\"other\", W/" + tag_of(first)});
  CHECK(searches == 1);
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  CHECK(again.content_type.empty());
  CHECK(tag_of(again) == tag_of(first));
  CHECK(header(again, "Cache-Control") == header(first, "Cache-Control"));
  CHECK(header(again, "Vary") == header(first, "Vary"));
  CHECK(header(first, "Vary") == "Accept-Encoding");
}

TEST_CASE("an answer is another after an hour, a lapse or a new generation") {
  World world;
  const auto tag = tag_of(world.get({"v1", "postings"}, kAnchor));
  world.service.now_epoch = 2;
  const auto later = world.get({"v1", "postings"}, kAnchor, {.if_none_match = tag});
  CHECK(later.status == 200);
  CHECK(tag_of(later) != tag);
  world.service.index.generation = "g8";
  CHECK(world.get({"v1", "postings"}, kAnchor, {.if_none_match = tag_of(later)}).status == 200);
}

TEST_CASE("an answer that an hour's end overtook has no tag") {
  test::StubService* service = nullptr;
  World world([&](const auto&) {
    ++service->now_epoch;
    return search::SearchResult{};
  });
  service = &world.service;
  CHECK_FALSE(header(world.get({"v1", "postings"}, kAnchor), "ETag"));
}

TEST_CASE("a search that ran out of time has no tag") {
  World world([](const auto&) { return search::SearchResult{.total_is_exact = false}; });
  CHECK_FALSE(header(world.get({"v1", "postings"}, kAnchor), "ETag"));
}

TEST_CASE("a star is answered by what there is") {
  World world;
  const auto tag = tag_of(world.get({"v1", "communities"}));
  const auto any = world.get({"v1", "communities"}, {}, {.if_none_match = "*"});
  CHECK(any.status == 304);
  CHECK(any.body.empty());
  CHECK(tag_of(any) == tag);
  CHECK(world.get({"v1", "communities", "1"}, {}, {.if_none_match = "*"}).status == 404);
  CHECK(world.get({"v1", "postings"}, {}, {.if_none_match = "*"}).status == 400);
}

TEST_CASE("all that is of the index or the program has a tag, and nothing else") {
  World world;
  world.service.postings = {{.id = "p", .title = "t", .lapses_at = *base::parse_instant("2026-05-01")}};
  const std::vector<std::vector<std::string>> lasting{{"v1", "postings", "p"},
                                                      {"v1", "communities"},
                                                      {"v1", "communities", std::string(test::kSanlian)},
                                                      {"openapi.json"},
                                                      {"version"}};
  for (const auto& path : lasting) {
    CAPTURE(path);
    const auto response = world.get(path);
    CHECK(response.status == 200);
    CHECK(header(response, "Cache-Control") == "private, max-age=0");
    CHECK(world.get(path, {}, {.if_none_match = tag_of(response)}).status == 304);
  }
  for (const auto* path : {"livez", "readyz"}) {
    CHECK(header(world.get({path}), "Cache-Control") == "no-store");
    CHECK_FALSE(header(world.get({path}), "ETag"));
  }
  CHECK(header(world.routes.handle_admin({.path = {"metrics"}}), "Cache-Control") == "no-store");
  CHECK_FALSE(header(world.get({"v1", "postings", "nobody"}), "ETag"));
  CHECK_FALSE(header(world.get({"v1", "postings"}), "ETag"));
}

TEST_CASE("long answers are compressed for who takes them so, under a tag of their own") {
  World world;
  const RequestHeaders gzip{.accept_encoding = "gzip"};
  const auto plain = world.get({"openapi.json"});
  const auto packed = world.get({"openapi.json"}, {}, gzip);
  CHECK_FALSE(header(plain, "Content-Encoding"));
  CHECK(header(packed, "Content-Encoding") == "gzip");
  CHECK(header(packed, "Vary") == "Accept-Encoding");
  CHECK(packed.body.starts_with("\x1F\x8B"));
  CHECK(packed.body.size() < plain.body.size() / 2);
  CHECK(tag_of(packed) != tag_of(plain));
  CHECK(packed == world.routes.handle({.method = "HEAD", .path = {"openapi.json"}, .headers = gzip}));
}

TEST_CASE("short answers stay as they are, and are found unchanged by who takes gzip") {
  World world;
  const auto response = world.get({"version"}, {}, {.accept_encoding = "gzip"});
  CHECK_FALSE(header(response, "Content-Encoding"));
  CHECK(header(response, "Vary") == "Accept-Encoding");
  CHECK(world.get({"version"}, {}, {.accept_encoding = "gzip", .if_none_match = tag_of(response)}).status == 304);
}

TEST_CASE("how long an answer must be to be compressed is for the operator to say") {
  World world([](const auto&) { return search::SearchResult{}; }, {.gzip_min_bytes = 60});
  const RequestHeaders gzip{.accept_encoding = "gzip"};
  CHECK(header(world.get({"v1", "communities"}, {}, gzip), "Content-Encoding") == "gzip");
  CHECK_FALSE(header(world.get({"livez"}, {}, gzip), "Content-Encoding"));
}

TEST_CASE("a compressed answer is no match for who cannot read it") {
  World world;
  const auto packed = world.get({"openapi.json"}, {}, {.accept_encoding = "gzip"});
  CHECK(world.get({"openapi.json"}, {}, {.accept_encoding = "gzip", .if_none_match = tag_of(packed)}).status == 304);
  CHECK(world.get({"openapi.json"}, {}, {.if_none_match = tag_of(packed)}).status == 200);
}
