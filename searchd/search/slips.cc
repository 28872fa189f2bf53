#include "searchd/search/slips.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>

namespace doorstep::search {
namespace {

using Node = SpellingTrie::Node;

// Takes half a millisecond at most; a slip in a vocabulary of 40,000 words takes a third.
constexpr std::size_t kMaxVisits = 20'000;
constexpr std::size_t kMaxNear = 128;

// Half of what a swap of hands does: people see it least.
constexpr double kSwap = 0.5;
constexpr double kDoubled = 0.4;
constexpr double kNeighbouringKey = 0.5;
constexpr double kMissing = 0.6;
constexpr double kExtra = 0.7;
constexpr double kOther = 0.9;
// The first letter is seldom wrong.
constexpr double kFirstLetter = 0.2;

// Damerau–Levenshtein over a tree, a row of the table a node; only the band around the diagonal is filled in.
class Search {
 public:
  Search(const SpellingTrie& trie, std::string_view letters, std::size_t most, SlipScope scope)
      : trie_(trie), letters_(letters), most_(most), scope_(scope) {
    for (std::size_t j = 0; j < kWidth; ++j) rows_[0][j] = static_cast<std::uint8_t>(j);
  }

  std::vector<Node> run() && {
    visit(SpellingTrie::kRoot, 0);
    return std::move(near_);
  }

 private:
  static constexpr std::size_t kWidth = kLongestSlip + 1;
  static constexpr std::size_t kDepth = kLongestSlip + 4;
  static constexpr std::uint8_t kFar = 100;

  void visit(Node node, std::size_t depth) {
    if (depth + 1 >= kDepth) return;
    for (Node child = node + 1; child < trie_.end(node); child = trie_.end(child)) {
      if (++visits_ > kMaxVisits || near_.size() >= kMaxNear) return;
      way_[depth] = small_letter(trie_.letter(child));
      const std::uint8_t least = fill_in(depth + 1);
      const bool near = ends_in_band(depth + 1) && rows_[depth + 1][letters_.size()] <= most_;
      if (near && (scope_ == SlipScope::kPrefix || !trie_.entries_at(child).empty())) {
        near_.push_back(child);
        if (scope_ == SlipScope::kPrefix) continue;
      }
      if (least <= most_) visit(child, depth + 1);
    }
  }

  // The row of `depth` letters of a spelling; its least value.
  std::uint8_t fill_in(std::size_t depth) {
    auto& row = rows_[depth];
    const auto& above = rows_[depth - 1];
    const std::size_t begin = depth > most_ ? depth - most_ : 0;
    const std::size_t end = std::min(letters_.size(), depth + most_);
    if (begin > end) return kFar;
    std::uint8_t least = kFar;
    for (std::size_t j = begin; j <= end; ++j) {
      std::uint8_t value = j < depth + most_ ? plus(above[j], 1) : kFar;
      if (j > begin) value = std::min(value, plus(row[j - 1], 1));
      if (j > 0) value = std::min(value, plus(above[j - 1], letters_[j - 1] == way_[depth - 1] ? 0 : 1));
      if (swapped(depth, j)) value = std::min(value, plus(rows_[depth - 2][j - 2], 1));
      row[j] = value;
      least = std::min(least, value);
    }
    if (begin > 0) row[begin - 1] = kFar;
    if (end < letters_.size()) row[end + 1] = kFar;
    return least;
  }

  bool ends_in_band(std::size_t depth) const {
    return letters_.size() <= depth + most_ && depth <= letters_.size() + most_;
  }

  bool swapped(std::size_t depth, std::size_t j) const {
    return depth > 1 && j > 1 && letters_[j - 1] == way_[depth - 2] && letters_[j - 2] == way_[depth - 1] &&
           letters_[j - 1] != letters_[j - 2];
  }

  static std::uint8_t plus(std::uint8_t a, int b) { return static_cast<std::uint8_t>(a + b); }

  const SpellingTrie& trie_;
  std::string_view letters_;
  std::size_t most_;
  SlipScope scope_;
  std::array<std::array<std::uint8_t, kWidth + 1>, kDepth> rows_{};
  std::array<char, kDepth> way_{};
  std::size_t visits_ = 0;
  std::vector<Node> near_;
};

struct Key {
  int row = 0;
  int half_columns = 0;  // rows are shifted by half a key
};

std::optional<Key> key_of(char letter) {
  constexpr std::array<std::string_view, 3> kRows = {"qwertyuiop", "asdfghjkl", "zxcvbnm"};
  for (std::size_t row = 0; row < kRows.size(); ++row) {
    const std::size_t column = kRows[row].find(letter);
    if (column != std::string_view::npos) return Key{static_cast<int>(row), static_cast<int>(2 * column + row)};
  }
  return std::nullopt;
}

bool are_neighbours(char a, char b) {
  const auto first = key_of(a);
  const auto second = key_of(b);
  return first && second && std::abs(first->row - second->row) <= 1 &&
         std::abs(first->half_columns - second->half_columns) <= 2;
}

double replaced_cost(char typed, char meant) {
  if (typed == meant) return 0;
  return are_neighbours(typed, meant) ? kNeighbouringKey : kOther;
}

// Of the letter `at` of the text, if it is one too many.
double extra_cost(std::string_view text, std::size_t at, double otherwise) {
  const bool doubled = (at > 0 && text[at - 1] == text[at]) || (at + 1 < text.size() && text[at + 1] == text[at]);
  return doubled ? kDoubled : otherwise;
}

}  // namespace

std::vector<Node> near_spellings(const SpellingTrie& trie, std::string_view letters, std::size_t most,
                                 SlipScope scope) {
  if (letters.empty() || letters.size() > kLongestSlip || most > 2) return {};
  return Search(trie, letters, most, scope).run();
}

double slip_cost(std::string_view typed, std::string_view meant) {
  if (typed.size() > kLongestSlip || meant.size() > kLongestSlip + 2) return std::numeric_limits<double>::infinity();
  std::vector<std::vector<double>> cost(typed.size() + 1, std::vector<double>(meant.size() + 1, 0.0));
  for (std::size_t i = 0; i <= typed.size(); ++i) {
    for (std::size_t j = 0; j <= meant.size(); ++j) {
      if (i == 0 && j == 0) continue;
      double best = std::numeric_limits<double>::infinity();
      if (i > 0) best = std::min(best, cost[i - 1][j] + extra_cost(typed, i - 1, kExtra));
      if (j > 0) best = std::min(best, cost[i][j - 1] + extra_cost(meant, j - 1, kMissing));
      if (i > 0 && j > 0) best = std::min(best, cost[i - 1][j - 1] + replaced_cost(typed[i - 1], meant[j - 1]));
      if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1]) {
        best = std::min(best, cost[i - 2][j - 2] + kSwap);
      }
      cost[i][j] = best;
    }
  }
  const bool first_differs = !typed.empty() && !meant.empty() && typed.front() != meant.front();
  return cost.back().back() + (first_differs ? kFirstLetter : 0.0);
}

}  // namespace doorstep::search
