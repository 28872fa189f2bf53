#include "searchd/ops/generation_keeper.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <sstream>
#include <thread>

#include "tests/support/world.h"

namespace doorstep::ops {
namespace {

namespace fs = std::filesystem;
using testing::kSanlian;
using testing::TemporaryFolder;
using testing::Words;
using testing::World;
using testing::write_file;

// What takes longer than this does not happen.
constexpr std::chrono::seconds kPatience{20};

template <typename Condition>
bool becomes_true(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

// Turns one bit in the middle of a file, in place: what is mapped of it turns, too.
void flip(const fs::path& file) {
  std::fstream bytes(file, std::ios::binary | std::ios::in | std::ios::out);
  const auto middle = static_cast<std::streamoff>(fs::file_size(file) / 2);
  bytes.seekg(middle);
  const int byte = bytes.get();
  bytes.seekp(middle);
  bytes.put(static_cast<char>(byte ^ 4));
}

// An index folder and its keeper.
struct House {
  explicit House(KeeperOptions with = {}) : options(with) {
    options.poll_interval = std::chrono::milliseconds{5};
    options.scrub_pause = std::chrono::hours{1};
  }

  // A generation whose only posting is `id`.
  std::string publish(const std::string& id) const { return World().posting(id).publish_to(folder.path()); }

  // The same, damaged before CURRENT names it: after, the keeper may be faster.
  std::string publish_damaged(const std::string& id) const {
    std::string generation = World().posting(id).seal_in(folder.path());
    flip(folder.path() / generation / index::kCommunitiesFile);
    index::publish(folder.path(), generation);
    return generation;
  }

  GenerationKeeper& open() {
    keeper = std::make_unique<GenerationKeeper>(
        folder.path(), World::versions(),
        [this](std::shared_ptr<const serving::Snapshot> snapshot) {
          return std::make_shared<const search::Searcher>(std::move(snapshot), Words::shared().language,
                                                          testing::typing(), Words::shared().categories, clock,
                                                          search::SearcherOptions{});
        },
        options, log);
    return *keeper;
  }

  bool serves(const std::string& generation) const { return keeper->current()->state().generation == generation; }
  fs::path columns_of(const std::string& generation) const {
    return folder.path() / generation / index::kBaseFolder / index::kColumnsFile;
  }

  TemporaryFolder folder;
  base::FixedClock clock{testing::test_now()};
  std::ostringstream log_text;
  base::LineLog log{log_text};
  KeeperOptions options;
  std::unique_ptr<GenerationKeeper> keeper;
};

// As for an index too large to be compared before it serves.
KeeperOptions serving_first() {
  KeeperOptions options;
  options.prove_first_bytes = 0;
  return options;
}

std::vector<std::string> found(const search::SearchService& service) {
  const auto result = service.search({.anchor = {.point = kSanlian}});
  return testing::ids(result.value());
}

}  // namespace

TEST_CASE("a new generation is in service soon after CURRENT names it, and who still reads the old one goes on") {
  House house;
  house.publish("first");
  GenerationKeeper& keeper = house.open();
  const auto reading = keeper.current();
  CHECK(found(*reading) == std::vector<std::string>{"first"});

  const std::string second = house.publish("second");

  REQUIRE(becomes_true([&] { return house.serves(second); }));
  CHECK(found(*keeper.current()) == std::vector<std::string>{"second"});
  CHECK(found(*reading) == std::vector<std::string>{"first"});
  CHECK(keeper.health().switches == 1);
}

TEST_CASE("the old generation's lock is let go when the new one is proven and nobody reads the old one") {
  for (const bool small : {true, false}) {
    House house(small ? KeeperOptions{} : serving_first());
    const std::string first = house.publish("first");
    GenerationKeeper& keeper = house.open();
    auto reading = keeper.current();
    const auto is_free = [&] {
      const fs::path lock = house.folder.path() / first / index::kLockFile;
      return index::FileLock::try_lock(lock, index::FileLock::Mode::kExclusive).has_value();
    };
    const std::string second = house.publish("second");
    REQUIRE(becomes_true([&] { return house.serves(second) && keeper.health().proven; }));
    CHECK_FALSE(is_free());

    reading.reset();

    CHECK(becomes_true(is_free));
  }
}

TEST_CASE("a damaged new generation never serves when it is small, and is left again when it is large") {
  for (const bool small : {true, false}) {
    House house(small ? KeeperOptions{} : serving_first());
    const std::string first = house.publish("first");
    GenerationKeeper& keeper = house.open();
    REQUIRE(becomes_true([&] { return keeper.health().proven; }));
    const std::string second = house.publish_damaged("second");

    REQUIRE(becomes_true([&] { return keeper.health().rejected.has_value() && house.serves(first); }));

    CHECK(keeper.health().rejected->generation == second);
    CHECK(keeper.health().rejected->reason == "communities.csv 与校验和不符：文件已损坏");
    CHECK(keeper.health().rejections == 1);
    CHECK_FALSE(keeper.health().damaged);
    CHECK(found(*keeper.current()) == std::vector<std::string>{"first"});
    if (small) CHECK(keeper.health().switches == 0);

    const std::string third = house.publish("third");
    CHECK(becomes_true([&] { return house.serves(third) && !keeper.health().rejected; }));
  }
}

TEST_CASE("a generation that is damaged while it serves is left for the one before it") {
  House house;
  const std::string first = house.publish("first");
  GenerationKeeper& keeper = house.open();
  const std::string second = house.publish("second");
  REQUIRE(becomes_true([&] { return house.serves(second); }));
  flip(house.columns_of(second));

  keeper.look_now();

  REQUIRE(becomes_true([&] { return house.serves(first); }));
  CHECK(keeper.health().rejected->generation == second);
  CHECK(keeper.health().proven);
}

TEST_CASE("a damaged generation that is alone goes on, and is told; repaired, it is whole again") {
  House house;
  const std::string only = house.publish("only");
  GenerationKeeper& keeper = house.open();
  flip(house.columns_of(only));
  keeper.look_now();
  REQUIRE(becomes_true([&] { return keeper.health().damaged; }));
  CHECK(house.serves(only));
  CHECK_FALSE(keeper.health().proven);

  flip(house.columns_of(only));
  keeper.look_now();

  CHECK(becomes_true([&] {
    const auto health = keeper.health();
    return !health.damaged && health.proven && !health.rejected;
  }));
}

TEST_CASE("what was rejected has another chance when that is asked for") {
  House house;
  const std::string first = house.publish("first");
  GenerationKeeper& keeper = house.open();
  const std::string second = World().posting("second").publish_to(house.folder.path());
  // Rejected or served already: either way it ends damaged.
  flip(house.columns_of(second));
  keeper.look_now();
  REQUIRE(becomes_true([&] { return house.serves(first) && keeper.health().rejected.has_value(); }));

  flip(house.columns_of(second));
  keeper.look_now();

  CHECK(becomes_true([&] { return house.serves(second) && !keeper.health().rejected; }));
}

TEST_CASE("at the start a damaged or unreadable generation is passed over for an older one") {
  for (const char* file : {"base/columns.bin", "manifest.json", "CURRENT"}) {
    House house;
    const std::string first = house.publish("first");
    const std::string second = house.publish("second");
    if (file == std::string("CURRENT")) {
      write_file(house.folder.path() / index::kCurrentFile, "gibberish\n");
      fs::remove_all(house.folder.path() / second);
    } else {
      flip(house.folder.path() / second / file);
    }

    GenerationKeeper& keeper = house.open();

    CHECK(house.serves(first));
    CHECK(keeper.health().rejected.has_value());
    CHECK(house.log_text.str().find(R"("action":"rejected")") != std::string::npos);
  }
}

TEST_CASE("a generation of other versions is refused naming both, and the one before it serves") {
  House house;
  const std::string first = house.publish("first");
  const std::string second = house.publish("second");
  const fs::path folder = house.folder.path();
  index::Manifest manifest = index::read_manifest(folder / second);
  manifest.analyzer_version = 977;
  write_file(folder / second / index::kManifestFile, index::format_manifest(manifest));

  GenerationKeeper& keeper = house.open();

  CHECK(house.serves(first));
  const std::string reason = keeper.health().rejected.value().reason;
  CHECK(reason.find("977") != std::string::npos);
  CHECK(reason.find("需要 " + std::to_string(text::kAnalyzerVersion)) != std::string::npos);
  CHECK(reason.find(folder.string()) == std::string::npos);
}

TEST_CASE("a CURRENT that says nothing is told once, and what serves goes on") {
  House house;
  const std::string first = house.publish("first");
  GenerationKeeper& keeper = house.open();
  write_file(house.folder.path() / index::kCurrentFile, "gibberish\n");
  REQUIRE(becomes_true([&] { return keeper.health().rejected.has_value(); }));
  CHECK(house.serves(first));
  CHECK(keeper.health().rejections == 1);

  index::publish(house.folder.path(), first);

  CHECK(becomes_true([&] { return !keeper.health().rejected; }));
}

TEST_CASE("without a folder, without CURRENT and with nothing to fall back to the start fails saying why") {
  House house;
  CHECK_THROWS_WITH(house.open(), Catch::Contains("缺少 CURRENT"));
  write_file(house.folder.path() / index::kCurrentFile, "gibberish\n");
  CHECK_THROWS_WITH(house.open(), Catch::Contains("不是一代索引的名字"));
  const std::string only = house.publish("only");
  fs::remove(house.columns_of(only));
  CHECK_THROWS(house.open());
}

TEST_CASE("searches go on through many switches, each answered by one generation") {
  House house;
  house.publish("0");
  GenerationKeeper& keeper = house.open();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto service = keeper.current();
        const auto shown = found(*service);
        if (shown.size() != 1 || !service->posting(shown.front())) ++wrong;
      }
    });
  }
  std::string last;
  for (int number = 1; number <= 12; ++number) {
    last = house.publish(std::to_string(number));
    CHECK(becomes_true([&] { return house.serves(last); }));
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();

  CHECK(wrong == 0);
  CHECK(keeper.health().switches == 12);
}

