#include "searchd/search/sound_walk.h"

#include <utility>

#include "schema/text/analyzer.h"

namespace doorstep::search {
namespace {

// Far more than any word needs; one letter typed forty times takes a tenth.
constexpr std::size_t kMaxSteps = 4000;
constexpr std::size_t kMaxMatches = 512;

using Node = SpellingTrie::Node;

char capital(char32_t c) { return static_cast<char>(c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c); }

class Walk {
 public:
  Walk(const SpellingTrie& trie, const text::Pinyin& pinyin, const TypedText& typed, Abbreviations abbreviations)
      : trie_(trie),
        pinyin_(pinyin),
        typed_(typed.characters),
        abbreviations_(abbreviations),
        places_(typed.characters.size(), '\0') {}

  std::vector<SoundMatch> run() && {
    if (!typed_.empty()) step({});
    return std::move(matches_);
  }

 private:
  struct State {
    Node node = SpellingTrie::kRoot;
    std::size_t at = 0;  // in the typed text
    std::size_t syllables = 0;
    bool abbreviated = false;
    bool may_stop = false;  // the syllable so far is an abbreviation of itself
  };

  void step(const State& state) {
    if (++steps_ > kMaxSteps || matches_.size() >= kMaxMatches) return;
    if (state.at == typed_.size()) {
      matches_.push_back({state.node, state.syllables, state.abbreviated, places_});
      return;
    }
    if (typed_[state.at] < 0x80) go_on(state);
    begin_syllable(state.node, state);
    if (state.may_stop && abbreviations_ == Abbreviations::kAllowed) leave_out(state.node, state);
  }

  // Within the syllable.
  void go_on(const State& state) {
    if (typed_[state.at] < U'a' || typed_[state.at] > U'z' || state.syllables == 0) return;
    const auto letter = static_cast<char>(typed_[state.at]);
    const auto next = trie_.child(state.node, letter);
    if (!next) return;
    const char before = trie_.letter(state.node);
    const bool two_letters = letter == 'h' && (before == 'Z' || before == 'C' || before == 'S');
    places_[state.at] = static_cast<char>(state.syllables - 1);
    step({*next, state.at + 1, state.syllables, state.abbreviated, two_letters});
  }

  // With the next typed character, below `node`.
  void begin_syllable(Node node, const State& state) {
    const char32_t c = typed_[state.at];
    places_[state.at] = static_cast<char>(state.syllables);
    if (c < 0x80) {
      const auto next = trie_.child(node, capital(c));
      if (next) step({*next, state.at + 1, state.syllables + 1, state.abbreviated, true});
      return;
    }
    for (const std::string_view reading : pinyin_.readings(c)) {
      const auto next = trie_.follow(node, capitalized(reading));
      if (next) step({*next, state.at + 1, state.syllables + 1, state.abbreviated, false});
    }
  }

  // The rest of the syllable, whatever it is.
  void leave_out(Node node, const State& state) {
    for (Node child = node + 1; child < trie_.end(node); child = trie_.end(child)) {
      if (begins_syllable(trie_.letter(child))) continue;
      State shortened = state;
      shortened.abbreviated = true;
      begin_syllable(child, shortened);
      leave_out(child, state);
    }
  }

  const SpellingTrie& trie_;
  const text::Pinyin& pinyin_;
  const std::u32string& typed_;
  Abbreviations abbreviations_;
  std::string places_;
  std::size_t steps_ = 0;
  std::vector<SoundMatch> matches_;
};

// Each reading so far followed by each of what may come next.
template <typename Choices, typename Append>
std::vector<SyllableReading> longer(const std::vector<SyllableReading>& readings, const Choices& choices,
                                    std::size_t limit, Append append) {
  std::vector<SyllableReading> all;
  for (const auto& choice : choices) {
    for (const SyllableReading& reading : readings) {
      if (all.size() == limit) return all;
      all.push_back(reading);
      append(choice, all.back());
    }
  }
  return all;
}

}  // namespace

std::vector<SoundMatch> follow_sounds(const SpellingTrie& trie, const text::Pinyin& pinyin, const TypedText& typed,
                                      Abbreviations abbreviations) {
  return Walk(trie, pinyin, typed, abbreviations).run();
}

std::vector<SyllableReading> read_syllables(const text::Pinyin& pinyin, const TypedText& typed, std::size_t limit) {
  std::vector<SyllableReading> readings(1);
  const std::u32string& all = typed.characters;
  for (std::size_t at = 0; at < all.size() && !readings.empty();) {
    if (all[at] >= 0x80) {
      readings = longer(readings, pinyin.readings(all[at]), limit,
                        [](std::string_view one, SyllableReading& to) { to.syllables.emplace_back(one); });
      ++at;
      continue;
    }
    std::string letters;
    for (; at < all.size() && all[at] < 0x80; ++at) letters += static_cast<char>(all[at]);
    auto splits = pinyin.split(letters, limit);
    if (at < all.size()) std::erase_if(splits, [](const text::SyllableSplit& split) { return !split.rest.empty(); });
    readings = longer(readings, splits, limit, [](const text::SyllableSplit& one, SyllableReading& to) {
      to.syllables.insert(to.syllables.end(), one.syllables.begin(), one.syllables.end());
      to.rest = one.rest;
    });
  }
  return readings;
}

}  // namespace doorstep::search
