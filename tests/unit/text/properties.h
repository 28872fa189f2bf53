#pragma once

// What must hold of the terms of any text, whatever it says.

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/text/world.h"

namespace doorstep::text {

using Range = std::pair<std::uint32_t, std::uint32_t>;

struct Character {
  char32_t code = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

inline std::vector<Character> characters(std::string_view text) {
  std::vector<Character> all;
  for (std::size_t at = 0; at < text.size();) {
    Character c{.begin = static_cast<std::uint32_t>(at)};
    c.code = next_code_point(text, at);
    c.end = static_cast<std::uint32_t>(at);
    all.push_back(c);
  }
  return all;
}

// The first broken promise in words, or empty. `normalized` must be normalised, `terms` what the analyser made of it.
inline std::string broken_promise(std::string_view normalized, const std::vector<Term>& terms) {
  std::map<Range, std::set<TermKind>> kinds;
  std::uint32_t last_begin = 0;
  for (const Term& term : terms) {
    if (term.begin < last_begin) return "out of order: " + term.text;
    last_begin = term.begin;
    if (term.end <= term.begin || term.end > normalized.size()) return "no range: " + term.text;
    if (term.text != normalized.substr(term.begin, term.end - term.begin)) return "not the text there: " + term.text;
    if (term.text.size() > kMaxTermBytes) return "too long: " + term.text;
    if (!kinds[{term.begin, term.end}].insert(term.kind).second) return "twice: " + term.text;
  }
  const auto is = [&](std::uint32_t begin, std::uint32_t end, std::set<TermKind> wanted) {
    const auto found = kinds.find({begin, end});
    if (found == kinds.end()) return false;
    for (const TermKind kind : found->second) {
      if (wanted.count(kind) != 0) return true;
    }
    return false;
  };
  const std::vector<Character> all = characters(normalized);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_han(all[i].code)) continue;
    const bool before = i > 0 && is_han(all[i - 1].code);
    const bool after = i + 1 < all.size() && is_han(all[i + 1].code);
    if (after &&
        !is(all[i].begin, all[i + 1].end, {TermKind::kWord, TermKind::kInnerBigram, TermKind::kStraddlingBigram})) {
      return "pair not covered: " + std::string(normalized.substr(all[i].begin, all[i + 1].end - all[i].begin));
    }
    if (!before && !after && !is(all[i].begin, all[i].end, {TermKind::kWord, TermKind::kCharacter})) {
      return "character not covered: " + std::string(normalized.substr(all[i].begin, all[i].end - all[i].begin));
    }
  }
  return {};
}

// The same for terms whose offsets are into the text as given.
inline std::string broken_offsets(std::string_view text, const std::vector<Term>& terms) {
  std::set<std::uint32_t> boundaries = {static_cast<std::uint32_t>(text.size())};
  for (const Character& c : characters(text)) boundaries.insert(c.begin);
  std::uint32_t last_begin = 0;
  for (const Term& term : terms) {
    if (term.begin < last_begin) return "out of order: " + term.text;
    last_begin = term.begin;
    if (term.begin >= term.end) return "empty range: " + term.text;
    if (boundaries.count(term.begin) == 0 || boundaries.count(term.end) == 0) return "inside a character: " + term.text;
  }
  return {};
}

}  // namespace doorstep::text
