#include "indexer/spill.h"

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.h"

namespace doorstep::indexer {
namespace {

domain::Posting numbered(int i) {
  domain::Posting posting;
  posting.id = "p" + std::to_string(i);
  posting.description = std::string(static_cast<std::size_t>(i) * 10, 'x');
  return posting;
}

}  // namespace

TEST_CASE("postings come back in the order of their cell, then of reading, each with its number") {
  const testing::TemporaryFolder folder;
  Spill spill(folder.path());
  const std::vector<std::uint64_t> cells{30, 10, 20, 10, ~std::uint64_t{0}};
  for (int i = 0; i < 5; ++i) spill.add(numbered(i), {}, cells[static_cast<std::size_t>(i)], {});

  std::vector<std::uint32_t> ordinals;
  for (const Spill::Reference& reference : spill.order()) {
    const SpilledPosting read = spill.read(reference);
    CHECK(read.posting == numbered(static_cast<int>(read.ordinal)));
    CHECK(reference.cell == cells[read.ordinal]);
    ordinals.push_back(read.ordinal);
  }

  CHECK(ordinals == std::vector<std::uint32_t>{1, 3, 2, 0, 4});
}

TEST_CASE("many postings of one place come back in the order of reading") {
  const testing::TemporaryFolder folder;
  Spill spill(folder.path());
  for (int i = 0; i < 500; ++i) spill.add(numbered(i % 3), {}, 7, {});

  std::uint32_t expected = 0;
  for (const Spill::Reference& reference : spill.order()) CHECK(spill.read(reference).ordinal == expected++);
}

TEST_CASE("keys come back by the order of reading") {
  const testing::TemporaryFolder folder;
  Spill spill(folder.path());
  spill.add(numbered(0), {.input = 2, .line = 71}, 9, {.id = 1, .copy = {.bands = {2, 3}, .phone = 5}});
  spill.add(numbered(1), {}, 3, {.id = 4, .copy = {}});

  CHECK(spill.size() == 2);
  CHECK(spill.id_keys() == std::vector<std::uint64_t>{1, 4});
  CHECK(spill.copy_signatures() == std::vector<CopySignature>{{.bands = {2, 3}, .phone = 5}, {}});
}

TEST_CASE("a posting is read by its number, before and after the order is asked for") {
  const testing::TemporaryFolder folder;
  Spill spill(folder.path());
  for (int i = 0; i < 3; ++i) spill.add(numbered(i), {}, static_cast<std::uint64_t>(9 - i), {});

  const auto references = spill.references();
  CHECK(spill.read(references[1]).posting == numbered(1));
  CHECK(spill.read(spill.order().front()).posting == numbered(2));
  CHECK(spill.read(spill.references()[0]).posting == numbered(0));
}

TEST_CASE("without postings there is nothing to read") {
  const testing::TemporaryFolder folder;
  Spill spill(folder.path());

  CHECK(spill.id_keys().empty());
  CHECK(spill.copy_signatures().empty());
  CHECK(spill.order().empty());
}

TEST_CASE("nothing of it is left on disk") {
  const testing::TemporaryFolder folder;
  {
    Spill spill(folder.path());
    spill.add(numbered(0), {}, 0, {});
    CHECK_FALSE(std::filesystem::is_empty(folder.path()));
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a folder that is not there is refused") {
  const testing::TemporaryFolder folder;

  CHECK_THROWS_AS(Spill(folder.path() / "none"), std::system_error);
}

}  // namespace doorstep::indexer
