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

template <typename T>
std::size_t bytes_of(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

}  // namespace

Vocabulary::Vocabulary(std::vector<VocabularyEntry> entries, const std::vector<std::string>& keep,
                       const text::Pinyin& pinyin, const text::Shapes& shapes)
    : pinyin_(pinyin), shapes_(shapes), keep_(keep.begin(), keep.end()) {
  this->keep(distinct(std::move(entries)));
  std::vector<std::string_view> texts;
  std::vector<std::u32string_view> characters;
  for (std::uint32_t i = 0; i < size(); ++i) {
    texts.push_back(text(i));
    characters.push_back(this->characters(i));
  }
  texts_ = std::make_unique<const TextIndex>(std::move(texts), characters);
  spell();
}

std::vector<VocabularyEntry> Vocabulary::distinct(std::vector<VocabularyEntry> entries) {
  std::vector<VocabularyEntry> taken;
  std::unordered_map<std::string, std::size_t> known;
  known.reserve(entries.size());
  for (VocabularyEntry& entry : entries) {
    const std::size_t characters = characters_of(entry.text).size();
    if (characters == 0 || characters > TypedText::kMaxCharacters) continue;
    if (entry.stands_for.empty()) entry.stands_for = entry.text;
    const auto [at, is_new] = known.emplace(entry.text, taken.size());
    if (is_new) {
      taken.push_back(std::move(entry));
    } else if (taken[at->second].use == WordUse::kKnown) {
      taken[at->second] = std::move(entry);
    }
  }
  return taken;
}

void Vocabulary::keep(const std::vector<VocabularyEntry>& entries) {
  double most = 0;
  for (const VocabularyEntry& entry : entries) most = std::max(most, entry.weight);
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const VocabularyEntry& entry : entries) {
    bytes_.append(entry.text);
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    characters_.append(characters_of(entry.text));
    character_ends_.push_back(static_cast<std::uint32_t>(characters_.size()));
    weights_.push_back(entry.weight);
    uses_.push_back(entry.use);
    common_.push_back(entry.common);
    renown_.push_back(most > 0 ? std::log1p(entry.weight) / std::log1p(most) : 0.0);
    const auto [at, is_new] = numbers.emplace(entry.stands_for, static_cast<std::uint32_t>(numbers.size()));
    if (is_new) concept_names_.push_back(entry.stands_for);
    concepts_.push_back(at->second);
  }
  bytes_.shrink_to_fit();
  characters_.shrink_to_fit();
}

void Vocabulary::spell() {
  std::vector<SpellingTrie::Spelling> plain, folded;
  for (std::uint32_t i = 0; i < size(); ++i) {
    for (const text::Pinyin::Syllables& spelling : pinyin_.spellings(text(i), spellings_wanted(characters(i).size()))) {
      plain.push_back({spelled(spelling), i});
      folded.push_back({spelled_folded(spelling), i});
    }
  }
  spellings_ = std::make_unique<const SpellingTrie>(std::move(plain));
  folded_ = std::make_unique<const SpellingTrie>(std::move(folded));
}

std::size_t Vocabulary::bytes() const {
  std::size_t bytes = texts_->bytes() + spellings_->bytes() + folded_->bytes();
  for (const std::string& name : concept_names_) bytes += sizeof name + name.capacity();
  return bytes + bytes_.capacity() + characters_.capacity() * sizeof(char32_t) + bytes_of(ends_) +
         bytes_of(character_ends_) + bytes_of(weights_) + bytes_of(uses_) + bytes_of(renown_) + bytes_of(concepts_);
}

}  // namespace doorstep::search
