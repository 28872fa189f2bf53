#pragma once

// Turns text into index terms: the one analyser, used for postings and for queries alike.
//
// The order of steps is part of the index format: NFKC_Casefold, radicals to unified ideographs,
// OpenCC t2s, runs by script, Viterbi over ICU's cjdict plus the job lexicon. Change anything that changes a term and
// kAnalyzerVersion must change with it; searchd refuses an index of another version.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/lexicon.h"

namespace doorstep::text {

inline constexpr std::uint32_t kAnalyzerVersion = 1;

// What a term is, from which the index and the query decide what to do with it.
enum class TermKind : std::uint8_t {
  kWord,              // a word of the best path; a Latin or digit token as a whole (c++, 4s店, b超, 5000)
  kEmbeddedWord,      // a dictionary or lexicon word of three characters or more, inside or across best-path words
  kInnerBigram,       // two neighbouring Han characters inside one best-path word
  kStraddlingBigram,  // two neighbouring Han characters of two best-path words (确保|安全 → 保安)
  kCharacter,         // a single Han character, only where no bigram covers it
};

struct Term {
  std::string text;  // normalised UTF-8, at most kMaxTermBytes
  TermKind kind = TermKind::kWord;
  // Where it stands in the text that was given: a half-open range of bytes, on character boundaries.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool operator==(const Term&) const = default;
};

// Xapian refuses terms over 245 bytes (and silently discards a batch then); a term is cut out, not shortened,
// when it is longer than this. Leaves room for a prefix.
inline constexpr std::size_t kMaxTermBytes = 200;

// NFKC_Casefold, then radicals, then traditional to simplified. Control characters other than tab
// and newline become spaces. Invalid UTF-8 becomes U+FFFD. This is the form that `exact` compares.
class Normalizer {
 public:
  Normalizer();
  ~Normalizer();
  Normalizer(const Normalizer&) = delete;
  Normalizer& operator=(const Normalizer&) = delete;

  // Thread-safe.
  std::string normalize(std::string_view text) const;

  // The same, and for every byte of the result (and one past it) the byte of `text` it came from: the first
  // byte of a source character, the same for all bytes of a character.
  struct Mapped {
    std::string text;
    std::vector<std::uint32_t> source;
  };
  Mapped normalize_mapped(std::string_view text) const;

  // The form of a query that contains traditional characters under Taiwan's usage (軟體 → 软件), or empty
  // when it is the same as normalize(text) or the text has no traditional character.
  std::string taiwan_variant(std::string_view text) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class NameFinder;

// Thread-safe: immutable after construction; `normalizer` must outlive it.
class Analyzer {
 public:
  Analyzer(const Normalizer& normalizer, const Lexicon& lexicon);
  // Knows the words of `base` and these names, each as a word of the lexicon. All of them must outlive it.
  Analyzer(const Analyzer& base, const std::vector<const NameFinder*>& names);
  ~Analyzer();
  Analyzer(const Analyzer&) = delete;
  Analyzer& operator=(const Analyzer&) = delete;

  // All terms of a text, in the order of their begin, offsets into `text` as given.
  std::vector<Term> terms(std::string_view text) const;

  // The same for a text that is already normalised; offsets are into it. The fast path of indexing.
  std::vector<Term> terms_of_normalized(std::string_view normalized) const;

  // Only the words of the best path (kWord), what a query is made of. Punctuation and spaces are left out.
  std::vector<Term> words(std::string_view text) const;

  // Whether the general dictionary has the word, which is normalised, as one that is often written. It also holds names and relics
  // that look like words and are met nowhere.
  bool is_common_word(std::string_view word) const;

  const Normalizer& normalizer() const { return normalizer_; }

 private:
  struct Impl;
  const Normalizer& normalizer_;
  std::unique_ptr<Impl> impl_;
};

// For every byte of `text` and one past it whether a word of `terms`, the analyser's of it, begins or ends there.
std::vector<bool> word_borders(std::string_view text, std::span<const Term> terms);

// Unicode Script=Han (and 〇). One code point.
bool is_han(char32_t c);

// Decodes one character at `at` (which must be < text.size()) and moves past it. Invalid bytes
// give U+FFFD and advance by one.
char32_t next_code_point(std::string_view text, std::size_t& at);

// Of valid UTF-8.
std::size_t count_characters(std::string_view utf8);

}  // namespace doorstep::text
