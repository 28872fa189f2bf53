#include "schema/index/columns.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <stdexcept>

#include <fmt/format.h>

#include "schema/index/columns_format.h"
#include "schema/index/index_layout.h"

namespace doorstep::index {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, std::string_view reason) {
  throw std::runtime_error(fmt::format("{}: {}", file.string(), reason));
}

ColumnsHeader read_header(const std::filesystem::path& file, std::span<const std::byte> bytes) {
  ColumnsHeader header{};
  if (bytes.size() < sizeof header + kSectionCount * sizeof(SectionEntry)) refuse(file, "too short for its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kColumnsMagic) refuse(file, "not a columns file");
  if (header.version != kFormatVersion) {
    refuse(file, fmt::format("format version {}, this program reads {}", header.version, kFormatVersion));
  }
  if (header.sections != kSectionCount) refuse(file, "unexpected number of sections");
  return header;
}

// As StringTable::size counts: what a uint16 can number, and no value.
constexpr std::size_t kMostStrings = std::size_t{std::numeric_limits<std::uint16_t>::max()} + 1;

bool is_value_list(Column column) { return column == Column::kWelfareValues || column == Column::kGroupValues; }
bool is_start_list(Column column) { return column == Column::kWelfareStart || column == Column::kGroupStart; }

// The starts of a set column must rise and end at the number of its values, or set() would read elsewhere.
bool starts_fit(std::span<const std::uint32_t> starts, std::size_t values) {
  for (std::size_t i = 1; i < starts.size(); ++i) {
    if (starts[i] < starts[i - 1]) return false;
  }
  return starts.front() == 0 && starts.back() == values;
}

}  // namespace

StringTable::StringTable(std::string_view joined) {
  while (!joined.empty()) {
    const std::size_t end = joined.find('\0');
    if (end == std::string_view::npos) break;
    values_.push_back(joined.substr(0, end));
    joined.remove_prefix(end + 1);
  }
  for (std::size_t i = 0; i < values_.size(); ++i) numbers_.emplace(values_[i], static_cast<std::uint16_t>(i + 1));
}

std::optional<std::uint16_t> StringTable::number(std::string_view value) const {
  const auto found = numbers_.find(value);
  if (found == numbers_.end()) return std::nullopt;
  return found->second;
}

Columns::Columns(const std::filesystem::path& file) : file_(file) {
  const std::span<const std::byte> bytes = file_.bytes();
  const ColumnsHeader header = read_header(file, bytes);
  rows_ = header.rows;
  placed_rows_ = header.placed_rows;
  copy_groups_ = header.copy_groups;
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    SectionEntry entry{};
    std::memcpy(&entry, bytes.data() + sizeof header + i * sizeof entry, sizeof entry);
    if (entry.offset % kSectionAlignment != 0 || entry.offset > bytes.size() ||
        entry.bytes > bytes.size() - entry.offset) {
      refuse(file, "cut short, or its sections overlap its end");
    }
    const auto section = bytes.subspan(entry.offset, entry.bytes);
    if (i < kColumnCount) {
      sections_.at(i) = section;
    } else {
      strings_.at(i - kColumnCount) = StringTable({reinterpret_cast<const char*>(section.data()), section.size()});
    }
  }
  try {
    check_lengths();
  } catch (const std::runtime_error& error) {
    refuse(file, error.what());
  }
}

void Columns::check_lengths() const {
  if (placed_rows_ > rows_) throw std::runtime_error("more places than rows");
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    const auto column = static_cast<Column>(i);
    const std::size_t width = kColumnWidth.at(i);
    const std::size_t values = sections_.at(i).size() / width;
    const std::size_t expected = is_start_list(column) ? rows_ + std::size_t{1} : rows_;
    if (sections_.at(i).size() % width != 0 || (!is_value_list(column) && values != expected)) {
      throw std::runtime_error(fmt::format("column {} has {} values for {} rows", i, values, rows_));
    }
  }
  const auto fits = [this](Column starts, Column values) {
    return starts_fit(array<std::uint32_t>(starts), array<std::uint16_t>(values).size());
  };
  if (!fits(Column::kWelfareStart, Column::kWelfareValues) || !fits(Column::kGroupStart, Column::kGroupValues)) {
    throw std::runtime_error("a set column points outside its values");
  }
  for (std::size_t i = 0; i < kDictionaryCount; ++i) {
    const bool is_set = i >= kDictionaryCount - kSetCount;
    const auto column = !is_set ? static_cast<Column>(static_cast<std::size_t>(Column::kCategory) + i)
                        : i == static_cast<std::size_t>(Dictionary::kWelfare) ? Column::kWelfareValues
                                                                              : Column::kGroupValues;
    if (strings_.at(i).size() > kMostStrings) throw std::runtime_error("more strings than numbers for them");
    for (const std::uint16_t number : array<std::uint16_t>(column)) {
      if (number >= strings_.at(i).size()) throw std::runtime_error("a value beyond its dictionary");
    }
  }
  const auto places = ecef();
  if (!std::all_of(places.begin(), places.end(), geo::is_measurable)) throw std::runtime_error("a place out of China");
  // Memory is taken by their number.
  if (copy_groups_ > rows_ + std::size_t{1}) throw std::runtime_error("more copy groups than rows");
  for (const std::uint32_t group : copy_group()) {
    if (group >= copy_groups_) throw std::runtime_error("a copy group beyond the highest");
  }
}

std::span<const std::uint16_t> Columns::numbers(Dictionary dictionary) const {
  assert(dictionary < Dictionary::kWelfare);
  const auto first = static_cast<std::size_t>(Column::kCategory);
  return array<std::uint16_t>(static_cast<Column>(first + static_cast<std::size_t>(dictionary)));
}

std::span<const std::uint16_t> Columns::set(Dictionary dictionary, std::uint32_t row) const {
  assert(dictionary >= Dictionary::kWelfare);
  const bool welfare = dictionary == Dictionary::kWelfare;
  const auto starts = array<std::uint32_t>(welfare ? Column::kWelfareStart : Column::kGroupStart);
  const auto values = array<std::uint16_t>(welfare ? Column::kWelfareValues : Column::kGroupValues);
  // They were checked when the file was opened, but a bit of a mapped file can turn at any time.
  const std::uint32_t begin = starts[row];
  const std::uint32_t end = starts[row + 1];
  if (begin > end || end > values.size()) return {};
  return values.subspan(begin, end - begin);
}

}  // namespace doorstep::index
