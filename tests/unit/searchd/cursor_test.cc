#include "searchd/search/cursor.h"

#include <catch2/catch.hpp>

#include <limits>
#include <random>

#include <fmt/format.h>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::kSanlian;
using testing::World;

const Cursor kCursor{.request = 0xFEDCBA9876543210,
                     .hour = testing::test_now(),
                     .key = -1.5,
                     .chord2 = 1'234'567'890'123,
                     .id = "a-1~z"};

}  // namespace

TEST_CASE("a cursor is read back as it was written, whatever its id and figures") {
  for (const std::string& id :
       {std::string("a"), std::string(240, 'z'), std::string("~!@#$%^&*()"), std::string("岗位𠮷一号")}) {
    for (const double key : {0.0, -1.0, 1e300, 0.1 + 0.2, std::numeric_limits<double>::denorm_min()}) {
      Cursor cursor = kCursor;
      cursor.id = id;
      cursor.key = key;
      CHECK(decode_cursor(encode_cursor(cursor)) == cursor);
    }
  }
}

TEST_CASE("a cursor can stand in an address as it is") {
  const std::string allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  CHECK(encode_cursor(kCursor).find_first_not_of(allowed) == std::string::npos);
}

TEST_CASE("what is no cursor is refused, cut anywhere, with other signs, with figures that are none") {
  const std::string good = encode_cursor(kCursor);
  for (std::size_t size = 0; size < 44; ++size) CHECK_FALSE(decode_cursor(good.substr(0, size)).has_value());
  for (const char* text : {"=", "+", "/", " ", "\n", "字", "A===", "a.b"})
    CHECK_FALSE(decode_cursor(good + text).has_value());
  CHECK_FALSE(decode_cursor(std::string(1000, 'A')).has_value());
  for (const double key : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Cursor cursor = kCursor;
    cursor.key = key;
    CHECK_FALSE(decode_cursor(encode_cursor(cursor)).has_value());
  }
  for (const std::int64_t hour : {std::int64_t{-1}, std::int64_t{1} << 33, std::numeric_limits<std::int64_t>::max()}) {
    Cursor cursor = kCursor;
    cursor.hour = base::Instant{std::chrono::seconds{hour}};
    CHECK_FALSE(decode_cursor(encode_cursor(cursor)).has_value());
  }
  Cursor long_id = kCursor;
  long_id.id = std::string(241, 'x');
  CHECK_FALSE(decode_cursor(encode_cursor(long_id)).has_value());
}

TEST_CASE("random text is never a cursor that breaks a search") {
  const World world = World{}.posting("a").posting("b");
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const SearchRequest request{.anchor = {.point = kSanlian}, .limit = 1};
  const std::string good = world.search(request).next_cursor;
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    SearchRequest asked = request;
    asked.cursor = good;
    for (int change = 0; change < 1 + i % 3; ++change) {
      asked.cursor[random() % asked.cursor.size()] = alphabet[random() % alphabet.size()];
    }
    const auto answer = world.try_search(asked);
    if (answer.ok()) {
      CHECK(answer.value().hits.size() <= 1);
    } else {
      CHECK(answer.issues().front().field == "cursor");
    }
  }
}

TEST_CASE("a cursor of another search is refused by name") {
  const World world = World{}.posting("a").posting("b");
  const SearchRequest first{.anchor = {.point = kSanlian}, .limit = 1};
  SearchRequest other = first;
  other.query = "保洁";
  other.cursor = world.search(first).next_cursor;

  const auto answer = world.try_search(other);

  REQUIRE_FALSE(answer.ok());
  CHECK(answer.issues().front().field == "cursor");
  CHECK(answer.issues().front().code == "cursor_mismatch");
}

