#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "schema/text/mapped_text.h"

namespace doorstep::text {

// Traditional to simplified exactly as OpenCC's t2s: at each place the longest phrase, else the character.
//
// OpenCC's own converter does not say which characters a phrase came from, and most texts hold nothing that it would
// change; so its dictionaries are read once, by its public interface, and walked here. A test holds both equal.
// Immutable after construction; safe to share between threads.
class Simplifier {
 public:
  // Reads OpenCC's t2s.json and its dictionaries. Throws opencc::Exception or std::runtime_error where it cannot.
  Simplifier();

  // A text without any trigger is its own simplified form: each dictionary key that is changed at all holds one.
  bool is_trigger(char32_t c) const { return triggers_.contains(c); }

  // Valid UTF-8 in and out. A phrase is mapped character by character when its length stays the same, else as a
  // whole to its first character.
  MappedText simplify(const MappedText& text) const;

 private:
  static constexpr char32_t kCodePoints = 0x110000;

  struct Rule {
    std::string from;
    std::string to;
  };

  void add_rule(Rule rule);
  const Rule* rule_at(std::string_view text, std::size_t at, char32_t first) const;

  // By the first character, in the order in which OpenCC tries them.
  std::unordered_map<char32_t, std::vector<Rule>> rules_;
  std::vector<bool> begins_rule_ = std::vector<bool>(kCodePoints);  // the keys of rules_, cheaper to ask
  std::unordered_set<char32_t> triggers_;
};

}  // namespace doorstep::text
