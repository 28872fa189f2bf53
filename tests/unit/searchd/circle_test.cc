#include "searchd/search/circle.h"

#include <catch2/catch.hpp>

#include <random>

#include "searchd/search/circle_cache.h"
#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::kSanlian;
using testing::World;

// 2,000 places within some 20 km, dense in the middle, a tenth without a place.
World scattered() {
  World world;
  std::mt19937 random(11);
  std::normal_distribution<double> spread(0, 5000);
  for (int i = 0; i < 2000; ++i) {
    testing::Draft draft{.title = "工"};
    draft.place = kSanlian.moved_m(spread(random), spread(random));
    if (i % 10 == 0) draft.place = std::nullopt;
    world.add("p" + std::to_string(i), std::move(draft));
  }
  return world;
}

}  // namespace

TEST_CASE("the ranges hold every row of the circle, ascend, are apart, and hold no posting without a place") {
  const World world = scattered();
  const index::Columns& columns = world.snapshot().columns();
  REQUIRE(columns.placed_rows() == 1800);
  for (const double radius_m : {1.0, 100.0, 3000.0, 9000.0, 50'000.0}) {
    const Circle circle(columns, kSanlian, radius_m);
    std::uint32_t last = 0;
    std::size_t inside = 0;
    for (const RowRange& range : circle.rows()) {
      CHECK(range.begin < range.end);
      CHECK((&range == circle.rows().data() || range.begin > last));
      last = range.end;
      for (std::uint32_t row = range.begin; row < range.end; ++row)
        inside += circle.contains(circle.chord2(row)) ? 1U : 0U;
    }
    CHECK(last <= columns.placed_rows());
    std::size_t expected = 0;
    for (std::uint32_t row = 0; row < columns.placed_rows(); ++row) {
      expected += circle.contains(circle.chord2(row)) ? 1U : 0U;
    }
    CHECK(inside == expected);
  }
}

TEST_CASE("a circle that is small reads a small part of the rows") {
  const World world = scattered();
  const Circle circle(world.snapshot().columns(), kSanlian, 500);
  std::uint32_t read = 0;

  for (const RowRange& range : circle.rows()) read += range.end - range.begin;

  CHECK(read < 200);
}

TEST_CASE("whether a row is inside agrees with its distance") {
  const World world = scattered();
  const Circle circle(world.snapshot().columns(), kSanlian, 3000);
  for (std::uint32_t row = 0; row < world.snapshot().columns().placed_rows(); ++row) {
    const double metres = circle.metres(circle.chord2(row));
    if (std::abs(metres - 3000) > 0.01) CHECK(circle.contains(circle.chord2(row)) == (metres < 3000));
  }
}

TEST_CASE("far from every posting there is nothing to read") {
  const World world = scattered();

  CHECK(Circle(world.snapshot().columns(), {45.0, 90.0}, 50'000).rows().empty());
}

TEST_CASE("a circle asked for again has the same rows, also after very many others") {
  const World world = scattered();
  const index::Columns& columns = world.snapshot().columns();
  const CircleCache cache(columns);
  const auto fresh = [&columns](domain::LatLng centre, double radius_m) {
    return rows_of_circle(columns, centre, radius_m);
  };
  CHECK(cache.rows(kSanlian, 3000) == fresh(kSanlian, 3000));
  CHECK(cache.rows(kSanlian, 3000) == fresh(kSanlian, 3000));
  CHECK(cache.rows(kSanlian, 500) == fresh(kSanlian, 500));
  for (std::size_t i = 0; i < CircleCache::kMaxCircles; ++i) cache.rows(kSanlian.moved_m(static_cast<double>(i)), 10);
  CHECK(cache.rows(kSanlian, 3000) == fresh(kSanlian, 3000));
  CHECK(cache.rows(kSanlian.moved_m(4000), 3000) == fresh(kSanlian.moved_m(4000), 3000));
}

}  // namespace doorstep::search
