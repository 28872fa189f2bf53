#include "schema/text/analyzer.h"

#include <algorithm>
#include <utility>

#include "schema/text/dictionaries.h"
#include "schema/text/name_finder.h"
#include "schema/text/tokens.h"

namespace doorstep::text {
namespace {

// A dictionary word somewhere in a span: half-open range of units.
struct Match {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// Words this long and longer are indexed wherever they stand; shorter ones are met by the bigrams.
constexpr std::size_t kMinEmbeddedCharacters = 3;

// The cheapest way through one span after another (Viterbi over unigram costs, from the end backwards).
// One per call: the walks hold a place in the tries.
class Lattice {
 public:
  Lattice(std::string_view text, const WordTrie& general, const std::vector<const NameFinder*>& names)
      : text_(text), general_(general) {
    for (const NameFinder* one : names) names_.emplace_back(one->trie());
  }

  void solve(const std::vector<Unit>& span, bool find_embedded) {
    find_embedded_ = find_embedded;
    embedded_.clear();
    best_.assign(span.size() + 1, 0);
    word_end_.assign(span.size() + 1, 0);
    for (std::size_t i = span.size(); i-- > 0;) solve_at(span, i);
    // Found from the end backwards; read from the front.
    std::reverse(embedded_.begin(), embedded_.end());
  }

  // Where the word of the best path that begins at unit `i` ends. Only for beginnings of words.
  std::size_t word_end(std::size_t i) const { return word_end_[i]; }

  // By begin, ascending.
  const std::vector<Match>& embedded() const { return embedded_; }

 private:
  void solve_at(const std::vector<Unit>& span, std::size_t i) {
    best_[i] = best_[i + 1] + kUnseenCost;
    word_end_[i] = static_cast<std::uint32_t>(i + 1);
    const std::size_t found_before = embedded_.size();
    if (span[i].is_han()) walk_general(span, i);
    for (WordTrie::Walk& walk : names_) walk_names(walk, span, i, found_before);
  }

  void walk_general(const std::vector<Unit>& span, std::size_t i) {
    const std::size_t limit = std::min(span.size(), i + kMaxWordCharacters);
    bool on_the_way = general_.start(span[i].han);
    for (std::size_t end = i + 1; on_the_way; ++end) {
      if (general_.cost() != WordTrie::kNoWord) offer(i, end, general_.cost(), end - i);
      on_the_way = end < limit && span[end].is_han() && general_.advance(span[end].han);
    }
  }

  // Names may hold tokens (4s店), each only as a whole.
  void walk_names(WordTrie::Walk& walk, const std::vector<Unit>& span, std::size_t i, std::size_t found_before) {
    std::size_t characters = 0;
    for (std::size_t end = i; end < span.size() && characters < kMaxWordCharacters;) {
      if (!pass(walk, span[end], end == i, characters)) return;
      ++end;
      if (walk.cost() == WordTrie::kNoWord) continue;
      const bool known = std::any_of(embedded_.begin() + static_cast<std::ptrdiff_t>(found_before), embedded_.end(),
                                     [&](const Match& match) { return match.end == end; });
      offer(i, end, kLexiconCost, known ? 0 : characters);
    }
  }

  bool pass(WordTrie::Walk& walk, const Unit& unit, bool first, std::size_t& characters) {
    if (unit.is_han()) {
      ++characters;
      return first ? walk.start(unit.han) : walk.advance(unit.han);
    }
    for (std::size_t at = unit.begin; at < unit.end;) {
      const char32_t c = next_code_point(text_, at);
      if (++characters > kMaxWordCharacters) return false;
      if (!(first ? walk.start(c) : walk.advance(c))) return false;
      first = false;
    }
    return true;
  }

  // Of two equally cheap paths the one whose first word is longer, whichever dictionary it is from.
  void offer(std::size_t begin, std::size_t end, std::int32_t cost, std::size_t characters) {
    const std::int64_t total = best_[end] + cost;
    const bool longer_tie = total == best_[begin] && end > word_end_[begin];
    if (total < best_[begin] || longer_tie) {
      best_[begin] = total;
      word_end_[begin] = static_cast<std::uint32_t>(end);
    }
    if (find_embedded_ && characters >= kMinEmbeddedCharacters) {
      embedded_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    }
  }

  std::string_view text_;
  WordTrie::Walk general_;
  std::vector<WordTrie::Walk> names_;
  bool find_embedded_ = false;
  std::vector<std::int64_t> best_;
  std::vector<std::uint32_t> word_end_;
  std::vector<Match> embedded_;
};

// Writes the terms of one text in the order of their begin.
class TermWriter {
 public:
  TermWriter(std::string_view text, std::vector<Term>& out) : text_(text), out_(out) {}

  void write_all(const std::vector<Unit>& span, const Lattice& lattice) {
    next_embedded_ = 0;
    for (std::size_t begin = 0, end = 0; begin < span.size(); begin = end) {
      end = lattice.word_end(begin);
      add(span[begin].begin, span[end - 1].end, TermKind::kWord);
      for (std::size_t i = begin; i < end; ++i) write_inside(span, lattice, i, begin, end);
    }
  }

  void write_words(const std::vector<Unit>& span, const Lattice& lattice) {
    for (std::size_t begin = 0, end = 0; begin < span.size(); begin = end) {
      end = lattice.word_end(begin);
      add(span[begin].begin, span[end - 1].end, TermKind::kWord);
    }
  }

