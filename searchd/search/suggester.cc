#include "searchd/search/suggester.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "searchd/search/vocabulary_feed.h"

namespace doorstep::search {
namespace {

// What there is at all comes before what there is none of; more of it counts less and less.
constexpr double kOpen = 0.5;
constexpr double kManyOpen = 0.5;

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

struct Counted {
  Completion word;
  OpenCount count;
};

void sort_by_fit_and_open(std::vector<Counted>& counted) {
  std::uint64_t most = 1;
  for (const Counted& one : counted) most = std::max(most, one.count.open);
  const auto value = [most](const Counted& one) {
    const double share = std::log1p(static_cast<double>(one.count.open)) / std::log1p(static_cast<double>(most));
    return one.word.value + (one.count.open > 0 ? kOpen + kManyOpen * share : 0.0);
  };
  std::stable_sort(counted.begin(), counted.end(), [&value](const Counted& a, const Counted& b) {
    if (a.word.fit != b.word.fit) return a.word.fit < b.word.fit;
    const bool a_is_place = a.word.use == WordUse::kPlace;
    if (a_is_place != (b.word.use == WordUse::kPlace)) return !a_is_place;
    return value(a) > value(b);
  });
}

}  // namespace

Suggester::Suggester(const text::Analyzer& analyzer, const domain::Categories& categories,
                     const std::vector<domain::Community>& communities,
                     const std::function<std::uint64_t(const std::string&)>& frequency)
    : analyzer_(analyzer),
      pinyin_(text::built_in_readings_tsv()),
      shapes_(text::built_in_shapes_tsv()),
      vocabulary_(vocabulary_entries(text::built_in_lexicon(), categories, communities),
                  keep_words(text::built_in_keep_words_tsv()), pinyin_, shapes_),
      scores_(vocabulary_.concepts().size()) {
  double most = 1;
  for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
    if (vocabulary_.use(entry) == WordUse::kKnown) continue;
    std::uint64_t rarest = std::numeric_limits<std::uint64_t>::max();
    for (const std::string& word : words_of(vocabulary_.entry(entry).text)) rarest = std::min(rarest, frequency(word));
    if (rarest == std::numeric_limits<std::uint64_t>::max()) continue;
    double& score = scores_[vocabulary_.concept_of(entry)];
    score = std::max(score, std::log1p(static_cast<double>(rarest)));
    most = std::max(most, score);
  }
  for (double& score : scores_) score /= most;
}

std::vector<std::string> Suggester::words_of(std::string_view text) const {
  std::vector<std::string> words;
  for (text::Term& term : analyzer_.words(text)) {
    if (std::find(words.begin(), words.end(), term.text) == words.end()) words.push_back(std::move(term.text));
  }
  return words;
}

std::vector<Suggestion> Suggester::suggest(std::string_view typed, std::size_t limit, const CountOpen& count) const {
  const std::string normalized = analyzer_.normalizer().normalize(typed);
  const bool nothing_typed = normalized.find_first_not_of(" \t\n") == std::string::npos;
  std::vector<Counted> counted;
  for (Completion& word : complete(vocabulary_, nothing_typed ? "" : normalized, kMaxCounted, scores_)) {
    const std::vector<std::string> words = words_of(word.text);
    counted.push_back({std::move(word), count(words)});
  }
  if (nothing_typed) {
    std::erase_if(counted, [](const Counted& one) { return one.count.in_title == 0; });
    std::stable_sort(counted.begin(), counted.end(),
                     [](const Counted& a, const Counted& b) { return a.count.in_title > b.count.in_title; });
  } else {
    sort_by_fit_and_open(counted);
  }
  if (counted.size() > limit) counted.resize(limit);
  std::vector<Suggestion> suggestions;
  for (Counted& one : counted) {
    suggestions.push_back(
        {std::move(one.word.text), kind_of(one.word), std::move(one.word.stands_for), one.count.open});
  }
  return suggestions;
}

}  // namespace doorstep::search
