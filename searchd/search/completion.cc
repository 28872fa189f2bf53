#include "searchd/search/completion.h"

#include <algorithm>
#include <utility>

#include "searchd/search/slips.h"
#include "searchd/search/sound_walk.h"
#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

// For a character that is yet to be typed, and for initials of all of a word.
constexpr double kPerCharacter = 0.03;
constexpr double kWholeInitials = 0.15;
// For the very same sound in other characters.
constexpr double kSameSound = 0.3;

// Words looked at, at most: one letter begins some thousand words of forty thousand.
constexpr std::size_t kMaxSeen = 20'000;
constexpr std::size_t kShortestSlip = 5;
constexpr std::size_t kMaxReadings = 8;
// With so many words that fit, slips are not looked for.
constexpr std::ptrdiff_t kEnough = 3;
// Words that the letters are the pinyin of, whose characters are looked for within others.
constexpr std::size_t kMaxInfixWords = 4;

struct Found {
  std::uint32_t entry = 0;
  Fit fit = Fit::kSlip;
  TypedAs kind = TypedAs::kText;
  bool place = false;
  double value = 0;
};

bool is_better(const Found& a, const Found& b) {
  if (a.fit != b.fit) return a.fit < b.fit;
  if (a.place != b.place) return b.place;
  return a.value != b.value ? a.value > b.value : a.entry < b.entry;
}

class Completer {
 public:
  Completer(const Vocabulary& vocabulary, TypedText typed, std::size_t limit, std::span<const double> scores)
      : vocabulary_(vocabulary),
        typed_(std::move(typed)),
        limit_(limit),
        scores_(scores),
        place_of_(vocabulary.size()) {}

  std::vector<Completion> run() && {
    if (typed_.characters.empty()) {
      for (std::uint32_t entry = 0; entry < vocabulary_.size(); ++entry) {
        if (vocabulary_.use(entry) == WordUse::kWork) add(entry, Fit::kPrefix, TypedAs::kText, 0);
      }
      return completions();
    }
    add_by_characters(typed_.text, TypedAs::kText);
    add_by_sound();
    // Who types the first characters of a word means it; letters may be those of another word, too.
    const bool fits =
        count_fits(typed_.letters > 0 ? Fit::kExact : Fit::kPrefix) > 0 || count_fits(Fit::kInfix) >= kEnough;
    if (found_.size() < limit_ && (!fits || typed_.letters > 0)) add_fuzzy_sounds();
    if (found_.size() < limit_ && !fits) add_near_prefixes();
    std::vector<Completion> all = completions();
    if (all.size() < limit_ && !fits) add_corrections(all);
    return all;
  }

 private:
  void add(std::uint32_t entry, Fit fit, TypedAs kind, double more) {
    const WordUse use = vocabulary_.use(entry);
    if (use == WordUse::kKnown) return;
    const std::uint32_t number = vocabulary_.concept_of(entry);
    const double score = number < scores_.size() ? scores_[number] : 0.0;
    const auto length = static_cast<double>(vocabulary_.characters(entry).size());
    const double value = vocabulary_.renown(entry) + score - kPerCharacter * length + more;
    const Found one{entry, fit, kind, use == WordUse::kPlace, value};
    if (place_of_[entry] == 0) {
      found_.push_back(one);
      place_of_[entry] = static_cast<std::uint32_t>(found_.size());
    } else if (is_better(one, found_[place_of_[entry] - 1])) {
      found_[place_of_[entry] - 1] = one;
    }
  }

  std::ptrdiff_t count_fits(Fit at_least) const {
    return std::count_if(found_.begin(), found_.end(), [at_least](const Found& one) { return one.fit <= at_least; });
  }

  // `text`: what was typed, or what it is the pinyin of.
  void add_by_characters(std::string_view text, TypedAs kind) {
    for (const TextIndex::Place& place : vocabulary_.texts().places_of(text)) {
      if (++seen_ > kMaxSeen) return;
      const bool whole = place.byte == 0 && vocabulary_.text(place.entry).size() == text.size();
      const bool prefix = place.byte == 0 && kind == TypedAs::kText;
      add(place.entry, whole ? Fit::kExact : prefix ? Fit::kPrefix : Fit::kInfix, kind, 0);
    }
  }

  void add_by_sound() {
    const auto abbreviations = typed_.letters > 0 ? Abbreviations::kAllowed : Abbreviations::kNone;
    std::vector<std::uint32_t> sounded;
    for (const SoundMatch& match :
         follow_sounds(vocabulary_.spellings(), vocabulary_.pinyin(), typed_, abbreviations)) {
      add_match(match);
      if (match.abbreviated || !typed_.all_letters() || typed_.letters < 2) continue;
      const auto whole = vocabulary_.spellings().entries_at(match.node);
      sounded.insert(sounded.end(), whole.begin(), whole.end());
    }
    if (sounded.size() > kMaxInfixWords) sounded.resize(kMaxInfixWords);
    for (const std::uint32_t entry : sounded) add_by_characters(vocabulary_.text(entry), TypedAs::kPinyin);
  }