 private:
  // Everything that begins at unit `i` but the best-path word [begin, end) around it.
  void write_inside(const std::vector<Unit>& span, const Lattice& lattice, std::size_t i, std::size_t begin,
                    std::size_t end) {
    const Unit& unit = span[i];
    if (!unit.is_han()) write_token(unit, end - begin == 1);
    for (const auto& embedded = lattice.embedded();
         next_embedded_ < embedded.size() && embedded[next_embedded_].begin == i; ++next_embedded_) {
      const std::size_t last = embedded[next_embedded_].end;
      if (!unit.is_han() && last == i + 1) continue;  // write_token() has it
      if (i != begin || last != end) add(unit.begin, span[last - 1].end, TermKind::kEmbeddedWord);
    }
    if (unit.is_han()) write_han(span, i, begin, end);
  }

  void write_token(const Unit& unit, bool is_the_word) {
    if (!is_the_word) add(unit.begin, unit.end, TermKind::kEmbeddedWord);
    for (const TokenPart& part : parts_of_token(text_.substr(unit.begin, unit.end - unit.begin))) {
      add(unit.begin + part.begin, unit.begin + part.end, TermKind::kEmbeddedWord);
    }
  }

  void write_han(const std::vector<Unit>& span, std::size_t i, std::size_t begin, std::size_t end) {
    const bool before = i > 0 && span[i - 1].is_han();
    const bool after = i + 1 < span.size() && span[i + 1].is_han();
    if (after) {
      const bool straddles = i + 1 == end;
      const bool is_the_word = i == begin && i + 2 == end;
      if (is_the_word) return;
      add(span[i].begin, span[i + 1].end, straddles ? TermKind::kStraddlingBigram : TermKind::kInnerBigram);
    } else if (!before && end - begin > 1) {
      add(span[i].begin, span[i].end, TermKind::kCharacter);
    }
  }

  void add(std::uint32_t begin, std::uint32_t end, TermKind kind) {
    if (end - begin > kMaxTermBytes) return;
    out_.push_back({.text = std::string(text_.substr(begin, end - begin)), .kind = kind, .begin = begin, .end = end});
  }

  std::string_view text_;
  std::vector<Term>& out_;
  std::size_t next_embedded_ = 0;
};

// Moves offsets from the normalised text to the one it was made from. A term covers whole source characters, at
// least one, also where one source character became several.
void map_back(std::vector<Term>& terms, const std::vector<std::uint32_t>& source) {
  for (Term& term : terms) {
    std::size_t end = term.end;
    while (source[end] == source[term.end - 1]) ++end;
    term.begin = source[term.begin];
    term.end = source[end];
  }
}

std::vector<std::string> words_of(const Lexicon& lexicon) {
  std::vector<std::string> words;
  for (const LexiconEntry& entry : lexicon.entries()) words.push_back(entry.word);
  return words;
}

}  // namespace

struct Analyzer::Impl {
  explicit Impl(const Lexicon& words)
      : general(std::make_shared<const GeneralDictionary>()),
        lexicon(std::make_shared<const NameFinder>(words_of(words))),
        names{lexicon.get()} {}
  Impl(const Impl& base, const std::vector<const NameFinder*>& more) : Impl(base) {
    names.insert(names.end(), more.begin(), more.end());
  }

  std::vector<Term> analyze(std::string_view text, bool words_only) const {
    std::vector<Term> terms;
    // Two terms a character is usual; a character of Chinese has three bytes.
    if (!words_only) terms.reserve(text.size() / 2);
    Lattice lattice(text, general->trie(), names);
    TermWriter writer(text, terms);
    UnitReader reader(text);
    for (std::vector<Unit> span; reader.next_span(span);) {
      lattice.solve(span, !words_only);
      words_only ? writer.write_words(span, lattice) : writer.write_all(span, lattice);
    }
    return terms;
  }

  std::shared_ptr<const GeneralDictionary> general;
  std::shared_ptr<const NameFinder> lexicon;
  std::vector<const NameFinder*> names;  // the lexicon's first
};

Analyzer::Analyzer(const Normalizer& normalizer, const Lexicon& lexicon)
    : normalizer_(normalizer), impl_(std::make_unique<Impl>(lexicon)) {}

Analyzer::Analyzer(const Analyzer& base, const std::vector<const NameFinder*>& names)
    : normalizer_(base.normalizer_), impl_(std::make_unique<Impl>(*base.impl_, names)) {}

Analyzer::~Analyzer() = default;

std::vector<Term> Analyzer::terms(std::string_view text) const {
  const Normalizer::Mapped mapped = normalizer_.normalize_mapped(text);
  std::vector<Term> terms = impl_->analyze(mapped.text, false);
  map_back(terms, mapped.source);
  return terms;
}

std::vector<Term> Analyzer::terms_of_normalized(std::string_view normalized) const {
  return impl_->analyze(normalized, false);
}

bool Analyzer::is_common_word(std::string_view word) const {
  // On the scale of cjdict: 市长 costs 86, 水产 93, 盘子 104; 家正, a name, 122.
  constexpr std::int32_t kCommon = 115;
  WordTrie::Walk walk(impl_->general->trie());
  bool first = true;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = next_code_point(word, at);
    if (!(first ? walk.start(c) : walk.advance(c))) return false;
    first = false;
  }
  return !first && walk.cost() != WordTrie::kNoWord && walk.cost() <= kCommon;
}

std::vector<Term> Analyzer::words(std::string_view text) const {
  const Normalizer::Mapped mapped = normalizer_.normalize_mapped(text);
  std::vector<Term> terms = impl_->analyze(mapped.text, true);
  map_back(terms, mapped.source);
  return terms;
}

std::vector<bool> word_borders(std::string_view text, std::span<const Term> terms) {
  std::vector<bool> borders(text.size() + 1, false);
  for (const Term& term : terms) {
    if (term.kind != TermKind::kWord) continue;
    borders[term.begin] = true;
    borders[term.end] = true;
  }
  return borders;
}

}  // namespace doorstep::text
