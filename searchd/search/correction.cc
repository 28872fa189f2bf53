#include "searchd/search/correction.h"

#include <algorithm>
#include <utility>

#include "searchd/search/slips.h"
#include "searchd/search/sound_walk.h"
#include "searchd/search/typed_text.h"
#include "searchd/search/word_slips.h"

namespace doorstep::search {
namespace {

// Costs, on the scale of Correction::cost.
constexpr double kHomophone = 0.2;
constexpr double kOtherCharacter = 0.1;  // each, of a homophone
constexpr double kFuzzySyllable = 0.25;  // each
constexpr double kInitials = 0.5;
constexpr double kPartlyInitials = 0.4;
constexpr double kInPhrase = 0.1;
// How much a word that everybody looks for is preferred to one that nobody does.
constexpr double kRenown = 0.35;

// Below, no slip of letters is looked for: every other word would do.
constexpr std::size_t kShortestSlip = 4;
constexpr std::size_t kShortestDoubleSlip = 8;
constexpr std::size_t kLongestInitials = 6;
constexpr std::size_t kLongestPhrase = 16;
constexpr std::size_t kMaxPhraseAttempts = 8;
constexpr std::size_t kMaxReadings = 8;
// Syllables that sound nearly the same: with more the word is another.
constexpr std::size_t kMaxFuzzy = 2;
constexpr std::size_t kMaxFuzzyWords = 32;
// Up to here it is needless to look for less likely ones.
constexpr double kGoodEnough = 0.5;

struct Candidate {
  std::uint32_t entry = 0;
  TypedAs kind = TypedAs::kSlip;
  double cost = 0;
};

// Of one typed word.
class Corrector {
 public:
  Corrector(const Vocabulary& vocabulary, const TypedText& typed) : vocabulary_(vocabulary), typed_(typed) {}

  // Everything that a whole word can be.
  std::vector<Candidate> run() && {
    add_sounds();
    if (!has_at_most(0)) {
      add_tones();
      if (typed_.letters > 0) add_initials();
      add_fuzzy_sounds();
      if (typed_.han > 0) add_word_slips();
      if (typed_.all_letters()) add_letter_slips();
    }
    return best();
  }

  // Only what is hardly to be doubted: as a part of a phrase.
  std::vector<Candidate> run_strictly() && {
    add_sounds();
    add_fuzzy_sounds();
    if (typed_.all_han()) add_word_slips();
    std::erase_if(candidates_, [](const Candidate& one) { return one.cost > kGoodEnough; });
    return best();
  }

 private:
  bool has_at_most(double cost) const {
    return std::any_of(candidates_.begin(), candidates_.end(), [cost](const Candidate& c) { return c.cost <= cost; });
  }

  void add(std::uint32_t entry, TypedAs kind, double cost) {
    const VocabularyWord word = vocabulary_.entry(entry);
    if (word.use == WordUse::kKnown || cost > Correction::kMaxCost || word.text == typed_.text) return;
    candidates_.push_back({entry, kind, cost});
  }

  // How many typed Han characters are others in the word; places: of each typed character the syllable.
  std::size_t other_characters(std::uint32_t entry, const std::string& places) const {
    const std::u32string_view word = vocabulary_.characters(entry);
    std::size_t others = 0;
    for (std::size_t i = 0; i < typed_.characters.size(); ++i) {
      const auto place = static_cast<std::size_t>(places[i]);
      if (typed_.characters[i] >= 0x80 && (place >= word.size() || word[place] != typed_.characters[i])) ++others;
    }
    return others;
  }

  void add_sounds() {
    for (const SoundMatch& match :
         follow_sounds(vocabulary_.spellings(), vocabulary_.pinyin(), typed_, Abbreviations::kNone)) {
      for (const std::uint32_t entry : vocabulary_.spellings().entries_at(match.node)) {
        const std::size_t others = other_characters(entry, match.places);
        if (others == 0) {
          add(entry, TypedAs::kPinyin, 0);
        } else {
          add(entry, TypedAs::kHomophone, kHomophone + kOtherCharacter * static_cast<double>(others));
        }
      }
    }
  }

