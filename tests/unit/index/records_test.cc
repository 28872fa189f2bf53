#include "schema/index/records.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/temporary_folder.h"

namespace doorstep::index {
namespace {

using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

constexpr RecordsMagic kMagic{'D', 'S', 'T', 'R', 'I', 'A', 'L', '\0'};

const std::vector<std::string> kRows{"first", "", std::string("a\0b", 3), std::string(200'000, 'y'), "last"};

std::string write_rows(const std::filesystem::path& file, const std::vector<std::string>& rows) {
  RecordsWriter writer(file, kMagic);
  for (const std::string& row : rows) writer.add({row});
  writer.finish();
  return read_file(file);
}

std::string refusal(const std::filesystem::path& file) {
  try {
    const Records records(file, kMagic, "trial");
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the record of every row is read back as it was written, and nothing else is left beside the file") {
  const TemporaryFolder folder;
  write_rows(folder.path() / "trial.bin", kRows);
  const Records records(folder.path() / "trial.bin", kMagic, "trial");

  REQUIRE(records.rows() == kRows.size());
  for (std::uint32_t row = 0; row < records.rows(); ++row) CHECK(records.row(row) == kRows[row]);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("the pieces of a record stand one after the other") {
  const TemporaryFolder folder;
  RecordsWriter writer(folder.path() / "trial.bin", kMagic);
  writer.add({"ab", "", "c"});
  writer.add({"d"});
  writer.finish();
  const Records records(folder.path() / "trial.bin", kMagic, "trial");

  CHECK(records.row(0) == "abc");
  CHECK(records.row(1) == "d");
}

TEST_CASE("a records file without rows is a file") {
  const TemporaryFolder folder;
  write_rows(folder.path() / "trial.bin", {});

  CHECK(Records(folder.path() / "trial.bin", kMagic, "trial").rows() == 0);
}

TEST_CASE("a records file cut short anywhere is refused by name") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "trial.bin";
  const std::string good = write_rows(file, {"some bytes", "others"});
  for (std::size_t size = 0; size < good.size(); ++size) {
    write_file(file, good.substr(0, size));
    INFO("cut to " << size);
    CHECK(refusal(file).starts_with(file.string() + ": "));
  }
  write_file(file, good);
  CHECK(refusal(file).empty());
}

TEST_CASE("a records file of another kind, version or number of rows is refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "trial.bin";
  const std::string good = write_rows(file, kRows);
  const auto with = [&](std::size_t at, char byte) {
    std::string bad = good;
    bad[at] = byte;
    write_file(file, bad);
    return refusal(file);
  };

  CHECK(with(0, 'X').find("not a trial file") != std::string::npos);
  CHECK(with(8, 7).find("format version 7, this program reads 5") != std::string::npos);
  CHECK(with(12, 3).find("cut short") != std::string::npos);
  CHECK(with(15, 0x7F).find("cut short") != std::string::npos);
}

TEST_CASE("a row that the file has not is empty") {
  const TemporaryFolder folder;
  write_rows(folder.path() / "trial.bin", {"one", "two"});
  const Records records(folder.path() / "trial.bin", kMagic, "trial");

  CHECK(records.row(2).empty());
  CHECK(records.row(~std::uint32_t{0}).empty());
}

TEST_CASE("a row whose start or end is outside the records is empty, the others are as they were") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "trial.bin";
  const std::string good = write_rows(file, {"one", "two", "three"});
  const std::size_t starts = good.size() - 4 * sizeof(std::uint64_t);
  // The second row's start: in the header, behind the records, as far as a number goes, and behind its end.
  for (const std::uint64_t start :
       {std::uint64_t{0}, std::uint64_t{starts + 1}, ~std::uint64_t{0}, std::uint64_t{23}}) {
    std::string bad = good;
    std::memcpy(bad.data() + starts + sizeof start, &start, sizeof start);
    write_file(file, bad);
    const Records records(file, kMagic, "trial");
    INFO(start);
    CHECK(records.row(1).empty());
    CHECK(records.row(2) == "three");
  }
}

}  // namespace doorstep::index
