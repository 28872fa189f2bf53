#pragma once

// What the words of a query find inside the circle.

#include <string>
#include <vector>

#include "tests/bench/floor/admission.h"

namespace doorstep::bench {

// One request. What it is constructed with must outlive it.
class Matching {
 public:
  Matching(const CorpusInMemory& corpus, const Scoring& scoring, const Admission& admission,
           const std::vector<RowRun>& runs)
      : corpus_(corpus), scoring_(scoring), admission_(admission), runs_(runs) {}

  // With every required concept of one of the choices.
  std::vector<Found> words(const search::QueryPlan& plan) const;

  std::vector<FoundConcept> find(const search::Conjunction& concepts) const {
    return corpus_.words().find(concepts, runs_, corpus_.rows().size());
  }

 private:
  struct Part {
    const FoundConcept* concept_found = nullptr;
    ListCursor cursor;
  };

  std::vector<Found> conjunction(const search::Conjunction& concepts, const std::string& phrase) const;
  void earn(std::vector<Part>& parts, std::size_t required, const std::string& phrase, Found& found) const;

  const CorpusInMemory& corpus_;
  const Scoring& scoring_;
  const Admission& admission_;
  const std::vector<RowRun>& runs_;
};

// Merges by row; of two of one row the better text stays. Both in rising order.
std::vector<Found> merged(std::vector<Found> a, std::vector<Found> b);

}  // namespace doorstep::bench
