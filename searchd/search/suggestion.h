#pragma once

// What is proposed while somebody types, as values.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "searchd/search/request.h"

namespace doorstep::search {

struct SuggestRequest {
  std::string query;  // what was typed so far; empty: what is most offered near by
  Anchor anchor;
  double radius_m = 3000;
  std::uint32_t limit = 10;

  bool operator==(const SuggestRequest&) const = default;
};

// How a suggestion was come to. Names are append-only.
enum class SuggestionKind : std::uint8_t {
  kCompletion,  // the typed text is, begins or is within it
  kPinyin,      // in letters, or partly
  kInitials,    // in the first letters of its syllables
  kHomophone,   // in other characters of the same sound, or nearly
  kCorrection,  // with a slip
  kPlace,       // a community, street or district, however it was typed
};

// "completion", "pinyin", "initials", "homophone", "correction", "place"
std::string_view suggestion_kind_name(SuggestionKind kind);

struct Suggestion {
  std::string text;  // to be searched for
  SuggestionKind kind = SuggestionKind::kCompletion;
  std::string stands_for;  // the preferred name of its concept
  std::uint64_t open = 0;  // vacancies in the circle that have all its words

  bool operator==(const Suggestion&) const = default;
};

struct SuggestResult {
  std::vector<Suggestion> suggestions;  // the best first
  bool counts_are_exact = true;         // false: the deadline passed first, at least so many

  bool operator==(const SuggestResult&) const = default;
};

}  // namespace doorstep::search
