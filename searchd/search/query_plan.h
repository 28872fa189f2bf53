#pragma once

// What a query looks for, in index terms.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/analyzer.h"

namespace doorstep::search {

// One thing looked for. A posting has it when it has any of the terms.
struct Concept {
  std::string word;                // normalised, for `why`
  std::vector<std::string> terms;  // with prefix; the posting's hits are those of all of them together
  bool required = true;            // false: earns score, but need not be there

  bool operator==(const Concept&) const = default;
};

// All required concepts of one alternative must be there.
using Conjunction = std::vector<Concept>;

struct QueryPlan {
  std::string normalized;            // the whole query, normalised and trimmed
  std::vector<Conjunction> choices;  // a posting matches if it matches one; empty: browse

  bool operator==(const QueryPlan&) const = default;
};

// The words of the query; a query in traditional characters has a second choice in Taiwan's usage. A query without
// any word (only punctuation) has one choice that nothing matches.
QueryPlan plan_words(const text::Analyzer& analyzer, std::string_view query);

// What is tried when a plan finds too little, from the least change to the greatest. Each finds more than the last.
struct RelaxedPlan {
  std::string code;              // any_word, any_part
  std::string text;              // what was done, in Chinese
  std::string text_beside_hits;  // the same when there are hits of the plan itself, too
  Conjunction concepts;          // of the required ones some will do
  double least_share = 0;        // of the concepts' weight that a posting must have
  bool last_resort = false;      // only for a plan that finds nothing at all
};
std::vector<RelaxedPlan> relaxed_plans(const QueryPlan& plan);

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