  void add_match(const SoundMatch& match) {
    const SpellingTrie& trie = vocabulary_.spellings();
    const std::size_t whole = trie.entries_at(match.node).size();
    const auto below = entries_from(trie, match.node);
    for (std::size_t i = 0; i < below.size() && ++seen_ <= kMaxSeen; ++i) {
      const bool all = vocabulary_.characters(below[i]).size() == match.syllables;
      if (has_other_characters(below[i], match.places)) {
        if (!match.abbreviated) add(below[i], Fit::kFuzzy, TypedAs::kHomophone, kSameSound);
      } else if (match.abbreviated) {
        add(below[i], Fit::kInitials, TypedAs::kInitials, all ? kWholeInitials : 0);
      } else if (typed_.letters > 0) {
        add(below[i], i < whole ? Fit::kExact : Fit::kPrefix, TypedAs::kPinyin, 0);
      }
    }
  }

  // A character is a whole syllable, letters may be the beginning of one.
  std::span<const std::uint32_t> entries_from(const SpellingTrie& trie, SpellingTrie::Node node) const {
    return typed_.characters.back() < 0x80 ? trie.entries_below(node) : trie.entries_after_syllable(node);
  }

  bool has_other_characters(std::uint32_t entry, const std::string& places) const {
    if (typed_.han == 0) return false;
    const std::u32string_view word = vocabulary_.characters(entry);
    for (std::size_t i = 0; i < typed_.characters.size(); ++i) {
      const auto place = static_cast<std::size_t>(places[i]);
      if (typed_.characters[i] >= 0x80 && (place >= word.size() || word[place] != typed_.characters[i])) return true;
    }
    return false;
  }

  void add_fuzzy_sounds() {
    const SpellingTrie& folded = vocabulary_.folded_spellings();
    const TypedAs kind = typed_.letters > 0 ? TypedAs::kPinyin : TypedAs::kHomophone;
    for (const SyllableReading& reading : read_syllables(vocabulary_.pinyin(), typed_, kMaxReadings)) {
      std::string letters;
      for (const std::string& syllable : reading.syllables) letters += capitalized(text::folded_sound(syllable));
      letters += capitalized(text::folded_sound(reading.rest));
      const auto node = folded.follow(SpellingTrie::kRoot, letters);
      // Two letters sound like too much.
      if (!node || letters.size() < 3) continue;
      const auto entries = reading.rest.empty() ? entries_from(folded, *node) : folded.entries_below(*node);
      for (const std::uint32_t entry : entries) {
        if (++seen_ > kMaxSeen) return;
        add(entry, Fit::kFuzzy, kind, 0);
      }
    }
  }

  void add_near_prefixes() {
    if (!typed_.all_letters() || typed_.letters < kShortestSlip) return;
    const SpellingTrie& trie = vocabulary_.spellings();
    for (const SpellingTrie::Node node : near_spellings(trie, typed_.text, 1, SlipScope::kPrefix)) {
      for (const std::uint32_t entry : trie.entries_below(node)) {
        if (++seen_ > kMaxSeen) return;
        add(entry, Fit::kSlip, TypedAs::kSlip, -1);
      }
    }
  }

  // What correct() knows, before the prefixes that are nearly so.
  void add_corrections(std::vector<Completion>& all) {
    const auto first_slip =
        std::find_if(all.begin(), all.end(), [](const Completion& one) { return one.fit == Fit::kSlip; });
    std::vector<Completion> slips(first_slip, all.end());
    all.erase(first_slip, all.end());
    std::vector<Completion> corrected;
    for (Correction& one : correct(vocabulary_, typed_.text, limit_)) {
      corrected.push_back({.text = std::move(one.text),
                           .stands_for = std::move(one.stands_for),
                           .fit = Fit::kSlip,
                           .kind = one.kind,
                           .value = -one.cost,
                           .use = one.use,
                           .concept_number = one.concept_number});
    }
    for (auto* more : {&corrected, &slips}) {
      for (Completion& one : *more) {
        const bool known =
            std::any_of(all.begin(), all.end(), [&one](const Completion& c) { return c.text == one.text; });
        if (!known && all.size() < limit_) all.push_back(std::move(one));
      }
    }
  }

  // The best of what was found.
  std::vector<Completion> completions() {
    const auto end = found_.begin() + static_cast<std::ptrdiff_t>(std::min(limit_, found_.size()));
    std::partial_sort(found_.begin(), end, found_.end(), is_better);
    std::vector<Completion> all;
    for (auto one = found_.begin(); one != end; ++one) {
      const VocabularyWord word = vocabulary_.entry(one->entry);
      all.push_back({std::string(word.text), std::string(word.stands_for), one->fit, one->kind, one->value, word.use,
                     vocabulary_.concept_of(one->entry)});
    }
    return all;
  }

  const Vocabulary& vocabulary_;
  TypedText typed_;
  std::size_t limit_;
  std::span<const double> scores_;
  std::vector<Found> found_;             // each entry once, as it fits best
  std::vector<std::uint32_t> place_of_;  // by entry: one more than where it is in found_; 0: nowhere
  std::size_t seen_ = 0;
};

}  // namespace

std::vector<Completion> complete(const Vocabulary& vocabulary, std::string_view typed, std::size_t limit,
                                 std::span<const double> scores) {
  TypedText read = read_typed(typed);
  // Too long for a word, which is not the same as nothing.
  if (read.characters.empty() && typed.size() > TypedText::kMaxCharacters) return {};
  return Completer(vocabulary, std::move(read), limit, scores).run();
}

}  // namespace doorstep::search
