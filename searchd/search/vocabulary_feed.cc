#include "searchd/search/vocabulary_feed.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "schema/domain/folding.h"
#include "schema/text/pinyin.h"
#include "schema/text/tsv.h"
#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

// People look for jobs, then for what they can do, then for what is offered. By text::ConceptKind.
constexpr std::array<double, 9> kKindWeights = {3, 1.5, 1, 1, 0.8, 1, 1.5, 0.5, 2};
// Of a name beside the usual one.
constexpr double kOtherName = 0.5;
// Nobody types a longer one letter by letter but the usual names.
constexpr std::size_t kLongestTyped = 4;
constexpr double kPlaceWeight = 0.3;
constexpr double kCommonWeight = 4;
// What stands beside a job's name in a wish.
constexpr std::array<std::string_view, 24> kBeside = {"招聘", "招工", "招",   "找",   "找工作", "附近", "工作", "岗位",
                                                      "职位", "急招", "急聘", "诚聘", "的",     "想找", "哪里", "求职",
                                                      "应聘", "阿姨", "师傅", "大姐", "小哥",   "兼职", "学徒", "夜班"};

VocabularyEntry word_entry(std::string text, double weight, WordUse use) {
  return {.text = std::move(text), .stands_for = {}, .weight = weight, .use = use};
}

void add_concepts(const text::Concepts& concepts, std::vector<VocabularyEntry>& entries) {
  const auto add = [&entries](const std::string& name, const text::ConceptEntry& of, double weight) {
    entries.push_back({.text = name, .stands_for = of.key, .weight = weight, .use = WordUse::kWork});
  };
  for (const text::ConceptEntry& entry : concepts.entries()) {
    const double weight = kKindWeights.at(static_cast<std::size_t>(entry.kind));
    for (const std::string& name : entry.names) {
      if (name == entry.key) {
        add(name, entry, weight);
      } else if (characters_of(name).size() <= kLongestTyped) {
        add(name, entry, weight * kOtherName);
      }
    }
    for (const std::string& name : entry.spoken) {
      // Hardly anyone types a whole phrase letter by letter; it is known to be right.
      entries.push_back(word_entry(name, 0, WordUse::kKnown));
    }
  }
}

// How many of the words hold each of them, itself among them.
std::unordered_map<std::string, std::size_t> counts_within(const std::vector<VocabularyEntry>& entries) {
  std::unordered_map<std::string, std::size_t> counts;
  for (const VocabularyEntry& entry : entries) counts.emplace(entry.text, 0);
  for (const VocabularyEntry& entry : entries) {
    const std::u32string characters = characters_of(entry.text);
    for (std::size_t begin = 0; begin < characters.size(); ++begin) {
      std::string part;
      for (std::size_t end = begin; end < characters.size(); ++end) {
        domain::append_utf8(part, characters[end]);
        const auto found = counts.find(part);
        if (found != counts.end()) ++found->second;
      }
    }
  }
  return counts;
}

void mark_common(std::vector<VocabularyEntry>& entries) {
  const std::vector<std::string> listed = listed_words(text::built_in_sought_words_tsv());
  std::unordered_set<std::string_view> common(listed.begin(), listed.end());
  for (VocabularyEntry& entry : entries) {
    entry.common = common.contains(entry.text);
    if (entry.common) entry.weight *= kCommonWeight;
  }
  for (const VocabularyEntry& entry : entries) common.erase(entry.text);
  // Words of several jobs (管理员) are names of none, but are looked for as they stand.
  for (const std::string_view word : common) {
    entries.push_back(word_entry(std::string(word), kCommonWeight, WordUse::kWork));
    entries.back().common = true;
  }
}

}  // namespace

std::vector<VocabularyEntry> vocabulary_entries(const text::Language& language) {
  std::vector<VocabularyEntry> entries;
  add_concepts(language.concepts, entries);
  const auto counts = counts_within(entries);
  for (VocabularyEntry& entry : entries) entry.weight *= static_cast<double>(counts.at(entry.text));
  mark_common(entries);
  for (const text::NamedPlace& place : language.named_places) {
    for (const std::string& name : place.names) entries.push_back(word_entry(name, kPlaceWeight, WordUse::kPlace));
  }
  for (const text::LexiconEntry& entry : language.lexicon.entries()) {
    entries.push_back(word_entry(entry.word, 0, WordUse::kKnown));
  }
  for (const text::FunctionWord kind :
       {text::FunctionWord::kAsk, text::FunctionWord::kTail, text::FunctionWord::kNear}) {
    for (const std::string& word : language.function_words.words(kind)) {
      entries.push_back(word_entry(word, 0, WordUse::kKnown));
    }
  }
  for (const std::string_view word : kBeside) entries.push_back(word_entry(std::string(word), 0, WordUse::kKnown));
  return entries;
}

std::vector<std::string> listed_words(std::string_view tsv) {
  std::vector<std::string> words;
  text::each_line(tsv, [&words](std::string_view line, std::size_t) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return;
    for (const std::string_view word : text::split(line.substr(tab + 1), ' ')) words.emplace_back(word);
  });
  return words;
}

}  // namespace doorstep::search