  // bao3jie2
  void add_tones() {
    TypedText plain;
    for (std::size_t i = 0; i < typed_.characters.size(); ++i) {
      const char32_t c = typed_.characters[i];
      const bool tone = i > 0 && c >= U'1' && c <= U'5' && typed_.characters[i - 1] >= U'a';
      if (!tone) plain = joined(plain, part_of(typed_, i, i + 1));
    }
    if (plain.characters.size() == typed_.characters.size() || !plain.all_letters()) return;
    for (const SoundMatch& match :
         follow_sounds(vocabulary_.spellings(), vocabulary_.pinyin(), plain, Abbreviations::kNone)) {
      for (const std::uint32_t entry : vocabulary_.spellings().entries_at(match.node)) add(entry, TypedAs::kPinyin, 0);
    }
  }

  static TypedText joined(TypedText a, const TypedText& b) {
    a.characters += b.characters;
    a.text += b.text;
    a.han += b.han;
    a.letters += b.letters;
    return a;
  }

  void add_initials() {
    for (const SoundMatch& match :
         follow_sounds(vocabulary_.spellings(), vocabulary_.pinyin(), typed_, Abbreviations::kAllowed)) {
      if (!match.abbreviated) continue;
      const bool only_initials = match.syllables == typed_.characters.size();
      if (only_initials && match.syllables > kLongestInitials) continue;
      const bool ends_in_letter = typed_.characters.back() < 0x80;
      const SpellingTrie& trie = vocabulary_.spellings();
      const auto entries = ends_in_letter ? trie.entries_below(match.node) : trie.entries_after_syllable(match.node);
      for (const std::uint32_t entry : entries) {
        if (vocabulary_.characters(entry).size() != match.syllables) continue;
        if (other_characters(entry, match.places) > 0) continue;
        add(entry, TypedAs::kInitials, only_initials ? kInitials : kPartlyInitials);
      }
    }
  }

  void add_fuzzy_sounds() {
    const SpellingTrie& folded = vocabulary_.folded_spellings();
    for (const SyllableReading& reading : read_syllables(vocabulary_.pinyin(), typed_, kMaxReadings)) {
      if (!reading.rest.empty() || reading.syllables.empty()) continue;
      std::string letters;
      for (const std::string& syllable : reading.syllables) letters += capitalized(text::folded_sound(syllable));
      const auto node = folded.follow(SpellingTrie::kRoot, letters);
      if (!node) continue;
      const auto entries = folded.entries_at(*node);
      for (const std::uint32_t entry : entries.first(std::min(entries.size(), kMaxFuzzyWords)))
        add_fuzzy(entry, reading);
    }
  }

  void add_fuzzy(std::uint32_t entry, const SyllableReading& reading) {
    std::size_t fewest = reading.syllables.size() + 1;
    for (const auto& spelling : vocabulary_.pinyin().spellings(vocabulary_.text(entry))) {
      if (spelling.size() != reading.syllables.size()) continue;
      std::size_t others = 0;
      for (std::size_t i = 0; i < spelling.size(); ++i) {
        if (spelling[i] != reading.syllables[i]) ++others;
      }
      fewest = std::min(fewest, others);
    }
    if (fewest == 0 || fewest > kMaxFuzzy) return;
    const bool letters = typed_.letters > 0;
    add(entry, letters ? TypedAs::kPinyin : TypedAs::kHomophone,
        (letters ? 0.0 : kHomophone) + kFuzzySyllable * static_cast<double>(fewest));
  }

  void add_word_slips() {
    for (const WordSlip& slip : word_slips(vocabulary_, typed_.characters)) add(slip.entry, TypedAs::kSlip, slip.cost);
  }

  void add_letter_slips() {
    if (typed_.letters < kShortestSlip) return;
    add_near_spellings(1);
    if (typed_.letters >= kShortestDoubleSlip && !has_at_most(1)) add_near_spellings(2);
  }

