#include <catch2/catch.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "searchd/search/completion.h"
#include "searchd/search/correction.h"
#include "tests/unit/searchd/typing_world.h"

namespace doorstep::search {
namespace {

using Strings = std::vector<std::string>;

struct Row {
  std::string typed;
  std::string kind;
  Strings accepted;
};

Strings split(const std::string& text, char by) {
  Strings parts(1);
  for (const char c : text) {
    if (c == by) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

std::vector<Row> read_rows() {
  std::ifstream file(std::string(DOORSTEP_SOURCE_DIR) + "/tests/golden/typing.tsv");
  REQUIRE(file);
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const Strings cells = split(line, '\t');
    REQUIRE(cells.size() == 3);
    rows.push_back({cells[0], cells[1], split(cells[2], '|')});
  }
  return rows;
}

Strings first_three(Strings texts) {
  if (texts.size() > 3) texts.resize(3);
  return texts;
}

struct Tally {
  int rows = 0;
  int met = 0;
  std::string misses;

  double share() const { return rows == 0 ? 0.0 : static_cast<double>(met) / rows; }
  void count(const Row& row, const Strings& found) {
    ++rows;
    const bool meets = std::any_of(row.accepted.begin(), row.accepted.end(), [&found](const std::string& one) {
      return std::find(found.begin(), found.end(), one) != found.end();
    });
    if (meets) {
      ++met;
      return;
    }
    misses += row.typed + " " + row.accepted.front() + ":";
    for (const std::string& text : found) misses += " " + text;
    misses += "\n";
  }
};

void print_misses(const std::map<std::string, Tally>& tallies) {
  for (const auto& [kind, tally] : tallies) {
    if (tally.met < tally.rows) WARN(kind << " " << tally.met << "/" << tally.rows << "\n" << tally.misses);
  }
}

std::string typed_text(const Row& row) { return testing::Words::shared().normalizer.normalize(row.typed); }

TEST_CASE("what people type leads to what they mean, in the first three suggestions") {
  std::map<std::string, Tally> tallies;
  for (const Row& row : read_rows()) {
    const auto found = complete(testing::shipped_vocabulary(), typed_text(row), 10);
    tallies[row.kind].count(row, first_three(testing::texts(found)));
  }
  print_misses(tallies);
  CHECK(tallies["pinyin"].share() >= 0.95);
  CHECK(tallies["initials"].share() >= 0.90);
  CHECK(tallies["prefix"].share() >= 0.90);
  CHECK(tallies["homophone"].share() >= 0.90);
  CHECK(tallies["slip"].share() >= 0.85);
}

TEST_CASE("a whole word that was typed wrongly is corrected to what was meant, in the first three") {
  std::map<std::string, Tally> tallies;
  for (const Row& row : read_rows()) {
    if (row.kind == "prefix") continue;
    const auto found = correct(testing::shipped_vocabulary(), typed_text(row), 10);
    tallies[row.kind].count(row, first_three(testing::texts(found)));
  }
  print_misses(tallies);
  CHECK(tallies["pinyin"].share() >= 0.95);
  CHECK(tallies["initials"].share() >= 0.90);
  CHECK(tallies["homophone"].share() >= 0.90);
  CHECK(tallies["slip"].share() >= 0.85);
}

TEST_CASE("the table of what people type has three hundred rows, and none twice") {
  Strings typed;
  for (const Row& row : read_rows()) typed.push_back(row.typed);
  CHECK(typed.size() >= 300);
  std::sort(typed.begin(), typed.end());
  CHECK(std::adjacent_find(typed.begin(), typed.end()) == typed.end());
}

}  // namespace
}  // namespace doorstep::search
