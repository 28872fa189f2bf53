#include "searchd/search/posting_lists.h"

#include <catch2/catch.hpp>

#include <map>
#include <thread>

#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::kSanlian;
using testing::World;

constexpr std::size_t kPlenty = 1 << 20;
const std::vector<RowRange> kEverywhere{{0, 6000}};

// Of 6,000 postings, six of the shortest stretches, every second is a cleaner's, every third a guard's and two are welders'.
const World& town() {
  static const World world = [] {
    World made;
    for (int i = 0; i < 6000; ++i) {
      const int north = i % 80;
      const int east = i / 80;
      const std::string title = std::string(i % 2 == 0 ? "保洁员 " : "厨师 ") + (i % 3 == 0 ? "保安" : "司机") +
                                (i % 2500 == 2499 ? " 电焊工" : "");
      made.add("p" + std::to_string(i), {.title = title, .place = kSanlian.moved_m(10.0 * north, 10.0 * east)});
    }
    return made;
  }();
  return world;
}

struct Reading {
  Reading() : lease(town().snapshot().databases().lease()) {}

  std::map<std::uint32_t, std::uint32_t> read(const PostingLists& lists, const std::string& term,
                                              const std::vector<RowRange>& ranges) {
    Deadline deadline{std::chrono::seconds{60}};
    return flat(lists.blocks(lease.database(), {term, lists.frequency(lease.database(), term), ranges}, deadline));
  }

  // Row -> hits, as Xapian has them.
  std::map<std::uint32_t, std::uint32_t> stored(const std::string& term, const RowRange& range) {
    std::map<std::uint32_t, std::uint32_t> found;
    for (auto at = lease.database().postlist_begin(term); at != lease.database().postlist_end(term); ++at) {
      if (*at - 1 >= range.begin && *at - 1 < range.end) found.emplace(*at - 1, at.get_wdf());
    }
    return found;
  }

  static std::map<std::uint32_t, std::uint32_t> flat(const ListBlocks& blocks) {
    std::map<std::uint32_t, std::uint32_t> found;
    std::vector<std::uint32_t> in_turn;
    for (const auto& block : blocks) {
      CHECK_FALSE(block->rows.empty());
      in_turn.insert(in_turn.end(), block->rows.begin(), block->rows.end());
      for (std::size_t i = 0; i < block->rows.size(); ++i) found.emplace(block->rows[i], block->hits[i]);
    }
    CHECK(std::is_sorted(in_turn.begin(), in_turn.end()));
    CHECK(in_turn.size() == found.size());
    return found;
  }

  serving::DatabasePool::Lease lease;
};

std::map<std::uint32_t, std::uint32_t> within(const std::map<std::uint32_t, std::uint32_t>& rows, RowRange range) {
  return {rows.lower_bound(range.begin), rows.lower_bound(range.end)};
}

Deadline passed_deadline() {
  Deadline deadline{std::chrono::microseconds{0}};
  while (!deadline.passed()) {
  }
  return deadline;
}

}  // namespace

TEST_CASE("a list is what the index holds, read or kept, whatever ranges came before") {
  Reading reading;
  const PostingLists lists(town().snapshot().columns().rows(), kPlenty);
  const std::vector<RowRange> ranges{{100, 101}, {0, 6000}, {4000, 4200}, {4095, 4097}, {5999, 6000}};
  for (const char* term : {"W保洁员", "W保安", "W电焊工", "W宇航员"}) {
    for (int times = 0; times < 2; ++times) {
      for (const RowRange& range : ranges) {
        INFO(term << ' ' << range.begin);
        CHECK(within(reading.read(lists, term, {range}), range) == reading.stored(term, range));
      }
    }
  }
}

TEST_CASE("ranges that share a stretch give its postings once") {
  Reading reading;
  const PostingLists lists(town().snapshot().columns().rows(), kPlenty);

  const std::vector<RowRange> ranges{{10, 20}, {30, 40}, {1020, 1030}, {1040, 5900}};

  const auto found = reading.read(lists, "W保安", ranges);

  for (const RowRange& range : ranges) CHECK(within(found, range) == reading.stored("W保安", range));
}

TEST_CASE("how many postings have a term is known with and without its list") {
  Reading reading;
  const PostingLists lists(town().snapshot().columns().rows(), kPlenty);

  for (int times = 0; times < 2; ++times) {
    CHECK(lists.frequency(reading.lease.database(), "W保洁员") == 3000);
    CHECK(lists.frequency(reading.lease.database(), "W宇航员") == 0);
    reading.read(lists, "W保洁员", kEverywhere);
  }
}

TEST_CASE("without room nothing is kept and everything is found") {
  Reading reading;
  const PostingLists lists(town().snapshot().columns().rows(), 0);

  CHECK(reading.read(lists, "W保洁员", kEverywhere) == reading.stored("W保洁员", {0, 6000}));
  CHECK(lists.use() == ListUse{.kept_bytes = 0, .kept = 0, .read = 6});
}

