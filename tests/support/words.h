#pragma once

// The real analyser, built once a process: loading its dictionaries takes longer than most tests.

#include "schema/domain/category.h"
#include "schema/text/language.h"

namespace doorstep::testing {

struct Words {
  text::Language language;
  const text::Normalizer& normalizer = language.normalizer;
  const text::Analyzer& analyzer = language.analyzer;
  domain::Categories categories = domain::built_in_categories();

  static const Words& shared() {
    static const Words words;
    return words;
  }
};

}  // namespace doorstep::testing