TEST_CASE("a large generation that cannot be opened is passed over at the start, too") {
  House house(serving_first());
  const std::string first = house.publish("first");
  const std::string second = house.publish("second");
  fs::resize_file(house.columns_of(second), 100);

  house.open();

  CHECK(house.serves(first));
  CHECK(house.keeper->health().rejected->reason.find("base/columns.bin") != std::string::npos);
}

TEST_CASE("of two damaged generations neither serves again: the last goes on and is told") {
  House house(serving_first());
  const std::string first = house.publish("first");
  GenerationKeeper& keeper = house.open();
  flip(house.columns_of(first));
  keeper.look_now();
  REQUIRE(becomes_true([&] { return keeper.health().damaged; }));
  const std::string second = house.publish("second");
  REQUIRE(becomes_true([&] { return house.serves(second); }));
  flip(house.columns_of(second));
  // Asked anew, for its first comparison may be over already. That makes the first one be tried again, too, and found out.
  keeper.look_now();

  REQUIRE(becomes_true([&] { return keeper.health().damaged && house.serves(second); }));
  const auto switches = keeper.health().switches;
  const auto scrubs = keeper.health().scrubs;
  keeper.look_now();
  REQUIRE(becomes_true([&] { return keeper.health().scrubs > scrubs; }));

  CHECK(house.serves(second));
  CHECK(keeper.health().switches == switches);
}

TEST_CASE("a look at CURRENT that failed makes no damaged generation serve") {
  House house(serving_first());
  const std::string first = house.publish("first");
  GenerationKeeper& keeper = house.open();
  REQUIRE(becomes_true([&] { return keeper.health().proven; }));
  const std::string second = house.publish("second");
  flip(house.columns_of(second));
  keeper.look_now();
  REQUIRE(becomes_true([&] { return house.serves(first) && keeper.health().rejected.has_value(); }));
  const auto switches = keeper.health().switches;
  const auto rejections = keeper.health().rejections;

  write_file(house.folder.path() / index::kCurrentFile, "gibberish\n");
  REQUIRE(becomes_true([&] { return keeper.health().rejections > rejections; }));
  index::publish(house.folder.path(), second);
  const auto scrubs = keeper.health().scrubs;
  keeper.look_now();
  REQUIRE(becomes_true([&] { return keeper.health().scrubs > scrubs; }));

  CHECK(house.serves(first));
  CHECK(keeper.health().switches == switches);
  CHECK(keeper.health().rejected->generation == second);
}

}  // namespace doorstep::ops
