#include "indexer/base_writer.h"

#include <catch2/catch.hpp>

#include "schema/index/document_codec.h"
#include "schema/index/index_layout.h"
#include "tests/support/temporary_folder.h"

namespace doorstep::indexer {
namespace {

namespace fs = std::filesystem;

domain::Posting numbered(std::uint32_t i) {
  domain::Posting posting;
  posting.id = "p" + std::to_string(i);
  posting.title = "t" + std::to_string(i % 7);
  return posting;
}

PostingDocument document_of(const domain::Posting& posting) {
  PostingDocument document;
  document.terms[index::id_term(posting.id)] = index::FieldHits::kTitle;
  document.terms[index::word_term(posting.title)] = index::FieldHits::kTitle + 2 * index::FieldHits::kDescription;
  document.title = posting.title;
  document.description = "abcd";
  document.description_characters = 4;
  return document;
}

void write(BaseWriter& writer, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    const domain::Posting posting = numbered(i);
    writer.add(posting, document_of(posting), i, index::kNoCopies);
  }
}

}  // namespace

TEST_CASE("documents, columns, texts and postings stand in the order they were added, also across shards") {
  const testing::TemporaryFolder folder;
  const fs::path base = folder.path() / "base";
  const std::uint32_t count = BaseWriter::kShardDocuments + 3;
  BaseWriter writer(base, folder.path() / "building");
  write(writer, count);
  writer.finish(1);

  const Xapian::Database database(base.string());
  const index::Columns columns(base / index::kColumnsFile);
  const index::Texts texts(base / index::kTextsFile);
  const index::Postings postings(base / index::kPostingsFile);
  REQUIRE(database.get_doccount() == count);
  REQUIRE(columns.rows() == count);
  REQUIRE(texts.rows() == count);
  REQUIRE(postings.rows() == count);
  for (const std::uint32_t row : {0U, 1U, 1999U, 2000U, 24'999U, 25'000U, 25'002U}) {
    const auto posting = index::decode_posting(postings.row(row));
    REQUIRE(posting.has_value());
    CHECK(*posting == numbered(row));
    CHECK(columns.cell()[row] == row);
    CHECK(texts.row(row).id == posting->id);
    CHECK(*database.postlist_begin(index::id_term(posting->id)) == row + 1);
  }
}

TEST_CASE("the database keeps no copy of the postings") {
  const testing::TemporaryFolder folder;
  BaseWriter writer(folder.path() / "base", folder.path() / "building");
  write(writer, 3);
  writer.finish(1);

  CHECK(Xapian::Database((folder.path() / "base").string()).get_document(1).get_data().empty());
  CHECK_FALSE(fs::exists(folder.path() / "base" / "docdata.glass"));
}

TEST_CASE("the fields of a term stand in the place of its frequency") {
  const testing::TemporaryFolder folder;
  BaseWriter writer(folder.path() / "base", folder.path() / "building");
  write(writer, 1);
  writer.finish(1);

  const Xapian::Database database((folder.path() / "base").string());
  CHECK(database.postlist_begin("Wt0").get_wdf() == index::FieldHits::kTitle + 2 * index::FieldHits::kDescription);
}

TEST_CASE("the average length is told, and the scratch folder is gone") {
  const testing::TemporaryFolder folder;
  BaseWriter writer(folder.path() / "base", folder.path() / "building");
  write(writer, 3);
  writer.finish(1);

  CHECK(writer.average_length() == 4);
  CHECK(writer.size() == 3);
  CHECK_FALSE(fs::exists(folder.path() / "building"));
}

TEST_CASE("a base without postings can be opened") {
  const testing::TemporaryFolder folder;
  BaseWriter writer(folder.path() / "base", folder.path() / "building");
  writer.finish(1);

  CHECK(writer.average_length() == 0);
  CHECK(Xapian::Database((folder.path() / "base").string()).get_doccount() == 0);
  CHECK(index::Columns(folder.path() / "base" / index::kColumnsFile).rows() == 0);
  CHECK(index::Postings(folder.path() / "base" / index::kPostingsFile).rows() == 0);
}

}  // namespace doorstep::indexer