  void add_near_spellings(std::size_t most) {
    const SpellingTrie& trie = vocabulary_.spellings();
    for (const SpellingTrie::Node node : near_spellings(trie, typed_.text, most, SlipScope::kWhole)) {
      for (const std::uint32_t entry : trie.entries_at(node)) {
        for (const std::string& meant : vocabulary_.pinyin().full(vocabulary_.text(entry))) {
          add(entry, TypedAs::kSlip, slip_cost(typed_.text, meant));
        }
      }
    }
  }

  // Each entry once, the likeliest first.
  std::vector<Candidate> best() {
    std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
      return std::pair(a.entry, a.cost) < std::pair(b.entry, b.cost);
    });
    const auto same = [](const Candidate& a, const Candidate& b) { return a.entry == b.entry; };
    candidates_.erase(std::unique(candidates_.begin(), candidates_.end(), same), candidates_.end());
    const auto rank = [this](const Candidate& one) { return one.cost - kRenown * vocabulary_.renown(one.entry); };
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [&rank](const Candidate& a, const Candidate& b) { return rank(a) < rank(b); });
    return std::move(candidates_);
  }

  const Vocabulary& vocabulary_;
  const TypedText& typed_;
  std::vector<Candidate> candidates_;
};

Correction correction_of(const Vocabulary& vocabulary, const Candidate& one) {
  const VocabularyWord word = vocabulary.entry(one.entry);
  return {std::string(word.text),
          std::string(word.stands_for),
          one.kind,
          one.cost,
          word.use,
          vocabulary.concept_of(one.entry),
          word.common};
}

bool is_known(const Vocabulary& vocabulary, const TypedText& word) {
  return vocabulary.texts().find(word.text).has_value() || vocabulary.is_kept(word.text);
}

// The phrases in which one part is corrected and the rest are known words: 保捷|阿姨, 招聘|报安.
std::vector<Correction> correct_part(const Vocabulary& vocabulary, const TypedText& typed) {
  std::vector<Correction> phrases;
  const std::size_t size = typed.characters.size();
  if (size > kLongestPhrase) return phrases;
  std::size_t attempts = 0;
  for (std::size_t begin = 0; begin + 2 <= size; ++begin) {
    const TypedText before = part_of(typed, 0, begin);
    if (begin > 0 && !is_known(vocabulary, before)) continue;
    for (std::size_t end = size; end >= begin + 2; --end) {
      const TypedText after = part_of(typed, end, size);
      if (end == size ? begin == 0 : !is_known(vocabulary, after)) continue;
      const TypedText part = part_of(typed, begin, end);
      if (is_known(vocabulary, part) || ++attempts > kMaxPhraseAttempts) continue;
      const std::vector<Candidate> found = Corrector(vocabulary, part).run_strictly();
      if (found.empty()) continue;
      phrases.push_back(correction_of(vocabulary, found.front()));
      phrases.back().text.insert(0, before.text).append(after.text);
      phrases.back().cost += kInPhrase;
    }
  }
  std::stable_sort(phrases.begin(), phrases.end(),
                   [](const Correction& a, const Correction& b) { return a.cost < b.cost; });
  return phrases;
}

}  // namespace

std::vector<Correction> correct(const Vocabulary& vocabulary, std::string_view typed, std::size_t limit) {
  const TypedText word = read_typed(typed);
  if (word.characters.empty() || is_known(vocabulary, word)) return {};
  std::vector<Correction> corrections;
  for (const Candidate& one : Corrector(vocabulary, word).run()) corrections.push_back(correction_of(vocabulary, one));
  if (corrections.empty() || corrections.front().cost > kGoodEnough) {
    std::vector<Correction> phrases = correct_part(vocabulary, word);
    corrections.insert(corrections.end(), phrases.begin(), phrases.end());
    std::stable_sort(corrections.begin(), corrections.end(),
                     [](const Correction& a, const Correction& b) { return a.cost < b.cost; });
  }
  if (corrections.size() > limit) corrections.resize(limit);
  return corrections;
}

}  // namespace doorstep::search