TEST_CASE("what is kept stays within its room, and goes on with what is asked for") {
  Reading reading;
  // For one of the two lists in each half.
  constexpr std::size_t kRoom = 40'000;
  constexpr std::size_t kTwoWords = 2 * 20'000;
  const PostingLists lists(town().snapshot().columns().rows(), kRoom);
  std::uint64_t most = 0;
  for (int i = 0; i < 2000; ++i) {
    reading.read(lists, i % 2 == 0 ? "W保洁员" : "W保安", kEverywhere);
    lists.frequency(reading.lease.database(), "W没有的词" + std::to_string(i));
    most = std::max(most, lists.use().kept_bytes);
  }

  CHECK(reading.read(lists, "W保洁员", kEverywhere) == reading.stored("W保洁员", {0, 6000}));
  CHECK(most > kRoom / 2);
  CHECK(most < kRoom + kTwoWords);
}

TEST_CASE("words that are asked for again and again do not outgrow the room") {
  Reading reading;
  constexpr std::size_t kRoom = 20'000;
  const PostingLists lists(town().snapshot().columns().rows(), kRoom);
  for (int known = 0; known < 400; ++known) {
    for (int i = 0; i <= known; ++i) lists.frequency(reading.lease.database(), "W没有的词" + std::to_string(i));
    REQUIRE(lists.use().kept_bytes < kRoom + 1000);
  }
}

TEST_CASE("a stretch that the deadline cut short is not kept") {
  Reading reading;
  const PostingLists lists(town().snapshot().columns().rows(), kPlenty);
  Deadline passed = passed_deadline();

  CHECK(lists.blocks(reading.lease.database(), {"W保洁员", 3000, kEverywhere}, passed).empty());
  CHECK(reading.read(lists, "W保洁员", kEverywhere) == reading.stored("W保洁员", {0, 6000}));
  // What is kept costs no time.
  CHECK(Reading::flat(lists.blocks(reading.lease.database(), {"W保洁员", 3000, kEverywhere}, passed)).size() == 3000);
}

TEST_CASE("threads read lists together, with too little room for all") {
  const PostingLists lists(town().snapshot().columns().rows(), 30'000);
  std::vector<std::size_t> found(4, 0);
  std::vector<std::thread> threads;
  for (std::size_t& sum : found) {
    threads.emplace_back([&lists, &sum] {
      Deadline deadline{std::chrono::seconds{60}};
      auto lease = town().snapshot().databases().lease();
      for (int times = 0; times < 50; ++times) {
        for (const std::string term : {"W保洁员", "W保安", "W厨师", "W司机"}) {
          const std::uint64_t frequency = lists.frequency(lease.database(), term);
          const ListBlocks blocks = lists.blocks(lease.database(), {term, frequency, kEverywhere}, deadline);
          for (const auto& block : blocks) sum += block->rows.size();
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  CHECK(found == std::vector<std::size_t>(4, 50 * 12'000));
}

TEST_CASE("a searcher tells what became of reading posting lists") {
  const World world = World{}.posting("a", {.title = "保洁员"}).posting("b", {.title = "保洁员"});
  world.search({.query = "保洁员", .anchor = {.point = kSanlian}});
  const ListUse first = world.searcher().list_use();
  world.search({.query = "保洁员", .anchor = {.point = kSanlian}});
  const ListUse second = world.searcher().list_use();

  CHECK(first.read > 0);
  CHECK(first.kept_bytes > 0);
  CHECK(second.read == first.read);
  CHECK(second.kept >= first.kept + first.read);
  CHECK(second.kept_bytes == first.kept_bytes);
}

TEST_CASE("a searcher that has read ahead reads nothing for who asks the same as of the one before") {
  const World before = World{}.posting("a", {.title = "保洁员"}).posting("b", {.title = "保安"});
  const World after =
      World{}.posting("a", {.title = "保洁员"}).posting("b", {.title = "保安"}).posting("c", {.title = "保洁员"});
  const SearchRequest request{.query = "保洁员", .anchor = {.point = kSanlian}};
  before.search(request);

  after.searcher().read_ahead(before.searcher());
  const ListUse ahead = after.searcher().list_use();
  const auto found = after.search(request);
  const ListUse asked = after.searcher().list_use();

  CHECK(testing::ids(found).size() == 2);
  CHECK(ahead.read > 0);
  CHECK(asked.read == ahead.read);
  CHECK(asked.kept >= ahead.kept + ahead.read);
}

TEST_CASE("reading ahead of a larger generation than this one is no reading past its end") {
  const World small = World{}.posting("a", {.title = "保洁员"});
  town().search({.query = "保洁员", .anchor = {.point = kSanlian}});

  small.searcher().read_ahead(town().searcher());

  CHECK(small.searcher().list_use().read > 0);
  CHECK(small.search({.query = "保洁员", .anchor = {.point = kSanlian}}).total == 1);
}

}  // namespace doorstep::search
