#include "searchd/search/wishes.h"

#include <utility>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

// What a hit is worth by the way it was found.
constexpr double kByConcept = 1.0;
constexpr double kByNarrower = 0.6;
constexpr double kByPlace = 1.0;
constexpr double kByStreetNear = 0.5;

void look_for(Concept& wish, std::string term, double factor) {
  wish.terms.push_back(std::move(term));
  wish.factors.push_back(factor);
}

}  // namespace

Part part_of(text::ConceptKind kind) {
  switch (kind) {
    case text::ConceptKind::kShift: return Part::kShift;
    case text::ConceptKind::kBenefit: return Part::kWelfare;
    case text::ConceptKind::kGroup: return Part::kGroup;
    case text::ConceptKind::kEmployment: return Part::kEmployment;
    case text::ConceptKind::kRequirement:
    case text::ConceptKind::kCertificate: return Part::kRequirement;
    default: return Part::kJob;
  }
}

Concept wish_for(const text::Concepts& concepts, const text::ConceptEntry& entry, const std::string& word) {
  const bool job = part_of(entry.kind) == Part::kJob;
  Concept wish{.word = word, .role = job ? Role::kJob : Role::kAttribute, .meaning = entry.key};
  look_for(wish, index::concept_term(entry.key), kByConcept);
  look_for(wish, index::narrower_term(entry.key), kByNarrower);
  // In an employer's name it is a word like others (会计师事务所).
  if (job) look_for(wish, index::employer_term(word), kByConcept);
  for (const std::string& key : entry.broader) {
    const text::ConceptKind kind = concepts.entries()[*concepts.by_key(key)].kind;
    if (kind == text::ConceptKind::kCertificate || kind == text::ConceptKind::kRequirement) continue;
    wish.broader_terms.push_back(index::concept_term(key));
    wish.broader_terms.push_back(index::narrower_term(key));
    wish.broader.append(wish.broader.empty() ? "" : "、").append(key);
  }
  return wish;
}

Concept wish_for(const text::NamedPlace& place, const std::string& word) {
  Concept wish{.word = word, .role = Role::kPlace, .meaning = place.key};
  look_for(wish, index::place_term(place.key), kByPlace);
  for (const std::string& street : place.near) look_for(wish, index::place_term(street), kByStreetNear);
  // A landmark may be named anywhere, also where its name is not known to be one.
  look_for(wish, index::word_term(word), kByPlace);
  return wish;
}

}  // namespace doorstep::search
