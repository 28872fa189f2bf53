#include "indexer/job_guesser.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <xxhash.h>

#include "schema/domain/title.h"
#include "schema/domain/title_core.h"

namespace doorstep::indexer {
namespace {

// Features kept; those met later are left out. About 40 MB.
constexpr std::size_t kMostFeatures = 500'000;
// Shorter clauses (包吃住) say nothing of the work, longer ones are not written twice. Bytes; a Han character has three.
constexpr std::size_t kShortestClause = 4 * 3;
constexpr std::size_t kLongestClause = 30 * 3;
constexpr std::size_t kMostClauses = 40;
// Seen fewer times, or more often with other jobs, a feature tells nothing.
constexpr std::uint32_t kFewest = 2;
constexpr double kDoubt = 1;  // what was seen a few times may have been chance
constexpr double kLeastShareOfFeature = 0.1;
constexpr double kLeastShare = 0.15;
constexpr double kLeastScore = 0.3;
constexpr std::size_t kMostJobs = 3;

// A character that clauses are made of.
bool is_of_clause(char32_t c) { return text::is_han(c) || (c >= 'a' && c <= 'z'); }

// Stretches of letters; figures and signs part them.
template <typename Use>
void each_clause(std::string_view normalized, Use use) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < normalized.size();) {
    const std::size_t here = at;
    if (is_of_clause(text::next_code_point(normalized, at))) continue;
    if (here > begin) use(normalized.substr(begin, here - begin));
    begin = at;
  }
  if (begin < normalized.size()) use(normalized.substr(begin));
}

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

constexpr std::uint64_t kClauseSeed = 1;
constexpr std::uint64_t kTitleSeed = 2;

}  // namespace

// Misra and Gries, "Finding repeated elements" (1982): what is common stays, with a count that is at most all / (kKept + 1) too low.
void JobGuesser::Evidence::add(std::uint32_t concept_number) {
  ++all;
  for (Vote& vote : votes) {
    if (vote.count == 0) vote.concept_number = concept_number;
    if (vote.concept_number != concept_number) continue;
    ++vote.count;
    return;
  }
  for (Vote& vote : votes) --vote.count;
}

// Which part of what was seen the commonest jobs are: all for a duty, little for praise and calls.
double JobGuesser::Evidence::focus() const {
  std::uint32_t kept = 0;
  for (const Vote& vote : votes) kept += vote.count;
  return static_cast<double>(kept) / all;
}

// Of a Chinese title the head stands at its end: the last job named.
std::optional<std::uint32_t> JobGuesser::job_in(std::string_view normalized) const {
  std::optional<std::uint32_t> job;
  const std::vector<text::Term> terms = language_.analyzer.terms_of_normalized(normalized);
  for (const text::ConceptMention& mention : language_.concept_finder.find(normalized, terms)) {
    const text::ConceptKind kind = language_.concepts.entries()[mention.number].kind;
    if (kind == text::ConceptKind::kJob && !mention.negated) job = mention.number;
  }
  return job;
}

JobGuesser::Reading JobGuesser::read(const domain::Posting& posting) const {
  const text::Normalizer& normalizer = language_.normalizer;
  Reading reading;
  const std::string core = domain::clean_title(normalizer.normalize(posting.title)).core;
  reading.titled = job_in(core);
  reading.title = hash_of(core, kTitleSeed);
  each_clause(normalizer.normalize(posting.description), [&](std::string_view clause) {
    if (clause.size() < kShortestClause || clause.size() > kLongestClause) return;
    if (reading.clauses.size() < kMostClauses) reading.clauses.push_back(hash_of(clause, kClauseSeed));
  });
  std::sort(reading.clauses.begin(), reading.clauses.end());
  reading.clauses.erase(std::unique(reading.clauses.begin(), reading.clauses.end()), reading.clauses.end());
  return reading;
}

std::optional<std::uint32_t> JobGuesser::tagged(const domain::Posting& posting) const {
  for (const std::string& tag : posting.tags) {
    if (const auto job = job_in(language_.normalizer.normalize(tag))) return job;
  }
  return std::nullopt;
}

void JobGuesser::learn(std::uint64_t feature, std::uint32_t concept_number) {
  const auto known = learnt_.find(feature);
  if (known != learnt_.end()) {
    known->second.add(concept_number);
  } else if (learnt_.size() < kMostFeatures) {
    learnt_[feature].add(concept_number);
  }
}

void JobGuesser::learn(const domain::Posting& posting) {
  const Reading reading = read(posting);
  const std::optional<std::uint32_t> job = reading.titled ? reading.titled : tagged(posting);
  if (job) {
    for (const std::uint64_t clause : reading.clauses) learn(clause, *job);
  }
  if (reading.titled) return;
  // What is known of its duties so far tells what a title means, also where it stands without duties.
  const std::vector<std::uint32_t> guessed = job ? std::vector{*job} : guess(reading);
  if (!guessed.empty()) learn(reading.title, guessed.front());
}

std::vector<std::uint32_t> JobGuesser::guess(const domain::Posting& posting) const { return guess(read(posting)); }

std::vector<std::uint32_t> JobGuesser::guess(const Reading& reading) const {
  std::map<std::uint32_t, double> scores;
  const auto hear = [&](std::uint64_t feature) {
    const auto known = learnt_.find(feature);
    if (known == learnt_.end() || known->second.all < kFewest) return;
    const double focus = known->second.focus();
    for (const Evidence::Vote& vote : known->second.votes) {
      const double share = static_cast<double>(vote.count) / known->second.all;
      if (share >= kLeastShareOfFeature)
        scores[vote.concept_number] += focus * focus * share * std::max(0.0, std::log1p(vote.count) - kDoubt);
    }
  };
  hear(reading.title);
  for (const std::uint64_t clause : reading.clauses) hear(clause);
  double all = 0;
  for (const auto& [job, score] : scores) all += score;
  std::vector<std::pair<double, std::uint32_t>> likely;
  for (const auto& [job, score] : scores) {
    if (score >= kLeastScore && score >= kLeastShare * all) likely.emplace_back(-score, job);
  }
  std::sort(likely.begin(), likely.end());
  std::vector<std::uint32_t> jobs;
  for (const auto& [score, job] : likely) {
    if (jobs.size() < kMostJobs && job != reading.titled) jobs.push_back(job);
  }
  return jobs;
}

}  // namespace doorstep::indexer
