#pragma once

// What a query looks for, in index terms.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/analyzer.h"

namespace doorstep::search {

// What part a concept plays in a wish: the work itself is given up last.
enum class Role : std::uint8_t { kWord, kJob, kAttribute, kPlace };

// Hits that count for less than this part of the best one are of what is only near.
inline constexpr double kKin = 0.5;

// One thing looked for. A posting has it when it has any of the terms.
struct Concept {
  std::string word;                // normalised, for `why`
  std::vector<std::string> terms;  // with prefix; the posting's hits are those of all of them together
  bool required = true;            // false: earns score, but need not be there
  // By term, what a hit of it is worth (0 to 1); then the posting's hits are those of its best term. Empty: see terms.
  std::vector<double> factors;
  Role role = Role::kWord;
  // Terms of the concepts it is a kind of: what it is widened to when there is too little of it.
  std::vector<std::string> broader_terms;
  std::string broader;  // their keys, for people; empty: none
  std::string meaning;  // key of the concept or place that `word` was read as; empty: as it stands

  bool operator==(const Concept&) const = default;
};

// All required concepts of one alternative must be there.
using Conjunction = std::vector<Concept>;

// Something the posting must not speak of, unless it denies it itself (不上夜班).
struct Unwanted {
  std::string word;                // normalised
  std::vector<std::string> terms;  // concepts, which postings are only given where they do not deny them
  bool in_texts = false;           // no concept is known: the word is looked for in the texts

  bool operator==(const Unwanted&) const = default;
};

struct QueryPlan {
  std::string normalized;            // the whole query, normalised and trimmed
  std::vector<Conjunction> choices;  // a posting matches if it matches one; empty: browse
  std::vector<Unwanted> unwanted;
  bool rest_too = false;  // what matches none of the choices is shown as well, after them

  bool operator==(const QueryPlan&) const = default;
};

// Normalised, with single spaces and none around.
std::string trimmed_query(const text::Normalizer& normalizer, std::string_view query);

// The words of the query; a query in traditional characters has a second choice in Taiwan's usage. A query without
// any word (only punctuation) has one choice that nothing matches.
QueryPlan plan_words(const text::Analyzer& analyzer, std::string_view query);

// The same, but every hit counts only this part of what it did.
Conjunction weakened(Conjunction concepts, double weight);

// What is tried when a plan finds too little, from the least change to the greatest. Each finds more than the last.
struct RelaxedPlan {
  std::string code;              // broader, fewer_wishes, any_word
  std::string text;              // what was done, in Chinese
  std::string text_beside_hits;  // the same when there are hits of the plan itself, too
  Conjunction concepts;          // of the required ones some will do
  double least_share = 0;        // of the concepts' weight that a posting must have; 1: every required one
  std::size_t only_below = 10;   // matches: with so many it is not tried
  bool is_wider = false;         // concepts take in what they are a kind of, by factors below kKin
};
std::vector<RelaxedPlan> relaxed_plans(const QueryPlan& plan);

// The same wherever it lies: what is beyond the circle cannot lie at a place within it. Places stay where nothing else is asked for.
QueryPlan anywhere(QueryPlan plan);

// The plan of `exact`: terms are split at spaces; each must be a substring of title, company or description.
struct ExactPlan {
  std::vector<std::string> substrings;  // normalised
  Conjunction bigrams;                  // each must be there
  // Whether the bigrams say all: every substring is two Han characters. If not, texts must be compared.
  bool bigrams_suffice = true;

  bool operator==(const ExactPlan&) const = default;
};
ExactPlan plan_exact(const text::Analyzer& analyzer, std::string_view query);

}  // namespace doorstep::search
