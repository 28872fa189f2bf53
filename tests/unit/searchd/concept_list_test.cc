#include "searchd/search/concept_list.h"

#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

using index::FieldHits;
using Rows = std::map<std::uint32_t, std::uint32_t>;  // row -> hits

// The rows cut at multiples of `stretch`.
ListBlocks blocks_of(const Rows& rows, std::uint32_t stretch) {
  std::map<std::uint32_t, ListBlock> by_number;
  for (const auto& [row, hits] : rows) {
    by_number[row / stretch].rows.push_back(row);
    by_number[row / stretch].hits.push_back(static_cast<std::uint8_t>(hits));
  }
  ListBlocks blocks;
  for (auto& [number, block] : by_number) blocks.push_back(std::make_shared<const ListBlock>(std::move(block)));
  return blocks;
}

const Rows kRows{{3, 1}, {9, 2}, {10, 4}, {11, 1}, {19, 2}, {41, 4}, {42, 8}};

}  // namespace

TEST_CASE("a list goes on over the edges of its blocks, and over blocks that are not there") {
  const ListBlocks blocks = blocks_of(kRows, 10);
  ConceptList list({&blocks});
  Rows found;
  for (std::uint32_t row = list.row(); row != ConceptList::kEnd; row = list.next()) found.emplace(row, list.hits());

  CHECK(found == kRows);
}

TEST_CASE("a seek finds the first row at or after the one that is asked for, in whichever block it is") {
  const ListBlocks blocks = blocks_of(kRows, 10);
  for (std::uint32_t asked = 0; asked < 45; ++asked) {
    ConceptList list({&blocks});
    const auto expected = kRows.lower_bound(asked);
    INFO(asked);
    CHECK(list.seek(asked) == (expected == kRows.end() ? ConceptList::kEnd : expected->first));
    if (expected != kRows.end()) CHECK(list.hits() == expected->second);
  }
}

TEST_CASE("a seek never goes back") {
  const ListBlocks blocks = blocks_of(kRows, 10);
  ConceptList list({&blocks});
  list.seek(19);

  CHECK(list.seek(3) == 19);
  CHECK(list.next() == 41);
}

TEST_CASE("a concept without postings is at its end from the beginning") {
  const ListBlocks nothing;
  CHECK(ConceptList({&nothing}).row() == ConceptList::kEnd);
  CHECK(ConceptList({&nothing}).seek(5) == ConceptList::kEnd);
  CHECK(ConceptList({}).row() == ConceptList::kEnd);
}

TEST_CASE("the rows of two terms are both terms' rows, with the hits of both, however each is cut") {
  std::mt19937 random(7);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  for (int round = 0; round < 200; ++round) {
    Rows a;
    Rows b;
    for (std::uint32_t row = 0; row < 300; ++row) {
      if (below(3) == 0) a[row] = FieldHits::kTitle + FieldHits::kDescription * below(4);
      if (below(20) == 0) b[row] = FieldHits::kCompany + FieldHits::kDescription * below(4);
    }
    Rows both = a;
    for (const auto& [row, hits] : b) {
      const std::uint32_t described = FieldHits::description_count(both[row]) + FieldHits::description_count(hits);
      both[row] = ((both[row] | hits) & ~FieldHits::kDescriptionMask) |
                  FieldHits::kDescription * std::min(described, FieldHits::kMaxDescription);
    }
    const ListBlocks a_blocks = blocks_of(a, 1 + below(64));
    const ListBlocks b_blocks = blocks_of(b, 1 + below(64));
    ConceptList list({&a_blocks, &b_blocks});
    for (std::uint32_t asked = 0; asked < 300;) {
      const auto expected = both.lower_bound(asked);
      const bool by_step = list.row() != ConceptList::kEnd && list.row() + 1 == asked;
      const std::uint32_t row = by_step ? list.next() : list.seek(asked);
      REQUIRE(row == (expected == both.end() ? ConceptList::kEnd : expected->first));
      if (expected == both.end()) break;
      REQUIRE(list.hits() == expected->second);
      asked = row + 1 + below(3);
    }
  }
}

}  // namespace doorstep::search
