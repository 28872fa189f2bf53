#pragma once

// The real analyser, built once a process: loading its dictionaries takes longer than most tests.

#include "schema/domain/category.h"
#include "schema/text/analyzer.h"
#include "schema/text/lexicon.h"

namespace doorstep::testing {

struct Words {
  text::Lexicon lexicon = text::parse_lexicon(text::built_in_lexicon_tsv()).value();
  text::Normalizer normalizer;
  text::Analyzer analyzer{normalizer, lexicon};
  domain::Categories categories = domain::parse_categories(domain::built_in_categories_tsv()).value();

  static const Words& shared() {
    static const Words words;
    return words;
  }
};

}  // namespace doorstep::testing
