#include "searchd/search/query_plan.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "schema/domain/masking.h"
#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

// Words around a wish rather than of it: 找保洁的工作, 附近招会计. They never decide whether an opening matches.
constexpr std::array<std::string_view, 28> kWeakWords{
    "工作", "岗位", "职位", "招聘", "招工", "招人", "找",   "找工作", "附近", "想",   "想找", "要",   "我",   "有",
    "的",   "活",   "招",   "在",   "做",   "去",   "上班", "哪里",   "哪",   "求职", "应聘", "急招", "急聘", "诚聘"};

// The longest query has 200 characters; more concepts than this say nothing more.
constexpr std::size_t kMaxConcepts = 32;

bool is_weak(std::string_view word) {
  return std::find(kWeakWords.begin(), kWeakWords.end(), word) != kWeakWords.end();
}

// The Han characters that `word` consists of, or none if it holds anything else.
std::vector<std::string_view> han_characters(std::string_view word) {
  std::vector<std::string_view> characters;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    if (!text::is_han(text::next_code_point(word, at))) return {};
    characters.push_back(word.substr(begin, at - begin));
  }
  return characters;
}

Conjunction concepts_of(const text::Analyzer& analyzer, std::string_view query) {
  Conjunction concepts;
  for (text::Term& word : analyzer.words(query)) {
    const bool known =
        std::any_of(concepts.begin(), concepts.end(), [&word](const Concept& c) { return c.word == word.text; });
    if (known || concepts.size() == kMaxConcepts) continue;
    concepts.push_back({word.text, {index::word_term(word.text)}, true});
  }
  // A lone character between words (焊|工|证) is a remnant of segmentation: postings cut elsewhere still match.
  const auto long_enough = [](const Concept& c) { return han_characters(c.word).size() != 1 && !is_weak(c.word); };
  if (std::any_of(concepts.begin(), concepts.end(), long_enough)) {
    for (Concept& c : concepts) c.required = long_enough(c);
  }
  return concepts;
}

// Neighbouring Han characters of a text, each pair once.
std::vector<std::string> han_bigrams(std::string_view normalized) {
  std::vector<std::string> bigrams;
  std::string_view previous;
  for (std::size_t at = 0; at < normalized.size();) {
    const std::size_t begin = at;
    const bool han = text::is_han(text::next_code_point(normalized, at));
    const std::string_view character = normalized.substr(begin, at - begin);
    if (han && !previous.empty()) {
      std::string bigram = std::string(previous).append(character);
      if (std::find(bigrams.begin(), bigrams.end(), bigram) == bigrams.end()) bigrams.push_back(std::move(bigram));
    }
    previous = han ? character : std::string_view{};
  }
  return bigrams;
}

Concept bigram_concept(const std::string& bigram) {
  return {bigram, {index::word_term(bigram), index::straddling_term(bigram)}, true};
}

std::vector<std::string> split_at_spaces(std::string_view normalized) {
  constexpr std::string_view kSpaces = " \t\n";
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t begin = normalized.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return parts;
    normalized.remove_prefix(begin);
    const std::size_t end = std::min(normalized.find_first_of(kSpaces), normalized.size());
    parts.emplace_back(normalized.substr(0, end));
    normalized.remove_prefix(end);
  }
}

}  // namespace

std::string trimmed_query(const text::Normalizer& normalizer, std::string_view query) {
  std::string trimmed;
  for (const std::string& part : split_at_spaces(normalizer.normalize(query))) {
    trimmed.append(trimmed.empty() ? "" : " ").append(part);
  }
  return trimmed;
}

QueryPlan plan_words(const text::Analyzer& analyzer, std::string_view query) {
  QueryPlan plan;
  plan.normalized = trimmed_query(analyzer.normalizer(), query);
  if (plan.normalized.empty()) return plan;
  plan.choices.push_back(concepts_of(analyzer, query));
  const std::string taiwan = analyzer.normalizer().taiwan_variant(query);
  if (!taiwan.empty()) plan.choices.push_back(concepts_of(analyzer, taiwan));
  return plan;
}

namespace {

// The words of those that are required now and no longer in `less`.
std::string words_given_up(const Conjunction& all, const Conjunction& less) {
  std::string words;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].required && !less[i].required) words.append(fmt::format("“{}”", all[i].word));
  }
  return words;
}

// Everything but what the roles name becomes welcome instead of required.
Conjunction insisting_on(const Conjunction& all, std::initializer_list<Role> roles) {
  Conjunction less = all;
  for (Concept& one : less) {
    one.required = one.required && std::find(roles.begin(), roles.end(), one.role) != roles.end();
  }
  return less;
}

bool requires_something(const Conjunction& concepts) {
  return std::any_of(concepts.begin(), concepts.end(), [](const Concept& c) { return c.required; });
}

bool requires_of(const Conjunction& concepts, std::initializer_list<Role> roles) {
  return requires_something(insisting_on(concepts, roles));
}

