// Mutates columns.bin where it matters: what random bytes break first (magic, version, the table of sections) is put
// right again most of the time, so that the checks behind are reached.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>

#include "schema/index/columns_format.h"
#include "tests/fuzz/scratch_file.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

using namespace doorstep::index;

constexpr std::size_t kTableBytes = sizeof(ColumnsHeader) + kSectionCount * sizeof(SectionEntry);
// Larger files show nothing more, and are slower.
constexpr std::uint32_t kMaxRows = 12;

std::size_t aligned(std::size_t offset) {
  return (offset + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

// How long section `number` must be; what the table says where any length would do.
std::size_t wanted_bytes(std::size_t number, std::uint32_t rows, std::uint64_t stated) {
  if (number >= kColumnCount) return std::min<std::uint64_t>(stated, 64);
  const auto column = static_cast<Column>(number);
  const std::size_t width = kColumnWidth.at(number);
  if (column == Column::kWelfareValues || column == Column::kGroupValues) {
    return std::min<std::uint64_t>(stated, 32) / width * width;
  }
  const bool starts = column == Column::kWelfareStart || column == Column::kGroupStart;
  return width * (rows + (starts ? 1U : 0U));
}

// Lays the sections out one after the other with the lengths they must have; false when that does not fit.
bool lay_out(std::uint8_t* data, std::size_t& size, std::size_t max_size) {
  ColumnsHeader header{};
  std::memcpy(&header, data, sizeof header);
  header.rows = std::min(header.rows, kMaxRows);
  header.placed_rows = std::min(header.placed_rows, header.rows);
  header.magic = kColumnsMagic;
  header.version = doorstep::fuzzing::kAnyVersion;
  header.sections = static_cast<std::uint32_t>(kSectionCount);
  std::size_t end = kTableBytes;
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    SectionEntry entry{};
    std::memcpy(&entry, data + sizeof header + i * sizeof entry, sizeof entry);
    entry = {aligned(end), wanted_bytes(i, header.rows, entry.bytes)};
    end = entry.offset + entry.bytes;
    if (end > max_size) return false;
    std::memcpy(data + sizeof header + i * sizeof entry, &entry, sizeof entry);
  }
  std::memcpy(data, &header, sizeof header);
  if (end > size) std::fill(data + size, data + end, std::uint8_t{0});
  size = std::max(size, end);
  return true;
}

// The values of column `number` are brought below `limit`, so that the checks of the others are reached.
template <typename T>
void bound(std::uint8_t* data, std::size_t number, T limit) {
  SectionEntry entry{};
  std::memcpy(&entry, data + sizeof(ColumnsHeader) + number * sizeof entry, sizeof entry);
  for (std::size_t at = 0; at + sizeof(T) <= entry.bytes; at += sizeof(T)) {
    T value{};
    std::memcpy(&value, data + entry.offset + at, sizeof value);
    value = static_cast<T>(value % limit);
    std::memcpy(data + entry.offset + at, &value, sizeof value);
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
  size = LLVMFuzzerMutate(data, size, max_size);
  std::minstd_rand random(seed);
  if (size < kTableBytes || random() % 4 == 0 || !lay_out(data, size, max_size)) return size;
  if (random() % 2 == 0) return size;
  for (auto i = static_cast<std::size_t>(Column::kCategory); i <= static_cast<std::size_t>(Column::kCommunity); ++i) {
    bound<std::uint16_t>(data, i, 2);
  }
  bound<std::uint16_t>(data, static_cast<std::size_t>(Column::kWelfareValues), 3);
  bound<std::uint16_t>(data, static_cast<std::size_t>(Column::kGroupValues), 2);
  bound<std::uint32_t>(data, static_cast<std::size_t>(Column::kCopyGroup), 2);
  return size;
}
