#include "searchd/index/snapshot.h"

#include <catch2/catch.hpp>

#include "searchd/search/service.h"
#include "tests/support/world.h"

namespace doorstep::serving {
namespace {

using testing::kSanlian;
using testing::TemporaryFolder;
using testing::Words;
using testing::World;

// Two postings, published to a folder and not yet opened.
struct Published {
  TemporaryFolder folder;
  std::string generation = World{}.posting("p1").posting("p2", {.title = "保安"}).publish_to(folder.path());

  std::filesystem::path base() const { return folder.path() / generation / index::kBaseFolder; }
  std::shared_ptr<const Snapshot> open() const { return Snapshot::open(folder.path(), generation, World::versions()); }
};

// So that no record is a posting, and every row is still there.
void blot_out_records(const std::filesystem::path& file, std::size_t rows) {
  constexpr std::size_t kHeaderBytes = 16;
  std::string bytes = testing::read_file(file);
  const std::size_t starts = bytes.size() - (rows + 1) * sizeof(std::uint64_t);
  bytes.replace(kHeaderBytes, starts - kHeaderBytes, starts - kHeaderBytes, '\xFF');
  testing::write_file(file, bytes);
}

}  // namespace

TEST_CASE("a generation whose files tell another number of rows is not opened") {
  const Published published;
  index::PostingsWriter one_too_few(published.base() / index::kPostingsFile);
  one_too_few.add({.id = "p1"});
  one_too_few.finish();
  const std::filesystem::path dir = published.folder.path() / published.generation;
  const index::Manifest manifest = index::read_manifest(dir);
  std::filesystem::remove(dir / index::kManifestFile);
  index::seal(dir, manifest);

  CHECK_THROWS_WITH(published.open(), Catch::Contains("2 行文本、1 行岗位"));
}

TEST_CASE("a file that was cut short is named before it is mapped: to read past its end would end the process") {
  const Published published;
  std::filesystem::resize_file(published.base() / index::kTextsFile, 20);

  CHECK_THROWS_WITH(published.open(), Catch::Contains("base/texts.bin 不完整") && Catch::Contains("现有 20 字节"));
}

TEST_CASE("a generation without its postings is not opened, and the file is named") {
  const Published published;
  std::filesystem::remove(published.base() / index::kPostingsFile);

  CHECK_THROWS_WITH(published.open(), Catch::Contains("postings.bin"));
}

TEST_CASE("a posting that cannot be read makes the engine unavailable, not the request wrong") {
  const Published published;
  blot_out_records(published.base() / index::kPostingsFile, 2);
  const base::FixedClock clock(testing::test_now());
  const Words& words = Words::shared();
  const search::Searcher searcher(published.open(), words.language, testing::typing(), words.categories, clock, {});

  CHECK_THROWS_AS(searcher.posting("p1"), search::Unavailable);
  CHECK_THROWS_AS(searcher.search({.query = "保洁", .anchor = {.point = kSanlian}, .radius_m = 3000}),
                  search::Unavailable);
  CHECK_FALSE(searcher.posting("p3").has_value());
}

}  // namespace doorstep::serving
