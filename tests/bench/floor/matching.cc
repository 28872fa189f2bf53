#include "tests/bench/floor/matching.h"

namespace doorstep::bench {

using index::FieldHits;

std::vector<Found> merged(std::vector<Found> a, std::vector<Found> b) {
  if (a.empty()) return b;
  std::vector<Found> all;
  all.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all),
             [](const Found& x, const Found& y) { return x.row != y.row ? x.row < y.row : x.text > y.text; });
  all.erase(std::unique(all.begin(), all.end(), [](const Found& x, const Found& y) { return x.row == y.row; }),
            all.end());
  return all;
}

std::vector<Found> Matching::words(const search::QueryPlan& plan) const {
  std::vector<Found> found;
  for (const search::Conjunction& choice : plan.choices) {
    found = merged(std::move(found), conjunction(choice, choice.size() > 1 ? plan.normalized : std::string()));
  }
  return found;
}

std::vector<Found> Matching::conjunction(const search::Conjunction& concepts, const std::string& phrase) const {
  const std::vector<FoundConcept> weighed = find(concepts);
  std::vector<Part> parts;
  for (const FoundConcept& one : weighed) parts.push_back({&one, ListCursor(one.list)});
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    const bool a_required = a.concept_found->looked_for->required;
    const bool b_required = b.concept_found->looked_for->required;
    return a_required != b_required ? a_required : a.concept_found->frequency < b.concept_found->frequency;
  });
  const auto required = static_cast<std::size_t>(std::count_if(
      parts.begin(), parts.end(), [](const Part& part) { return part.concept_found->looked_for->required; }));
  std::vector<Found> matches;
  if (required == 0) return matches;
  ListCursor& lead = parts.front().cursor;
  Found found;
  for (const RowRun& run : runs_) {
    for (lead.seek(run.begin); !lead.ended() && lead.row() < run.end; lead.step()) {
      bool everywhere = true;
      for (std::size_t i = 1; everywhere && i < required; ++i) everywhere = parts[i].cursor.seek(lead.row());
      if (!everywhere || !admission_.admit(lead.row(), found)) continue;
      earn(parts, required, phrase, found);
      matches.push_back(found);
    }
  }
  return matches;
}

// The text of a row that every required cursor stands at.
void Matching::earn(std::vector<Part>& parts, std::size_t required, const std::string& phrase, Found& found) const {
  bool all_in_title = true;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i >= required && !parts[i].cursor.seek(found.row)) continue;
    const std::uint32_t hits = parts[i].cursor.hits();
    if (i < required) all_in_title = all_in_title && (hits & FieldHits::kTitle) != 0;
    found.text += scoring_.text(parts[i].concept_found->share, hits, found.row);
  }
  if (!phrase.empty() && all_in_title && corpus_.normalized_title(found.row).find(phrase) != std::string::npos) {
    found.text += scoring_.phrase();
  }
}

}  // namespace doorstep::bench
