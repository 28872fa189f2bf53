#include "searchd/search/vocabulary_feed.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

struct KindWeight {
  std::string_view kind;
  double weight;
};

// People look for jobs, then for what they can do, then for what is offered.
constexpr std::array kWorkKinds = {KindWeight{"title", 3},     KindWeight{"trade", 2},      KindWeight{"skill", 1.5},
                                   KindWeight{"tool", 1.2},    KindWeight{"shift", 1},      KindWeight{"group", 1},
                                   KindWeight{"benefit", 0.8}, KindWeight{"certificate", 1}};
constexpr double kCategoryWord = 2;
constexpr double kPlaceWeight = 0.3;
// What stands beside a job's name in a wish.
constexpr std::array<std::string_view, 24> kBeside = {"招聘", "招工", "招",   "找",   "找工作", "附近", "工作", "岗位",
                                                      "职位", "急招", "急聘", "诚聘", "的",     "想找", "哪里", "求职",
                                                      "应聘", "阿姨", "师傅", "大姐", "小哥",   "兼职", "学徒", "夜班"};

VocabularyEntry word_entry(std::string text, double weight, WordUse use) {
  return {.text = std::move(text), .stands_for = {}, .weight = weight, .use = use};
}

void add_lexicon(const text::Lexicon& lexicon, std::vector<VocabularyEntry>& entries) {
  for (const text::LexiconEntry& entry : lexicon.entries()) {
    const auto* kind = std::find_if(kWorkKinds.begin(), kWorkKinds.end(),
                                    [&entry](const KindWeight& known) { return known.kind == entry.kind; });
    if (kind != kWorkKinds.end()) {
      entries.push_back(word_entry(entry.word, kind->weight, WordUse::kWork));
    } else if (entry.kind == "place") {
      entries.push_back(word_entry(entry.word, kPlaceWeight, WordUse::kPlace));
    } else {
      entries.push_back(word_entry(entry.word, 0, WordUse::kKnown));
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
        append_character(characters[end], part);
        const auto found = counts.find(part);
        if (found != counts.end()) ++found->second;
      }
    }
  }
  return counts;
}

}  // namespace

std::vector<VocabularyEntry> vocabulary_entries(const text::Lexicon& lexicon, const domain::Categories& categories,
                                                const std::vector<domain::Community>& communities) {
  std::vector<VocabularyEntry> entries;
  add_lexicon(lexicon, entries);
  for (const domain::Categories::Rule& rule : categories.rules()) {
    for (const std::string& word : rule.words) entries.push_back(word_entry(word, kCategoryWord, WordUse::kWork));
  }
  const auto counts = counts_within(entries);
  for (VocabularyEntry& entry : entries) {
    if (entry.use == WordUse::kWork) entry.weight *= static_cast<double>(counts.at(entry.text));
  }
  for (const std::string_view word : kBeside) entries.push_back(word_entry(std::string(word), 0, WordUse::kKnown));
  for (const domain::Community& community : communities) {
    entries.push_back(word_entry(domain::short_community_name(community.name), kPlaceWeight, WordUse::kPlace));
    entries.push_back(word_entry(community.street, kPlaceWeight, WordUse::kPlace));
  }
  return entries;
}

std::vector<std::string> keep_words(std::string_view tsv) {
  std::vector<std::string> words;
  while (!tsv.empty()) {
    const std::size_t end = std::min(tsv.find('\n'), tsv.size());
    const std::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(std::min(end + 1, tsv.size()));
    const std::size_t tab = line.find('\t');
    if (!line.empty() && line.front() != '#' && tab != std::string_view::npos) words.emplace_back(line.substr(tab + 1));
  }
  return words;
}

}  // namespace doorstep::search
