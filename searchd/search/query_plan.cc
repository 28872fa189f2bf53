#include "searchd/search/query_plan.h"

#include <algorithm>
#include <array>

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

QueryPlan plan_words(const text::Analyzer& analyzer, std::string_view query) {
  QueryPlan plan;
  for (const std::string& part : split_at_spaces(analyzer.normalizer().normalize(query))) {
    plan.normalized.append(plan.normalized.empty() ? "" : " ").append(part);
  }
  if (plan.normalized.empty()) return plan;
  plan.choices.push_back(concepts_of(analyzer, query));
  const std::string taiwan = analyzer.normalizer().taiwan_variant(query);
  if (!taiwan.empty()) plan.choices.push_back(concepts_of(analyzer, taiwan));
  return plan;
}

std::vector<RelaxedPlan> relaxed_plans(const QueryPlan& plan) {
  std::vector<RelaxedPlan> plans;
  if (plan.choices.empty()) return plans;
  // The weak words stay in: a word weighs the same whether all are asked for or any.
  const Conjunction& words = plan.choices.front();
  const auto required = std::count_if(words.begin(), words.end(), [](const Concept& c) { return c.required; });
  Conjunction parts;
  for (const Concept& c : words) {
    if (!c.required) continue;
    for (const std::string& bigram : han_bigrams(c.word)) parts.push_back(bigram_concept(bigram));
  }
  if (required > 1) {
    plans.push_back(
        {.code = "any_word",
         .text = fmt::format("没有同时符合“{}”的岗位，下面的岗位符合其中一部分", plan.normalized),
         .text_beside_hits = fmt::format("完全符合“{}”的岗位不多，也列出了符合其中一部分的", plan.normalized),
         .concepts = words,
         .least_share = 0.3});
  }
  if (parts.size() > 1) {
    plans.push_back({.code = "any_part",
                     .text = fmt::format("没有找到“{}”，下面是字面相近的岗位", plan.normalized),
                     .text_beside_hits = {},
                     .concepts = std::move(parts),
                     .least_share = 0.5,
                     .last_resort = true});
  }
  return plans;
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
