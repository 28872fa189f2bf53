#include "schema/index/columns.h"

#include <catch2/catch.hpp>

#include <cstring>
#include <random>

#include "schema/geo/cover.h"
#include "schema/index/column_writer.h"
#include "schema/index/columns_format.h"
#include "schema/index/index_layout.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/index/sample_posting.h"

namespace doorstep::index {
namespace {

using testing::full_posting;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

using Numbers = std::vector<std::uint16_t>;

Numbers numbers(std::span<const std::uint16_t> values) { return {values.begin(), values.end()}; }

// Two rows: one that tells everything, one that tells nothing.
void write_two(const std::filesystem::path& file) {
  ColumnWriter writer(file);
  const domain::Posting full = full_posting();
  const RowLabels labels{.employment_type = "全职", .groups = {"妇女"}, .welfare = {"包吃", "包住"}};
  writer.add(full, geo::cell_of(full.place->point),
             {.copy_group = 1, .length = 70'000, .employer = 4'000'000'000U, .labels = labels});
  domain::Posting bare;
  bare.id = "bare";
  writer.add(bare, geo::kNoCell, {});
  writer.finish(2);
}

std::string refusal(const std::filesystem::path& file) {
  try {
    const Columns columns(file);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

template <typename T>
void overwrite(std::string& bytes, std::size_t offset, T value) {
  std::memcpy(bytes.data() + offset, &value, sizeof value);
}

SectionEntry section(const std::string& bytes, std::size_t number) {
  SectionEntry entry{};
  std::memcpy(&entry, bytes.data() + sizeof(ColumnsHeader) + number * sizeof entry, sizeof entry);
  return entry;
}

}  // namespace

TEST_CASE("every column is read back as it was written") {
  const TemporaryFolder folder;
  write_two(folder.path() / "columns.bin");
  const Columns columns(folder.path() / "columns.bin");
  const domain::Posting full = full_posting();

  REQUIRE(columns.rows() == 2);
  CHECK(columns.placed_rows() == 1);
  CHECK(columns.copy_groups() == 2);
  CHECK(columns.cell()[0] == geo::cell_of(full.place->point));
  CHECK(columns.ecef()[0] == geo::to_ecef(full.place->point));
  CHECK(columns.accuracy_m()[0] == 65'535);
  CHECK(columns.pay_reach()[0] == 5000);
  CHECK(columns.pay_floor()[0] == 3000);
  CHECK(columns.pay_unit()[0] == static_cast<std::uint8_t>(domain::PayUnit::kPiece));
  CHECK(columns.employer()[0] == 4'000'000'000U);
  CHECK(columns.age_min()[0] == 18);
  CHECK(columns.age_max()[0] == 55);
  CHECK(columns.posted_at()[0] == static_cast<std::uint32_t>(full.posted_at->time_since_epoch().count()));
  CHECK(columns.lapses_at()[0] == static_cast<std::uint32_t>(full.lapses_at.time_since_epoch().count()));
  CHECK(columns.employer_types()[0] == full.employer_types);
  CHECK(columns.education()[0] == 8);
  CHECK(columns.experience()[0] == 0);
  CHECK(columns.copy_group()[0] == 1);
  CHECK(columns.length()[0] == 65'535);
  CHECK(columns.completeness()[0] == 7);
  const auto text = [&columns](Dictionary which) {
    return std::string(columns.strings(which).value(columns.numbers(which)[0]));
  };
  CHECK(text(Dictionary::kCategory) == "家政");
  CHECK(text(Dictionary::kEmploymentType) == "全职");
  CHECK(text(Dictionary::kSource) == "社区公告");
  CHECK(text(Dictionary::kCommunity) == "340104001001");
  CHECK(numbers(columns.set(Dictionary::kWelfare, 0)) == Numbers{1, 2});
  CHECK(columns.strings(Dictionary::kWelfare).value(2) == "包住");
  CHECK(columns.strings(Dictionary::kGroup).number("妇女") == 1);
}

TEST_CASE("what a posting does not tell has the marker of the unknown in every column") {
  const TemporaryFolder folder;
  write_two(folder.path() / "columns.bin");
  const Columns columns(folder.path() / "columns.bin");

  CHECK(columns.cell()[1] == geo::kNoCell);
  CHECK(columns.pay_reach()[1] == kUnknownPay);
  CHECK(columns.pay_floor()[1] == kUnknownPay);
  CHECK(columns.pay_unit()[1] == static_cast<std::uint8_t>(domain::PayUnit::kNone));
  CHECK(columns.employer()[1] == kNoEmployer);
  CHECK(columns.age_min()[1] == 0);
  CHECK(columns.age_max()[1] == kNoAgeLimit);
  CHECK(columns.posted_at()[1] == kUnknownTime);
  CHECK(columns.employer_types()[1] == 0);
  CHECK(columns.education()[1] == kUnknownLevel);
  CHECK(columns.experience()[1] == kUnknownLevel);
  CHECK(columns.copy_group()[1] == kNoCopies);
  CHECK(columns.length()[1] == 0);
  CHECK(columns.completeness()[1] == 0);
  for (const auto which :
       {Dictionary::kCategory, Dictionary::kEmploymentType, Dictionary::kSource, Dictionary::kCommunity}) {
    CHECK(columns.numbers(which)[1] == kNoValue);
  }
  CHECK(columns.set(Dictionary::kWelfare, 1).empty());
  CHECK(columns.set(Dictionary::kGroup, 1).empty());
}

TEST_CASE("a set counts a value once, whatever its order and repetition") {
  const TemporaryFolder folder;
  ColumnWriter writer(folder.path() / "columns.bin");
  domain::Posting posting;
  for (const std::vector<std::string>& welfare :
       {std::vector<std::string>{"乙", "甲", "乙"}, {}, {"", "甲"}, {"丙", "乙", "甲"}}) {
    RowFacts facts;
    facts.labels.welfare = welfare;
    writer.add(posting, geo::kNoCell, facts);
  }
  writer.finish(1);
  const Columns columns(folder.path() / "columns.bin");

  CHECK(numbers(columns.set(Dictionary::kWelfare, 0)) == Numbers{1, 2});
  CHECK(columns.set(Dictionary::kWelfare, 1).empty());
  CHECK(numbers(columns.set(Dictionary::kWelfare, 2)) == Numbers{2});
  CHECK(numbers(columns.set(Dictionary::kWelfare, 3)) == Numbers{1, 2, 3});
}

TEST_CASE("least years beyond what a byte holds are not the marker of the unknown") {
  const TemporaryFolder folder;
  ColumnWriter writer(folder.path() / "columns.bin");
  domain::Posting posting;
  posting.experience.min_years = 4'000'000'000U;
  writer.add(posting, geo::kNoCell, {});
  writer.finish(1);

  CHECK(Columns(folder.path() / "columns.bin").experience()[0] == kUnknownLevel - 1);
}

TEST_CASE("a file without rows is a file") {
  const TemporaryFolder folder;
  ColumnWriter(folder.path() / "columns.bin").finish(1);

  CHECK(Columns(folder.path() / "columns.bin").rows() == 0);
}

TEST_CASE("nothing but the file is left when it is finished") {
  const TemporaryFolder folder;
  write_two(folder.path() / "columns.bin");

  CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("a dictionary numbers each value once, from 1, and gives no number when they have run out") {
  DictionaryBuilder builder;
  CHECK(builder.number("") == kNoValue);
  CHECK(builder.number("甲") == 1);
  CHECK(builder.number("乙") == 2);
  CHECK(builder.number("甲") == 1);
  for (int i = 3; i <= 65'535; ++i) builder.number(std::to_string(i));
  CHECK(builder.number("65535") == 65'535);
  CHECK(builder.number("one more") == kNoValue);
  CHECK(builder.number("乙") == 2);
}

TEST_CASE("a dictionary takes no more memory than it may, however long its values") {
  DictionaryBuilder builder;
  const std::string longest(1 << 20, 'x');
  CHECK(builder.number(longest + "1") == 1);
  CHECK(builder.number(longest + "2") == kNoValue);
  CHECK(builder.number("short") == 2);
}

TEST_CASE("a time before 1970 is as early as can be told, not late and not unknown") {
  const TemporaryFolder folder;
  domain::Posting posting = full_posting();
  posting.posted_at = base::parse_instant("1970-01-01");  // in Beijing: 1969 in UTC
  posting.lapses_at = *posting.posted_at;
  ColumnWriter writer(folder.path() / "columns.bin");
  writer.add(posting, geo::cell_of(posting.place->point), {});
  writer.finish(1);

  const Columns columns(folder.path() / "columns.bin");
  CHECK(columns.posted_at()[0] == 1);
  CHECK(columns.lapses_at()[0] == 1);
}

TEST_CASE("a string table knows its numbers, and nothing of those beyond") {
  const StringTable table(std::string_view("甲\0乙\0half", 12));

  CHECK(table.size() == 3);
  CHECK(table.value(1) == "甲");
  CHECK(table.value(2) == "乙");
  CHECK(table.value(0).empty());
  CHECK(table.value(3).empty());
  CHECK(table.number("乙") == 2);
  CHECK_FALSE(table.number("丙").has_value());
  CHECK_FALSE(table.number("half").has_value());
}

TEST_CASE("a columns file of another kind or version is refused by name") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);

  std::string other = good;
  other[0] = 'X';
  write_file(file, other);
  CHECK(refusal(file) == file.string() + ": not a columns file");

  other = good;
  overwrite(other, offsetof(ColumnsHeader, version), std::uint32_t{kFormatVersion + 6});
  write_file(file, other);
  CHECK(refusal(file) == file.string() + ": format version 11, this program reads 5");

  other = good;
  overwrite(other, offsetof(ColumnsHeader, sections), std::uint32_t{3});
  write_file(file, other);
  CHECK(refusal(file).find("sections") != std::string::npos);

  write_file(file, "");
  CHECK(refusal(file).find("too short") != std::string::npos);
  std::filesystem::remove(file);
  CHECK_FALSE(refusal(file).empty());
}

TEST_CASE("a columns file cut short in any section is refused by name") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    const SectionEntry entry = section(good, i);
    if (entry.bytes == 0) continue;
    for (const std::uint64_t size : {entry.offset, entry.offset + entry.bytes - 1}) {
      write_file(file, good.substr(0, size));
      INFO("section " << i << " cut to " << size);
      CHECK(refusal(file).starts_with(file.string() + ": "));
    }
  }
}

TEST_CASE("a section moved beyond the end, off its alignment or to another length is refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    const std::size_t at = sizeof(ColumnsHeader) + i * sizeof(SectionEntry);
    const SectionEntry entry = section(good, i);
    const std::vector<SectionEntry> wrong{{entry.offset + 1, entry.bytes},
                                          {std::uint64_t{1} << 60U, entry.bytes},
                                          {entry.offset, ~std::uint64_t{0}},
                                          {entry.offset, entry.bytes + kColumnWidth.at(i)}};
    for (const SectionEntry& moved : wrong) {
      std::string bad = good;
      overwrite(bad, at, moved);
      write_file(file, bad);
      INFO("column " << i << " at " << moved.offset << " of " << moved.bytes);
      CHECK_FALSE(refusal(file).empty());
    }
  }
}

TEST_CASE("a number beyond its dictionary, a group beyond the highest and a set that points elsewhere are refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);
  const auto refused_with = [&](Column column, auto value, std::size_t index = 0) {
    std::string bad = good;
    overwrite(bad, section(good, static_cast<std::size_t>(column)).offset + index * sizeof value, value);
    write_file(file, bad);
    return refusal(file);
  };

  for (const Column column : {Column::kCategory, Column::kEmploymentType, Column::kSource, Column::kCommunity,
                              Column::kWelfareValues, Column::kGroupValues}) {
    CHECK(refused_with(column, std::uint16_t{9}).find("dictionary") != std::string::npos);
  }
  CHECK(refused_with(Column::kCopyGroup, std::uint32_t{2}).find("copy group") != std::string::npos);
  CHECK(refused_with(Column::kWelfareStart, std::uint32_t{1}).find("set column") != std::string::npos);
  CHECK(refused_with(Column::kWelfareStart, std::uint32_t{9}, 1).find("set column") != std::string::npos);
  CHECK(refused_with(Column::kGroupStart, std::uint32_t{9}, 2).find("set column") != std::string::npos);

  std::string bad = good;
  overwrite(bad, offsetof(ColumnsHeader, placed_rows), std::uint32_t{3});
  write_file(file, bad);
  CHECK(refusal(file).find("places") != std::string::npos);
}

TEST_CASE("a place out of China, more copy groups than rows and more strings than numbers are refused") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);
  const auto refused = [&](const std::string& bad) {
    write_file(file, bad);
    return refusal(file);
  };

  std::string bad = good;
  overwrite(bad, section(good, static_cast<std::size_t>(Column::kEcef)).offset, std::int32_t{2'000'000'000});
  CHECK(refused(bad).find("out of China") != std::string::npos);

  bad = good;
  overwrite(bad, offsetof(ColumnsHeader, copy_groups), std::uint32_t{4});
  CHECK(refused(bad).find("copy groups") != std::string::npos);

  bad = good;
  bad.resize((bad.size() + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment);
  const std::size_t category = kColumnCount + static_cast<std::size_t>(Dictionary::kCategory);
  overwrite(bad, sizeof(ColumnsHeader) + category * sizeof(SectionEntry), SectionEntry{bad.size(), 65'536});
  bad.append(65'536, '\0');
  CHECK(refused(bad).find("strings") != std::string::npos);
}

TEST_CASE("whatever single byte of a columns file is wrong, it is refused or can be read without harm") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "columns.bin";
  write_two(file);
  const std::string good = read_file(file);
  std::mt19937 random(2);
  for (int i = 0; i < 3000; ++i) {
    std::string bad = good;
    bad[random() % bad.size()] = static_cast<char>(random());
    write_file(file, bad);
    try {
      const Columns columns(file);
      for (std::uint32_t row = 0; row < columns.rows(); ++row) {
        for (const std::uint16_t number : columns.set(Dictionary::kWelfare, row)) {
          CHECK(number < columns.strings(Dictionary::kWelfare).size());
        }
        CHECK(columns.copy_group()[row] < columns.copy_groups());
      }
    } catch (const std::runtime_error& error) {
      CHECK(std::string(error.what()).starts_with(file.string()));
    }
  }
}

}  // namespace doorstep::index
