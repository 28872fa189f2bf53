#include "searchd/search/query_corrector.h"

#include <algorithm>

#include "schema/text/analyzer.h"
#include "searchd/search/completion.h"

namespace doorstep::search {
namespace {

// Beyond this a guess is no better than another.
constexpr double kMostCost = 1.2;
constexpr std::size_t kOfAWord = 4;
// Letters that begin a word and end before it does.
constexpr double kBegun = 0.3;
constexpr std::size_t kLettersOfAWord = 5;  // fewer may be initials
constexpr double kUncommon = 0.5;
constexpr double kOtherName = 0.5;
constexpr double kNoJob = 0.3;

std::string without_spaces(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

// Han characters with blanks between that would be one word without: 保 安 员.
bool is_spaced_out(std::string_view query) {
  if (query.find(' ') == std::string_view::npos) return false;
  std::size_t run = 0;
  bool lone = false;
  for (std::size_t at = 0; at < query.size();) {
    const char32_t c = text::next_code_point(query, at);
    if (c == U' ') {
      lone = lone || run == 1;
      run = 0;
    } else if (text::is_han(c)) {
      ++run;
    } else {
      return false;
    }
  }
  return lone || run == 1;
}

bool is_one_dictionary_word(const QueryReading& reading) {
  return reading.unknown.size() == 1 && reading.unknown.front().in_dictionary &&
         reading.unknown.front().text == reading.plan.normalized;
}

bool is_in_letters(std::string_view query) {
  return std::all_of(query.begin(), query.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == ' '; });
}

// Of two letters any other word is a slip away.
bool is_slip_of_little(const Correction& correction, std::string_view typed) {
  constexpr std::size_t kLittle = 3;
  return correction.kind == TypedAs::kSlip && typed.size() < kLittle;
}

void add(std::vector<QueryCandidate>& candidates, QueryCandidate candidate) {
  const auto same = [&](const QueryCandidate& known) { return known.query == candidate.query; };
  if (candidate.cost > kMostCost || std::any_of(candidates.begin(), candidates.end(), same)) return;
  candidates.push_back(std::move(candidate));
}

// What most people look for, then the usual names of jobs; everyday phrases hardly anyone writes in letters.
double likelihood_of(const text::Concepts& concepts, const Correction& correction) {
  const auto number = concepts.by_key(correction.stands_for);
  const bool usual = correction.text == correction.stands_for;
  const bool job = number && concepts.entries()[*number].kind == text::ConceptKind::kJob;
  return correction.common ? 1.0 : kUncommon * (usual ? 1.0 : kOtherName) * (job ? 1.0 : kNoJob);
}

}  // namespace

std::vector<QueryCandidate> query_candidates(const Vocabulary& vocabulary, const text::Concepts& concepts,
                                             const QueryReading& reading, std::size_t limit) {
  std::vector<QueryCandidate> candidates;
  const std::string& query = reading.plan.normalized;
  if (is_one_dictionary_word(reading)) return candidates;
  if (is_spaced_out(query)) add(candidates, {without_spaces(query), TypedAs::kSlip, 0});
  for (const Correction& correction : correct(vocabulary, query, limit)) {
    const bool one_name = correction.use == WordUse::kWork && vocabulary.texts().find(correction.text).has_value();
    add(candidates, {correction.text, correction.kind, correction.cost, likelihood_of(concepts, correction), one_name});
  }
  if (is_in_letters(query) && query.size() >= kLettersOfAWord) {
    for (const Completion& word : complete(vocabulary, query, kOfAWord)) {
      if (word.fit != Fit::kPrefix || word.use == WordUse::kKnown) continue;
      const Correction begun{
          .text = word.text, .stands_for = word.stands_for, .kind = TypedAs::kPinyin, .cost = kBegun};
      add(candidates, {begun.text, begun.kind, begun.cost, likelihood_of(concepts, begun)});
    }
  }
  for (const QueryReading::Unknown& unknown : reading.unknown) {
    if (unknown.in_dictionary || unknown.text == query) continue;
    const std::size_t at = query.find(unknown.text);
    if (at == std::string::npos) continue;
    for (const Correction& correction : correct(vocabulary, unknown.text, kOfAWord)) {
      if (is_slip_of_little(correction, unknown.text)) continue;
      std::string mended = query;
      mended.replace(at, unknown.text.size(), correction.text);
      add(candidates, {std::move(mended), correction.kind, correction.cost, likelihood_of(concepts, correction)});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const QueryCandidate& a, const QueryCandidate& b) { return a.cost < b.cost; });
  if (candidates.size() > limit) candidates.resize(limit);
  return candidates;
}

}  // namespace doorstep::search
