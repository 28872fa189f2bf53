#pragma once

// Spellings of words as a tree of letters, so that what was typed is followed letter by letter in all of them at once.
//
// The first letter of each syllable is in upper case (BaoJie): the tree knows where syllables begin. Digits and signs
// are syllables of their own, as they are.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::search {

// "bao" as "Bao"; other than a–z stays.
std::string capitalized(std::string_view syllable);

// 'B' as 'b'; other than A–Z stays.
constexpr char small_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Whether a syllable begins with it.
constexpr bool begins_syllable(char c) { return c < 'a' || c > 'z'; }

// Immutable; safe to share between threads.
class SpellingTrie {
 public:
  struct Spelling {
    std::string letters;
    std::uint32_t entry = 0;  // of which word

    auto operator<=>(const Spelling&) const = default;
  };
  using Node = std::uint32_t;
  static constexpr Node kRoot = 0;

  explicit SpellingTrie(std::vector<Spelling> spellings);

  // Of a node other than the root: the letter that leads to it.
  char letter(Node node) const { return nodes_[node].letter; }

  // The children of a node are c = node + 1, then c = end(c), while c < end(node).
  Node end(Node node) const { return nodes_[node].end; }

  std::optional<Node> child(Node node, char letter) const;
  std::optional<Node> follow(Node from, std::string_view letters) const;

  // The words spelled so, and those whose spelling begins so. One of several such spellings is there several times.
  std::span<const std::uint32_t> entries_at(Node node) const;
  std::span<const std::uint32_t> entries_below(Node node) const;
  // Of those below, without the ones in which the node's syllable goes on.
  std::span<const std::uint32_t> entries_after_syllable(Node node) const;

  // In memory, about.
  std::size_t bytes() const { return nodes_.size() * sizeof(nodes_[0]) + entries_.size() * sizeof(entries_[0]); }

 private:
  // In preorder. A word that ends at a node stands before those that go on, and those before, as capitals do, that go on
  // with another syllable.
  struct Stored {
    Node end = 0;              // after the last one below it
    std::uint32_t begins = 0;  // first of the entries below it
    char letter = 0;
  };

  std::vector<Stored> nodes_;  // and one after the last
  std::vector<std::uint32_t> entries_;
};

}  // namespace doorstep::search
