#include "schema/index/texts.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <random>
#include <string>

#include "schema/index/index_layout.h"
#include "tests/support/temporary_folder.h"

namespace doorstep::index {
namespace {

using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

const std::string kLong(65'535, 'x');
const std::string kVeryLong(200'000, 'y');
const std::vector<PostingTexts> kRows{{"p1", "保洁员", "洁净物业", "打扫\n卫生"},
                                      {"p2", "", "", ""},
                                      {"p3", kLong, kLong, kVeryLong},
                                      {"p4", std::string_view("a\0b", 3), "c", "d"}};

void write_rows(const std::filesystem::path& file) {
  TextsWriter writer(file);
  for (const PostingTexts& row : kRows) writer.add(row);
  writer.finish();
}

std::string refusal(const std::filesystem::path& file) {
  try {
    const Texts texts(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("the texts of every row are read back as they were written") {
  const TemporaryFolder folder;
  write_rows(folder.path() / "texts.bin");
  const Texts texts(folder.path() / "texts.bin");

  REQUIRE(texts.rows() == kRows.size());
  for (std::uint32_t row = 0; row < texts.rows(); ++row) CHECK(texts.row(row) == kRows[row]);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a texts file without rows is a file") {
  const TemporaryFolder folder;
  TextsWriter(folder.path() / "texts.bin").finish();

  CHECK(Texts(folder.path() / "texts.bin").rows() == 0);
}

TEST_CASE("a texts file cut short anywhere is refused by name") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "texts.bin";
  TextsWriter writer(file);
  writer.add({"p1", "保洁员", "洁净物业", "打扫"});
  writer.add({"p2", "保安", "某公司", "看门"});
  writer.finish();
  const std::string good = read_file(file);
  for (std::size_t size = 0; size < good.size(); ++size) {
    write_file(file, good.substr(0, size));
    INFO("cut to " << size);
    CHECK(refusal(file).starts_with(file.string() + ": "));
  }
  write_file(file, good);
  CHECK(refusal(file).empty());
}

TEST_CASE("a texts file of another kind, version or number of rows is refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "texts.bin";
  write_rows(file);
  const std::string good = read_file(file);
  const auto with = [&](std::size_t at, char byte) {
    std::string bad = good;
    bad[at] = byte;
    write_file(file, bad);
    return refusal(file);
  };

  CHECK(with(0, 'X').find("not a texts file") != std::string::npos);
  CHECK(with(8, 7).find("format version 7, this program reads 1") != std::string::npos);
  CHECK(with(12, 3).find("cut short") != std::string::npos);
  CHECK(with(15, 0x7F).find("cut short") != std::string::npos);
}

TEST_CASE("whatever byte of a texts file is wrong, no row reads outside it") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "texts.bin";
  TextsWriter writer(file);
  for (int i = 0; i < 5; ++i) writer.add({"p" + std::to_string(i), "保洁员", "洁净物业", "打扫"});
  writer.finish();
  const std::string good = read_file(file);
  std::mt19937 random(4);
  for (int i = 0; i < 5000; ++i) {
    std::string bad = good;
    bad[random() % bad.size()] = static_cast<char>(random());
    write_file(file, bad);
    try {
      const Texts texts(file);
      for (std::uint32_t row = 0; row < texts.rows(); ++row) {
        const PostingTexts read = texts.row(row);
        CHECK(read.id.size() + read.title.size() + read.company.size() + read.description.size() < bad.size());
      }
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).starts_with(file.string()));
    }
  }
}

}  // namespace doorstep::index
