#include "searchd/search/spelling_trie.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <vector>

#include "searchd/search/slips.h"

namespace doorstep::search {
namespace {

using Entries = std::vector<std::uint32_t>;

Entries list(std::span<const std::uint32_t> entries) { return {entries.begin(), entries.end()}; }

const SpellingTrie& trie() {
  static const SpellingTrie words({{"BaoJie", 0},
                                   {"BaoJieYuan", 1},
                                   {"BaoAn", 2},
                                   {"Ban", 3},
                                   {"BanGong", 4},
                                   {"BangGong", 5},
                                   {"BaoJie", 6},
                                   {"BaoJie", 0}});
  return words;
}

SpellingTrie::Node at(std::string_view letters) { return trie().follow(SpellingTrie::kRoot, letters).value(); }

TEST_CASE("a spelling leads to the words that end there and to those that go on") {
  CHECK(list(trie().entries_at(at("BaoJie"))) == Entries{0, 6});
  CHECK(list(trie().entries_below(at("BaoJie"))) == Entries{0, 6, 1});
  CHECK(list(trie().entries_at(at("Bao"))).empty());
  CHECK(list(trie().entries_below(at("Bao"))) == Entries{2, 0, 6, 1});
  CHECK(trie().entries_below(SpellingTrie::kRoot).size() == 7);
}

TEST_CASE("after a whole syllable no word is found in which it goes on") {
  CHECK(list(trie().entries_below(at("Ban"))) == Entries{3, 4, 5});
  CHECK(list(trie().entries_after_syllable(at("Ban"))) == Entries{3, 4});
}

TEST_CASE("letters that no word has lead nowhere") {
  CHECK_FALSE(trie().follow(SpellingTrie::kRoot, "Baojie"));
  CHECK_FALSE(trie().follow(SpellingTrie::kRoot, "BaoJieYuanX"));
  CHECK_FALSE(SpellingTrie({}).follow(SpellingTrie::kRoot, "B"));
  CHECK(SpellingTrie({}).entries_below(SpellingTrie::kRoot).empty());
}

Entries near(std::string_view letters, std::size_t most, SlipScope scope = SlipScope::kWhole) {
  Entries found;
  for (const SpellingTrie::Node node : near_spellings(trie(), letters, most, scope)) {
    for (const std::uint32_t entry : trie().entries_at(node)) found.push_back(entry);
  }
  std::sort(found.begin(), found.end());
  return found;
}

TEST_CASE("a spelling is near with one letter missing, too many, another, or two swapped") {
  CHECK(near("baoan", 1) == Entries{2});
  CHECK(near("baan", 1) == Entries{2, 3});
  CHECK(near("baoaan", 1) == Entries{2});
  CHECK(near("baqan", 1) == Entries{2});
  CHECK(near("boaan", 1) == Entries{2});
  CHECK(near("obaan", 1).empty());
  CHECK(near("obaan", 2) == Entries{2, 3});
  CHECK(near("banggong", 1) == Entries{4, 5});
}

TEST_CASE("a slip in the beginning is near in the scope of prefixes") {
  const auto nodes = near_spellings(trie(), "baojeiyu", 1, SlipScope::kPrefix);
  REQUIRE_FALSE(nodes.empty());
  CHECK(list(trie().entries_below(nodes.front())) == Entries{1});
}

TEST_CASE("the cost of a slip is nothing for the same letters and most for unlike ones") {
  CHECK(slip_cost("baoan", "baoan") == 0);
  CHECK(slip_cost("baoaan", "baoan") < slip_cost("baoxan", "baoan"));
  CHECK(slip_cost("baosn", "baoan") < slip_cost("baopn", "baoan"));
  CHECK(slip_cost("boaan", "baoan") < slip_cost("baopn", "baoan"));
  CHECK(slip_cost("naoan", "baoan") > slip_cost("baoam", "baoan"));
}

}  // namespace
}  // namespace doorstep::search
