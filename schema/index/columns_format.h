#pragma once

// Bytes of columns.bin: a header, a table of sections, the sections. Little-endian, as every machine we run on.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "schema/geo/distance.h"
#include "schema/index/columns.h"

namespace doorstep::index {

static_assert(std::endian::native == std::endian::little, "columns are mapped as they are");

inline constexpr std::array<char, 8> kColumnsMagic{'D', 'S', 'C', 'O', 'L', 'U', 'M', 'N'};
// Of every section: a cache line, so that a column can be read with vector instructions.
inline constexpr std::size_t kSectionAlignment = 64;
inline constexpr std::size_t kSectionCount = kColumnCount + kDictionaryCount;

struct ColumnsHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t rows;
  std::uint32_t placed_rows;
  std::uint32_t copy_groups;
  std::uint32_t sections;
  std::uint32_t reserved;
};
static_assert(sizeof(ColumnsHeader) == 32);

// Columns first, then the string tables, each at its number.
struct SectionEntry {
  std::uint64_t offset;
  std::uint64_t bytes;
};
static_assert(sizeof(SectionEntry) == 16);

// Bytes of one value.
inline constexpr std::array<std::size_t, kColumnCount> kColumnWidth{
    8, sizeof(geo::Ecef), 2, 4, 4, 4, 2, 1, 1, 2, 2, 2, 2, 4, 2, 1, 4, 2, 4, 2, 4, 1, 4, 1, 1};

}  // namespace doorstep::index
