#include "schema/index/postings.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>

#include "schema/index/document_codec.h"
#include "schema/index/texts.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/index/sample_posting.h"

namespace doorstep::index {
namespace {

using testing::full_posting;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

domain::Posting only_id(const std::string& id) {
  domain::Posting posting;
  posting.id = id;
  return posting;
}

}  // namespace

TEST_CASE("every posting is read back as it was written") {
  const TemporaryFolder folder;
  PostingsWriter writer(folder.path() / "postings.bin");
  writer.add(full_posting());
  writer.add(only_id("p2"));
  writer.finish();
  const Postings postings(folder.path() / "postings.bin");

  REQUIRE(postings.rows() == 2);
  CHECK(decode_posting(postings.row(0)) == full_posting());
  CHECK(decode_posting(postings.row(1)) == only_id("p2"));
}

TEST_CASE("a row that the file has not is no posting") {
  const TemporaryFolder folder;
  PostingsWriter(folder.path() / "postings.bin").finish();
  const Postings postings(folder.path() / "postings.bin");

  CHECK(postings.rows() == 0);
  CHECK_FALSE(decode_posting(postings.row(0)).has_value());
}

TEST_CASE("texts in the place of postings are refused, and postings in the place of texts") {
  const TemporaryFolder folder;
  PostingsWriter(folder.path() / "postings.bin").finish();
  TextsWriter(folder.path() / "texts.bin").finish();

  CHECK_THROWS_WITH(Postings(folder.path() / "texts.bin"), Catch::Contains("not a postings file"));
  CHECK_THROWS_WITH(Texts(folder.path() / "postings.bin"), Catch::Contains("not a texts file"));
}

TEST_CASE("whatever byte of a postings file is wrong, no posting is made of what is outside it") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "postings.bin";
  PostingsWriter writer(file);
  for (int i = 0; i < 3; ++i) writer.add(full_posting());
  writer.finish();
  const std::string good = read_file(file);
  std::mt19937 random(6);
  for (int i = 0; i < 5000; ++i) {
    std::string bad = good;
    bad[random() % bad.size()] = static_cast<char>(random());
    write_file(file, bad);
    try {
      const Postings postings(file);
      for (std::uint32_t row = 0; row < postings.rows(); ++row) {
        const std::string_view bytes = postings.row(row);
        REQUIRE(bytes.size() < bad.size());
        const auto posting = decode_posting(bytes);
        if (posting) CHECK(posting->title.size() + posting->description.size() < bytes.size());
      }
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).starts_with(file.string()));
    }
  }
}

}  // namespace doorstep::index