bool names_work(const Conjunction& concepts) { return requires_of(concepts, {Role::kJob}); }

// Every concept that is a kind of others takes in those, too.
std::optional<RelaxedPlan> widened(const Conjunction& all) {
  // Of a hit by the concept itself.
  constexpr double kByBroader = 0.1;
  // What is near a wish is no help to who has found it.
  constexpr std::size_t kVeryFew = 10;
  constexpr double kByCousin = 0.06;  // by another narrower one of the broader
  RelaxedPlan plan{.code = "broader",
                   .text = {},
                   .text_beside_hits = {},
                   .concepts = all,
                   .least_share = 1.0,
                   .only_below = kVeryFew,
                   .is_wider = true};
  std::string words;
  for (Concept& one : plan.concepts) {
    if (one.broader_terms.empty()) continue;
    words.append(fmt::format("，“{}”放宽到“{}”", one.word, one.broader));
    for (const std::string& term : one.broader_terms) {
      one.terms.push_back(term);
      one.factors.push_back(term.front() == index::kConceptPrefix ? kByBroader : kByCousin);
    }
  }
  if (words.empty()) return std::nullopt;
  plan.text = fmt::format("没有完全符合的岗位{}", words);
  plan.text_beside_hits = fmt::format("完全符合的岗位不多{}", words);
  return plan;
}

}  // namespace

Conjunction weakened(Conjunction concepts, double weight) {
  for (Concept& one : concepts) {
    one.factors.resize(one.terms.size(), 1.0);
    for (double& factor : one.factors) factor *= weight;
  }
  return concepts;
}

std::vector<RelaxedPlan> relaxed_plans(const QueryPlan& plan) {
  std::vector<RelaxedPlan> plans;
  if (plan.choices.empty()) return plans;
  const Conjunction& all = plan.choices.front();
  if (auto wider = widened(all)) plans.push_back(std::move(*wider));
  const auto required = std::count_if(all.begin(), all.end(), [](const Concept& c) { return c.required; });
  if (required < 2) return plans;
  // First the wishes around the work give way, then unknown words; the work itself stays.
  for (const Conjunction& less : {insisting_on(all, {Role::kJob, Role::kWord}), insisting_on(all, {Role::kJob})}) {
    const std::string given_up = words_given_up(all, less);
    if (given_up.empty() || !requires_something(less)) continue;
    if (!plans.empty() && plans.back().concepts == less) continue;

    plans.push_back({.code = "fewer_wishes",
                     .text = fmt::format("没有全部符合的岗位，{}改为尽量满足", given_up),
                     .text_beside_hits = fmt::format("全部符合的岗位不多，也列出了不符合{}的", given_up),
                     .concepts = less,
                     .least_share = 1.0});
  }
  // What is like the work, wherever it is and however it is done.
  if (names_work(all)) {
    if (auto wider = widened(insisting_on(all, {Role::kJob}))) plans.push_back(std::move(*wider));
  }
  // Who looks for work at a place is not helped by whatever else there is.
  if (names_work(all) && requires_of(all, {Role::kPlace})) return plans;
  // A word that no name of anything is known for says too little to be asked for alone.
  // Other work at the place that was asked for comes after all of the work that was asked for.
  constexpr double kByPart = 0.1;
  const bool knows_one = std::any_of(all.begin(), all.end(), [](const Concept& c) { return !c.meaning.empty(); });
  if (knows_one) {
    plans.push_back(
        {.code = "any_word",
         .text = fmt::format("没有同时符合“{}”的岗位，下面的岗位符合其中一部分", plan.normalized),
         .text_beside_hits = fmt::format("完全符合“{}”的岗位不多，也列出了符合其中一部分的", plan.normalized),
         .concepts = names_work(all) ? weakened(all, kByPart) : all,
         .least_share = 0.3});
  }
  return plans;
}

QueryPlan anywhere(QueryPlan plan) {
  for (Conjunction& choice : plan.choices) {
    Conjunction less = insisting_on(choice, {Role::kJob, Role::kAttribute, Role::kWord});
    if (requires_something(less)) choice = std::move(less);
  }
  return plan;
}

ExactPlan plan_exact(const text::Analyzer& analyzer, std::string_view query) {
  ExactPlan plan;
  plan.substrings = split_at_spaces(analyzer.normalizer().normalize(domain::mask_contacts(query)));
  for (const std::string& substring : plan.substrings) {
    if (han_characters(substring).size() != 2) plan.bigrams_suffice = false;
    for (const std::string& bigram : han_bigrams(substring)) {
      const bool known = std::any_of(plan.bigrams.begin(), plan.bigrams.end(),
                                     [&bigram](const Concept& c) { return c.word == bigram; });
      if (!known && plan.bigrams.size() < kMaxConcepts) plan.bigrams.push_back(bigram_concept(bigram));
    }
  }
  return plan;
}

}  // namespace doorstep::search
