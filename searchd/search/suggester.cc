#include "searchd/search/suggester.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>
#include <utility>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

// What there is at all comes before what there is none of; more of it counts less and less.
constexpr double kOpen = 0.5;
constexpr double kManyOpen = 0.5;
// Words that are looked at, of which many may be names of one thing.
constexpr std::size_t kMaxLooked = 90;

SuggestionKind kind_of(const Completion& one) {
  if (one.use == WordUse::kPlace) return SuggestionKind::kPlace;
  switch (one.kind) {
    case TypedAs::kText: return SuggestionKind::kCompletion;
    case TypedAs::kPinyin: return SuggestionKind::kPinyin;
    case TypedAs::kInitials: return SuggestionKind::kInitials;
    case TypedAs::kHomophone: return SuggestionKind::kHomophone;
    case TypedAs::kSlip: break;
  }
  return SuggestionKind::kCorrection;
}

// People look for work; how the work is they mostly add to it.
double likelihood_of(const text::Concepts& concepts, const Completion& word) {
  constexpr double kAttribute = 0.35;
  constexpr double kNoJob = 0.7;
  constexpr double kOtherName = 0.6;
  const auto number = concepts.by_key(word.stands_for);
  if (!number) return 1.0;
  const text::ConceptKind kind = concepts.entries()[*number].kind;
  const double by_kind = text::is_attribute(kind) ? kAttribute : kind == text::ConceptKind::kJob ? 1.0 : kNoJob;
  return word.text == word.stands_for ? by_kind : by_kind * kOtherName;
}

void sort_by_fit_and_open(std::vector<Suggester::Counted>& counted) {
  std::uint64_t most = 1;
  for (const Suggester::Counted& one : counted) most = std::max(most, one.count.open);
  const auto value = [most](const Suggester::Counted& one) {
    const double share = std::log1p(static_cast<double>(one.count.open)) / std::log1p(static_cast<double>(most));
    return one.likelihood * (one.word.value + (one.count.open > 0 ? kOpen + kManyOpen * share : 0.0));
  };
  std::stable_sort(counted.begin(), counted.end(), [&value](const Suggester::Counted& a, const Suggester::Counted& b) {
    if (a.word.fit != b.word.fit) return a.word.fit < b.word.fit;
    const bool a_is_place = a.word.use == WordUse::kPlace;
    if (a_is_place != (b.word.use == WordUse::kPlace)) return !a_is_place;
    return value(a) > value(b);
  });
}

}  // namespace

Suggester::Suggester(const text::Language& language, const Typing& typing, const QueryReader& reader,
                     const std::function<std::uint64_t(const std::string&)>& frequency)
    : language_(language), typing_(typing), reader_(reader), scores_(typing.vocabulary().concepts().size()) {
  double most = 1;
  for (std::size_t i = 0; i < scores_.size(); ++i) {
    const std::string& key = typing.vocabulary().concepts()[i];
    std::uint64_t postings = frequency(index::concept_term(key)) + frequency(index::narrower_term(key));
    if (postings == 0) postings = frequency(index::place_term(key));
    scores_[i] = std::log1p(static_cast<double>(postings));
    most = std::max(most, scores_[i]);
  }
  for (double& score : scores_) score /= most;
}

Conjunction Suggester::concepts_of(std::string_view text) const {
  const QueryReading reading = reader_.read(text, 0);
  return reading.plan.choices.empty() ? Conjunction{} : reading.plan.choices.front();
}

// A whole phrase (拖地擦玻璃, 保安 夜班) begins no word, but says what it is about.
void Suggester::add_meant(std::string_view normalized, const CountOpen& count, std::vector<Counted>& counted) const {
  const QueryReading reading = reader_.read(normalized, 0);
  if (reading.plan.choices.empty()) return;
  for (const Concept& one : reading.plan.choices.front()) {
    const auto known = [&one](const Counted& other) { return other.word.stands_for == one.meaning; };
    if (one.meaning.empty() || std::any_of(counted.begin(), counted.end(), known)) continue;
    Completion word{.text = one.meaning, .stands_for = one.meaning, .fit = Fit::kInfix, .kind = TypedAs::kText};
    if (one.role == Role::kPlace) word.use = WordUse::kPlace;
    counted.push_back({std::move(word), count({one}), 1.0});
  }
}

std::vector<Suggestion> Suggester::suggest(std::string_view typed, std::size_t limit, const CountOpen& count) const {
  const std::string normalized = language_.normalizer.normalize(typed);
  const bool nothing_typed = normalized.find_first_not_of(" \t\n") == std::string::npos;
  std::vector<Counted> counted;
  std::unordered_set<std::string> told;  // of the names of one thing the best fitting is enough
  for (Completion& word : complete(typing_.vocabulary(), nothing_typed ? "" : normalized, kMaxLooked, scores_)) {
    if (counted.size() == kMaxCounted) break;
    if (!word.stands_for.empty() && !told.insert(word.stands_for).second) continue;
    const Conjunction concepts = concepts_of(word.text);
    const double likelihood = likelihood_of(language_.concepts, word);
    counted.push_back({std::move(word), count(concepts), likelihood});
  }
  if (nothing_typed) {
    std::erase_if(counted, [](const Counted& one) { return one.count.in_title == 0; });
    std::stable_sort(counted.begin(), counted.end(),
                     [](const Counted& a, const Counted& b) { return a.count.in_title > b.count.in_title; });
  } else {
    sort_by_fit_and_open(counted);
  }
  if (counted.size() < limit && !nothing_typed) add_meant(normalized, count, counted);
  if (counted.size() > limit) counted.resize(limit);
  std::vector<Suggestion> suggestions;
  for (Counted& one : counted) {
    suggestions.push_back(
        {std::move(one.word.text), kind_of(one.word), std::move(one.word.stands_for), one.count.open});
  }
  return suggestions;
}

}  // namespace doorstep::search
