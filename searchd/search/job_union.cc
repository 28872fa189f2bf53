#include "searchd/search/job_union.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace doorstep::search {
namespace {

bool is_job(const text::Concepts& concepts, const Concept& one) {
  const auto number = concepts.by_key(one.meaning);
  return one.role == Role::kJob && number && concepts.entries()[*number].kind == text::ConceptKind::kJob;
}

bool is_kind_of(const text::Concepts& concepts, const Concept& one, const Concept& other) {
  return concepts.is_kind_of(*concepts.by_key(one.meaning), *concepts.by_key(other.meaning));
}

void take_in(Concept& either, const Concept& other) {
  either.word.append("、").append(other.word);
  either.meaning.append("、").append(other.meaning);
  either.terms.insert(either.terms.end(), other.terms.begin(), other.terms.end());
  either.factors.insert(either.factors.end(), other.factors.begin(), other.factors.end());
  either.broader_terms.insert(either.broader_terms.end(), other.broader_terms.begin(), other.broader_terms.end());
  if (!either.broader.empty() && !other.broader.empty()) either.broader.append("、");
  either.broader.append(other.broader);
}

}  // namespace

void join_jobs(const text::Concepts& concepts, Conjunction& wanted) {
  const auto job = [&concepts](const Concept& one) { return is_job(concepts, one); };
  std::vector<Concept> jobs;
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(jobs), job);
  if (jobs.size() < 2) return;
  std::vector<Concept> special;
  for (const Concept& one : jobs) {
    const auto is_kind_of_it = [&](const Concept& other) { return is_kind_of(concepts, other, one); };
    if (std::none_of(jobs.begin(), jobs.end(), is_kind_of_it)) special.push_back(one);
  }
  Concept either = std::move(special.front());
  for (auto other = special.begin() + 1; other != special.end(); ++other) take_in(either, *other);
  const auto first = std::find_if(wanted.begin(), wanted.end(), job);
  wanted.erase(std::remove_if(first + 1, wanted.end(), job), wanted.end());
  *first = std::move(either);
}

}  // namespace doorstep::search
