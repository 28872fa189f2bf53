#pragma once

// The real analyser, built once a process: loading its dictionaries takes longer than most tests.

#include "schema/domain/category.h"
#include "schema/text/analyzer.h"
#include "schema/text/lexicon.h"

namespace doorstep::testing {

struct Words {
  text::Lexicon lexicon = text::built_in_lexicon();
  text::Normalizer normalizer;
  text::Analyzer analyzer{normalizer, lexicon};
  domain::Categories categories = domain::built_in_categories();

  static const Words& shared() {
    static const Words words;
    return words;
  }
};

}  // namespace doorstep::testing