TEST_CASE("whatever decides which hits come in which order is part of the fingerprint, and nothing else") {
  const SearchRequest base{.query = "保洁", .anchor = {.point = kSanlian}};
  const auto changes = [&base](auto change) {
    SearchRequest other = base;
    change(other);
    return fingerprint(other) != fingerprint(base);
  };

  CHECK(changes([](SearchRequest& r) { r.query = "保安"; }));
  CHECK(changes([](SearchRequest& r) { r.anchor.point.lat_deg += 1e-6; }));
  CHECK(changes([](SearchRequest& r) { r.anchor.point.lng_deg += 1e-6; }));
  CHECK(changes([](SearchRequest& r) { r.radius_m = 3001; }));
  CHECK(changes([](SearchRequest& r) { r.sort = Sort::kPay; }));
  CHECK(changes([](SearchRequest& r) { r.exact = true; }));
  CHECK(changes([](SearchRequest& r) { r.collapse = false; }));
  CHECK(changes([](SearchRequest& r) { r.filters.education = domain::Education::kAny; }));
  CHECK(changes([](SearchRequest& r) { r.filters.experience_years = 0; }));
  CHECK(changes([](SearchRequest& r) { r.filters.pay_min = 0; }));
  CHECK(changes([](SearchRequest& r) { r.filters.posted_within_days = 1; }));
  CHECK(changes([](SearchRequest& r) { r.filters.employer_types = 1; }));
  CHECK(changes([](SearchRequest& r) { r.filters.categories = {"甲"}; }));
  CHECK(changes([](SearchRequest& r) { r.filters.employment_types = {"甲"}; }));
  CHECK(changes([](SearchRequest& r) { r.filters.groups = {"甲"}; }));
  CHECK(changes([](SearchRequest& r) { r.filters.welfare = {"甲"}; }));
  CHECK(changes([](SearchRequest& r) { r.filters.sources = {"甲"}; }));
  CHECK(changes([](SearchRequest& r) { r.filters.communities = {"甲"}; }));

  CHECK_FALSE(changes([](SearchRequest& r) { r.limit = 50; }));
  CHECK_FALSE(changes([](SearchRequest& r) { r.explain = true; }));
  CHECK_FALSE(changes([](SearchRequest& r) { r.facets = {Facet::kSource}; }));
  CHECK_FALSE(changes([](SearchRequest& r) { r.cursor = "x"; }));
}

TEST_CASE("filters that hold the same words in other fields are different searches") {
  SearchRequest categories;
  categories.filters.categories = {"甲", "乙"};
  SearchRequest apart;
  apart.filters.categories = {"甲"};
  apart.filters.employment_types = {"乙"};
  SearchRequest joined;
  joined.filters.categories = {"甲乙"};

  CHECK(fingerprint(categories) != fingerprint(apart));
  CHECK(fingerprint(categories) != fingerprint(joined));
}

TEST_CASE("pages join across a rebuild that makes words weigh otherwise: nothing comes twice, nothing is left out") {
  World before;
  for (int i = 0; i < 40; ++i) {
    before.add(fmt::format("p{:02}", i),
               {.title = "保洁员", .place = kSanlian.moved_m(50.0 * i), .description = "风筝养护"});
  }
  World after;
  for (int i = 0; i < 40; ++i) {
    after.add(fmt::format("p{:02}", i),
              {.title = "保洁员", .place = kSanlian.moved_m(50.0 * i), .description = "风筝养护"});
  }
  for (int i = 0; i < 200; ++i) {
    after.add(fmt::format("far{}", i), {.title = "风筝", .place = kSanlian.moved_m(20'000.0 + i)});
  }
  SearchRequest request{.query = "保洁 风筝", .anchor = {.point = kSanlian}, .limit = 7};
  const auto whole = [&request](const World& world) {
    SearchRequest all = request;
    all.limit = 50;
    return world.search(all);
  };
  REQUIRE(whole(before).hits.front().score != whole(after).hits.front().score);

  std::vector<std::string> seen;
  for (int page = 0; page < 6; ++page) {
    const auto found = (page % 2 == 0 ? before : after).search(request);
    const auto here = testing::ids(found);
    seen.insert(seen.end(), here.begin(), here.end());
    request.cursor = found.next_cursor;
  }

  CHECK(request.cursor.empty());
  CHECK(seen == testing::ids(whole(before)));
}

TEST_CASE("a page goes on where the last hit was, though that posting is gone") {
  World before;
  World after;
  for (int i = 0; i < 10; ++i) {
    const testing::Draft draft{.title = "保洁员", .place = kSanlian.moved_m(100.0 * i)};
    before.add(fmt::format("p{}", i), draft);
    if (i != 3) after.add(fmt::format("p{}", i), draft);
  }
  SearchRequest request{.query = "保洁", .anchor = {.point = kSanlian}, .limit = 4};
  request.cursor = before.search(request).next_cursor;

  CHECK(testing::ids(after.search(request)) == std::vector<std::string>{"p4", "p5", "p6", "p7"});
}

TEST_CASE("a cursor at a community goes on when the next generation knows its centre better") {
  const World world = World{}.posting("a").posting("b").posting("c");
  SearchRequest request{
      .anchor = {.point = kSanlian, .community_id = "340104001001"}, .sort = Sort::kNewest, .limit = 1};
  request.cursor = world.search(request).next_cursor;
  request.anchor.point.lat_deg += 0.001;

  CHECK(world.try_search(request).ok());
  request.anchor.community_id.clear();
  CHECK_FALSE(world.try_search(request).ok());
}

}  // namespace doorstep::search
