// Writes the first inputs of the binary formats by the real writers: the smallest files that show each thing once.
//
// fuzz_write_seeds FOLDER: writes FOLDER/{columns,texts,postings}/seed_* (see scratch_file.h for their version).

#include <cstdio>
#include <filesystem>
#include <functional>

#include "schema/geo/cover.h"
#include "schema/index/column_writer.h"
#include "schema/index/index_layout.h"
#include "schema/index/postings.h"
#include "schema/index/texts.h"
#include "tests/fuzz/scratch_file.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/index/sample_posting.h"

namespace {

namespace fs = std::filesystem;
using namespace doorstep;

void keep(const fs::path& written, const fs::path& seed) {
  std::string bytes = testing::read_file(written);
  fuzzing::write_version(bytes, fuzzing::kAnyVersion);
  testing::write_file(seed, bytes);
  fs::remove(written);
}

domain::Posting placed() {
  domain::Posting posting;
  posting.id = "a";
  posting.place = domain::Place{{31.85, 117.25}, domain::Precision::kCommunity, 500, ""};
  posting.pay.monthly_min = 3000;
  posting.education = domain::Education::kAny;
  posting.category = "家政";
  posting.welfare = {"包吃", "包住"};
  posting.groups = {"妇女"};
  posting.posted_at = base::parse_instant("2026-11-20");
  return posting;
}

using ColumnRows = std::function<void(index::ColumnWriter&)>;

void write_columns(const fs::path& seed, std::uint32_t copy_groups, const ColumnRows& rows) {
  const testing::TemporaryFolder folder;
  index::ColumnWriter writer(folder.path() / "columns.bin");
  rows(writer);
  writer.finish(copy_groups);
  keep(folder.path() / "columns.bin", seed);
}

void write_texts(const fs::path& seed, const std::vector<index::PostingTexts>& rows) {
  const testing::TemporaryFolder folder;
  index::TextsWriter writer(folder.path() / "texts.bin");
  for (const index::PostingTexts& row : rows) writer.add(row);
  writer.finish();
  keep(folder.path() / "texts.bin", seed);
}

void write_postings(const fs::path& seed, const std::vector<domain::Posting>& rows) {
  const testing::TemporaryFolder folder;
  index::PostingsWriter writer(folder.path() / "postings.bin");
  for (const domain::Posting& row : rows) writer.add(row);
  writer.finish();
  keep(folder.path() / "postings.bin", seed);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const fs::path columns = fs::path(argv[1]) / "columns";
  const fs::path texts = fs::path(argv[1]) / "texts";
  const fs::path postings = fs::path(argv[1]) / "postings";
  for (const fs::path& folder : {columns, texts, postings}) fs::create_directories(folder);
  const domain::Posting posting = placed();
  const std::uint64_t cell = geo::cell_of(posting.place->point);
  write_columns(columns / "seed_no_rows", 1, [](index::ColumnWriter&) {});
  write_columns(columns / "seed_one_place", 1,
                [&](index::ColumnWriter& writer) { writer.add(posting, cell, {.copy_group = 0, .length = 40}); });
  write_columns(columns / "seed_copies_and_one_without_place", 2, [&](index::ColumnWriter& writer) {
    writer.add(posting, cell, {.copy_group = 1, .length = 40, .employer = 9});
    writer.add(posting, cell, {.copy_group = 1, .length = 40, .employer = 9});
    writer.add({.id = "b"}, geo::kNoCell, {});
  });
  write_texts(texts / "seed_no_rows", {});
  write_texts(texts / "seed_one_row", {{"a", "保洁员", "洁净物业", "打扫\n卫生"}});
  write_texts(texts / "seed_rows_with_empty_texts", {{"a", "", "", ""}, {"b", "保安", "", "夜班"}, {"", "", "", ""}});
  write_postings(postings / "seed_no_rows", {});
  write_postings(postings / "seed_one_row_with_every_field", {testing::full_posting()});
  write_postings(postings / "seed_an_id_alone_and_none", {{.id = "b"}, {}});
  return 0;
}
