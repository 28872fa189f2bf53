#pragma once

// What a query means: its words as jobs, attributes, places, pay and age, and what is not wanted.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/language.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"

namespace doorstep::search {

struct QueryReading {
  QueryPlan plan;
  Filters filters;  // those that the words ask for; others unset
  std::optional<Sort> sort;
  std::vector<Understood> understood;
  struct Unknown {
    std::string text;            // normalised
    bool in_dictionary = false;  // a word all the same; else letters, or characters that make no word
  };
  // The words that are no name of anything known: what a correction may be sought for.
  std::vector<Unknown> unknown;
  bool has_remnants = false;  // single characters that are part of no word, beside words that are known or not
  std::string job;            // key of the first concept that names work; empty: none
};

// Immutable after construction; safe to share between threads. `language` and `gazetteer` must outlive it.
class QueryReader {
 public:
  QueryReader(const text::Language& language, const domain::Gazetteer& gazetteer);

  // `query`: as typed. The words of an ignored part are words like others.
  QueryReading read(std::string_view query, IgnoredParts ignored) const;

  const text::Places& places() const { return places_; }

 private:
  class Run;

  const text::Language& language_;
  text::Places places_;
  text::NameFinder words_;         // function words
  text::NameFinder figure_names_;  // names that a figure is part of (4050, 40-50岁, 24小时班): read before figures are
  text::Analyzer analyzer_;        // knows every name that a query may hold, so that it is cut there
};

}  // namespace doorstep::search
