#include "schema/index/texts.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>

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

}  // namespace

TEST_CASE("the texts of every row are read back as they were written") {
  const TemporaryFolder folder;
  TextsWriter writer(folder.path() / "texts.bin");
  for (const PostingTexts& row : kRows) writer.add(row);
  writer.finish();
  const Texts texts(folder.path() / "texts.bin");

  REQUIRE(texts.rows() == kRows.size());
  for (std::uint32_t row = 0; row < texts.rows(); ++row) CHECK(texts.row(row) == kRows[row]);
}

TEST_CASE("a record too short for its lengths is a row of empty texts") {
  const TemporaryFolder folder;
  RecordsWriter writer(folder.path() / "texts.bin", {'D', 'S', 'T', 'E', 'X', 'T', 'S', '\0'});
  writer.add({"elevenbytes"});
  writer.finish();

  CHECK(Texts(folder.path() / "texts.bin").row(0) == PostingTexts{});
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
