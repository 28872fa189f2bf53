#pragma once

// The words that completion and correction know, ready to be found by how they are written, how they sound and how they
// are typed.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "schema/text/pinyin.h"
#include "schema/text/shapes.h"
#include "searchd/search/spelling_trie.h"
#include "searchd/search/text_index.h"

namespace doorstep::search {

enum class WordUse : std::uint8_t {
  kWork,   // something to look for
  kPlace,  // a community or street
  kKnown,  // never proposed by itself: beside a corrected word it is taken as right (…阿姨)
};

struct VocabularyEntry {
  std::string text;        // normalised UTF-8, Han or Latin
  std::string stands_for;  // the preferred name of its concept; empty: text
  double weight = 0;       // prior, ≥ 0: how much it is looked for
  WordUse use = WordUse::kWork;
  bool common = false;  // of the words that most people look for

  bool operator==(const VocabularyEntry&) const = default;
};

// An entry as it is kept.
struct VocabularyWord {
  std::string_view text;
  std::string_view stands_for;
  double weight = 0;
  WordUse use = WordUse::kWork;
  bool common = false;
};

// Immutable, safe to share between threads. Made for a few thousand to 60,000 entries: about 300 bytes each.
class Vocabulary {
 public:
  // Of several entries of one text the first that is to be proposed stays. Texts over TypedText::kMaxCharacters are left
  // out. `keep`: words that are never corrected. Pinyin and shapes must outlive it.
  Vocabulary(std::vector<VocabularyEntry> entries, const std::vector<std::string>& keep, const text::Pinyin& pinyin,
             const text::Shapes& shapes);
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  std::size_t size() const { return uses_.size(); }
  // `number` < size(), in this and the next five.
  VocabularyWord entry(std::uint32_t number) const {
    return {text(number), concept_names_[concepts_[number]], weights_[number], uses_[number], common_[number]};
  }
  std::string_view text(std::uint32_t number) const {
    return std::string_view(bytes_).substr(ends_[number], ends_[number + 1] - ends_[number]);
  }
  WordUse use(std::uint32_t number) const { return uses_[number]; }
  std::u32string_view characters(std::uint32_t number) const {
    return std::u32string_view(characters_)
        .substr(character_ends_[number], character_ends_[number + 1] - character_ends_[number]);
  }
  // Which of concepts() it stands for.
  std::uint32_t concept_of(std::uint32_t number) const { return concepts_[number]; }
  // From 0 to about 1: the logarithm of the weight beside that of the greatest.
  double renown(std::uint32_t number) const { return renown_[number]; }

  std::span<const std::string> concepts() const { return concept_names_; }

  // Nothing but right, though it may be no entry.
  bool is_kept(std::string_view text) const { return keep_.contains(std::string(text)); }

  const TextIndex& texts() const { return *texts_; }
  // All spellings, and all with their sounds folded (text::folded_sound); both with capitals.
  const SpellingTrie& spellings() const { return *spellings_; }
  const SpellingTrie& folded_spellings() const { return *folded_; }
  const text::Pinyin& pinyin() const { return pinyin_; }
  const text::Shapes& shapes() const { return shapes_; }

  // In memory, about.
  std::size_t bytes() const;

 private:
  static std::vector<VocabularyEntry> distinct(std::vector<VocabularyEntry> entries);
  void keep(const std::vector<VocabularyEntry>& entries);
  void spell();

  const text::Pinyin& pinyin_;
  const text::Shapes& shapes_;
  // Of the entries, each apart: read for thousands of them at a time.
  std::string bytes_;                   // their texts
  std::vector<std::uint32_t> ends_{0};  // of the texts; before the first a 0
  std::u32string characters_;           // their texts once more
  std::vector<std::uint32_t> character_ends_{0};
  std::vector<double> weights_;
  std::vector<WordUse> uses_;
  std::vector<bool> common_;
  std::vector<double> renown_;
  std::vector<std::uint32_t> concepts_;
  std::vector<std::string> concept_names_;
  std::unordered_set<std::string> keep_;
  std::unique_ptr<const TextIndex> texts_;
  std::unique_ptr<const SpellingTrie> spellings_, folded_;
};

}  // namespace doorstep::search
