#include "searchd/search/matcher.h"

#include <catch2/catch.hpp>

#include <random>
#include <set>

#include "schema/index/document_codec.h"
#include "tests/support/world.h"

namespace doorstep::search {
namespace {

using testing::kSanlian;
using testing::World;

const std::vector<std::string> kPieces{"保洁",   "保洁员", "保安",       "确保安全", "会计", "会计师", "焊工",
                                       "电焊工", "Java",   "JavaScript", "c++",      "夜班", "的",     "，",
                                       " ",      "5000",   "鱻",         "安全员",   "员工"};

std::string random_text(std::mt19937& random, std::size_t pieces) {
  std::string text;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % kPieces.size()];
  return text;
}

// What one request needs to match, over everything within 50 km.
struct Bench {
  explicit Bench(const World& world)
      : snapshot(world.snapshot()),
        lease(snapshot.databases().lease()),
        lists(snapshot.columns().rows(), 1 << 20),
        circle(snapshot.columns(), kSanlian, 50'000),
        filter(snapshot.columns(), {}, testing::test_now()),
        ranking(tables, snapshot.columns(), request, testing::test_now(), 10, ""),
        time(std::chrono::seconds{60}),
        matcher(lease.database(), lists, snapshot.texts(), circle, filter, ranking, time) {}

  const serving::Snapshot& snapshot;
  serving::DatabasePool::Lease lease;
  SearchRequest request;
  RankingTables tables{RankingProfile{}};
  PostingLists lists;
  Circle circle;
  RowFilter filter;
  Ranking ranking;
  SearchTime time;
  Matcher matcher;
};

World random_world(std::mt19937& random) {
  World world;
  for (int i = 0; i < 300; ++i) {
    world.add("p" + std::to_string(i), {.title = random_text(random, 1 + random() % 3) + "工",
                                        .company = random_text(random, random() % 2),
                                        .place = kSanlian.moved_m(static_cast<double>(random() % 9000)),
                                        .description = random_text(random, random() % 12)});
  }
  return world;
}

std::set<std::uint32_t> rows_of(const std::vector<Match>& matches) {
  std::set<std::uint32_t> rows;
  for (const Match& match : matches) rows.insert(match.row);
  CHECK(rows.size() == matches.size());
  return rows;
}

// The field hits of one term in every row, worked out posting by posting.
std::vector<std::uint32_t> hits_by_row(const Bench& bench, const std::string& term) {
  const testing::Words& words = testing::Words::shared();
  const domain::Gazetteer nowhere;
  const indexer::DocumentBuilder documents(words.language, nowhere);
  std::vector<std::uint32_t> hits;
  for (std::uint32_t row = 0; row < bench.snapshot.columns().rows(); ++row) {
    const auto posting = index::decode_posting(bench.snapshot.postings().row(row));
    const auto document = documents.build(posting.value());
    const auto found = document.terms.find(term);
    hits.push_back(found == document.terms.end() ? 0 : found->second);
  }
  return hits;
}

}  // namespace

TEST_CASE("exact finds the rows whose title, company or description hold every term, and no others") {
  std::mt19937 random(3);
  const World world = random_world(random);
  Bench bench(world);
  for (int i = 0; i < 200; ++i) {
    const std::string query = random_text(random, 1 + random() % 3);
    const ExactPlan plan = plan_exact(testing::Words::shared().analyzer, query);
    std::set<std::uint32_t> expected;
    for (std::uint32_t row = 0; row < 300; ++row) {
      const index::PostingTexts texts = bench.snapshot.texts().row(row);
      const auto holds = [&texts](const std::string& part) {
        return texts.title.find(part) != std::string_view::npos || texts.company.find(part) != std::string_view::npos ||
               texts.description.find(part) != std::string_view::npos;
      };
      if (std::all_of(plan.substrings.begin(), plan.substrings.end(), holds)) expected.insert(row);
    }
    INFO(query);
    CHECK(rows_of(bench.matcher.exact(plan)) == expected);
  }
}

TEST_CASE("words finds the rows with every required term, each with the text it earned") {
  std::mt19937 random(5);
  const World world = random_world(random);
  Bench bench(world);
  for (const char* query : {"保洁", "保洁 会计", "夜班 java 保安", "电焊工 安全员", "焊工 的", "c++ 5000"}) {
    const QueryPlan plan = plan_words(testing::Words::shared().analyzer, query);
    std::vector<bool> matches(300, true);
    std::vector<double> text(300, 0.0);
    for (const WeighedConcept& one : bench.matcher.weigh(plan.choices.at(0))) {
      const auto hits = hits_by_row(bench, one.looked_for.terms.at(0));
      for (std::uint32_t row = 0; row < 300; ++row) {
        if (hits[row] == 0 && one.looked_for.required) matches[row] = false;
        if (hits[row] != 0) text[row] += bench.ranking.text(one.share, hits[row], row);
      }
    }
    const std::vector<Match> found = bench.matcher.words(plan);
    INFO(query);
    CHECK(found.size() == static_cast<std::size_t>(std::count(matches.begin(), matches.end(), true)));
    for (const Match& match : found) {
      CHECK(matches[match.row]);
      const double phrase = match.text - text[match.row];
      CHECK((phrase == Approx(0.0).margin(1e-9) || phrase == Approx(bench.ranking.phrase())));
    }
  }
}

TEST_CASE(
    "the shares of the words sum to one, the rarer word's is greater, and one that nobody has counts for nothing") {
  World world;
  for (int i = 0; i < 20; ++i) world.add("c" + std::to_string(i), {.title = "保洁员"});
  world.add("w", {.title = "电焊工"});
  const Bench bench(world);
  const auto weighed = bench.matcher.weigh(
      {{"保洁员", {"W保洁员"}, true}, {"电焊工", {"W电焊工"}, true}, {"宇航员", {"W宇航员"}, false}});

  CHECK(weighed[0].share + weighed[1].share == Approx(1.0));
  CHECK(weighed[1].share > weighed[0].share);
  CHECK(weighed[2].share == 0.0);
}

TEST_CASE("words that nobody has are no division by zero") {
  const World world = World{}.posting("p");
  const Bench bench(world);
  const Conjunction unknown{{"宇航员", {"W宇航员"}, true}, {"宇宙", {"W宇宙"}, true}};

  CHECK(bench.matcher.any_of(unknown, 0.3).empty());
  for (const WeighedConcept& one : bench.matcher.weigh(unknown)) CHECK(one.share == 0.0);
}

TEST_CASE("a conjunction led by few rows finds the same, whether the other lists were read before or not") {
  World world;
  for (int i = 0; i < 3000; ++i) {
    world.add("p" + std::to_string(i), {.title = i % 700 == 699 ? "保洁员 电焊工" : i % 2 == 0 ? "保洁员" : "电焊工"});
  }
  const Conjunction both{{"保洁员", {"W保洁员"}, true}, {"电焊工", {"W电焊工"}, true}};
  const Conjunction rare{{"保洁员", {"W保洁员"}, true}, {"p699", {"Qp699"}, true}};
  const Bench bench(world);
  const auto rows = [&bench](const Conjunction& concepts) {
    return rows_of(bench.matcher.words({.normalized = "", .choices = {concepts}}));
  };

  const std::set<std::uint32_t> one = rows(rare);
  const std::set<std::uint32_t> four = rows(both);
  CHECK(one.size() == 1);
  CHECK(four.size() == 4);
  CHECK(four.count(*one.begin()) == 1);
  CHECK(rows(rare) == one);
}

TEST_CASE("any_of keeps what has enough of the weight") {
  const World world =
      World{}.posting("a", {.title = "保洁员"}).posting("b", {.title = "保安"}).posting("c", {.title = "保洁员兼保安"});
  const Bench bench(world);
  const Conjunction both{{"保洁员", {"W保洁员"}, true}, {"保安", {"W保安"}, true}};

  CHECK(bench.matcher.any_of(both, 0.4).size() == 3);
  CHECK(bench.matcher.any_of(both, 0.9).size() == 1);
}

TEST_CASE("a concept of several terms has the hits of all of them together") {
  const World world =
      World{}.posting("p", {.title = "保洁员", .company = "清洁公司", .description = "保洁，保洁，清洁，清洁"});
  const Bench bench(world);

  const auto hits = bench.matcher.hits_of({"保洁", {"W保洁", "W清洁", "W宇宙"}, true}, {0});

  REQUIRE(hits.size() == 1);
  CHECK(hits[0].hits == index::FieldHits::kTitle + index::FieldHits::kCompany + 3 * index::FieldHits::kDescription);
}

}  // namespace doorstep::search
