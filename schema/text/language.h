#pragma once

// All that both programs read text with, made once and shared by every thread.

#include <string>
#include <vector>

#include "schema/text/analyzer.h"
#include "schema/text/concept_finder.h"
#include "schema/text/concepts.h"
#include "schema/text/function_words.h"
#include "schema/text/lexicon.h"
#include "schema/text/places.h"

namespace doorstep::text {

struct Language {
  // Out of the files that are compiled in. Throws std::logic_error if one does not parse, which a test rules out.
  Language();
  Language(const Language&) = delete;
  Language& operator=(const Language&) = delete;

  // Changes with every file that decides which terms a posting gets: part of what makes two indexes comparable.
  std::string fingerprint() const;

  Lexicon lexicon;
  Concepts concepts;
  FunctionWords function_words;
  std::vector<NamedPlace> named_places;
  Normalizer normalizer;
  Analyzer analyzer;  // of postings; queries are cut by one that knows more names
  ConceptFinder concept_finder;
};

}  // namespace doorstep::text
