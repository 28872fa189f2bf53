#include "searchd/search/vocabulary.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

std::string spelled(const text::Pinyin::Syllables& syllables) {
  std::string letters;
  for (const std::string_view syllable : syllables) letters.append(capitalized(syllable));
  return letters;
}

std::string spelled_folded(const text::Pinyin::Syllables& syllables) {
  std::string letters;
  for (const std::string_view syllable : syllables) letters.append(capitalized(text::folded_sound(syllable)));
  return letters;
}

// A long word is recognised by the rest of it, whichever way one character is read.
std::size_t spellings_wanted(std::size_t characters) {
  if (characters <= 3) return text::Pinyin::kMaxSpellings;
  return characters <= 5 ? 4 : 2;
}

std::size_t heap_bytes(const std::string& text) { return text.size() > 15 ? text.capacity() + 1 : 0; }

}  // namespace

Vocabulary::Vocabulary(std::vector<VocabularyEntry> entries, const std::vector<std::string>& keep,
                       const text::Pinyin& pinyin, const text::Shapes& shapes)
    : pinyin_(pinyin), shapes_(shapes), keep_(keep.begin(), keep.end()) {
  take(std::move(entries));
  name_concepts();
  const std::vector<std::string_view> texts = [this] {
    std::vector<std::string_view> all;
    for (const VocabularyEntry& entry : entries_) all.emplace_back(entry.text);
    return all;
  }();
  texts_ = std::make_unique<const TextIndex>(texts, characters_);
  spell();
}

void Vocabulary::take(std::vector<VocabularyEntry> entries) {
  std::unordered_map<std::string, std::size_t> known;
  known.reserve(entries.size());
  for (VocabularyEntry& entry : entries) {
    std::u32string characters = characters_of(entry.text);
    if (characters.empty() || characters.size() > TypedText::kMaxCharacters) continue;
    if (entry.stands_for.empty()) entry.stands_for = entry.text;
    const auto [at, is_new] = known.emplace(entry.text, entries_.size());
    if (is_new) {
      entries_.push_back(std::move(entry));
      characters_.push_back(std::move(characters));
    } else if (entries_[at->second].use == WordUse::kKnown) {
      entries_[at->second] = std::move(entry);
    }
  }
  double most = 0;
  for (const VocabularyEntry& entry : entries_) most = std::max(most, entry.weight);
  for (const VocabularyEntry& entry : entries_) {
    uses_.push_back(entry.use);
    renown_.push_back(most > 0 ? std::log1p(entry.weight) / std::log1p(most) : 0.0);
  }
}

void Vocabulary::name_concepts() {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const VocabularyEntry& entry : entries_) {
    const auto [at, is_new] = numbers.emplace(entry.stands_for, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) concept_names_.push_back(entry.stands_for);
    concepts_.push_back(at->second);
  }
}

void Vocabulary::spell() {
  std::vector<SpellingTrie::Spelling> plain, folded;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    for (const text::Pinyin::Syllables& spelling :
         pinyin_.spellings(entries_[i].text, spellings_wanted(characters_[i].size()))) {
      plain.push_back({spelled(spelling), i});
      folded.push_back({spelled_folded(spelling), i});
    }
  }
  spellings_ = std::make_unique<const SpellingTrie>(std::move(plain));
  folded_ = std::make_unique<const SpellingTrie>(std::move(folded));
}

std::size_t Vocabulary::bytes() const {
  std::size_t bytes = texts_->bytes() + spellings_->bytes() + folded_->bytes();
  for (const VocabularyEntry& entry : entries_) {
    bytes += sizeof entry + heap_bytes(entry.text) + heap_bytes(entry.stands_for);
  }
  for (const std::u32string& word : characters_) {
    bytes += sizeof word + (word.size() > 3 ? (word.capacity() + 1) * sizeof(char32_t) : 0);
  }
  for (const std::string& name : concept_names_) bytes += sizeof name + heap_bytes(name);
  return bytes + renown_.size() * sizeof(double) + concepts_.size() * sizeof(std::uint32_t);
}

}  // namespace doorstep::search
