#include "schema/text/pinyin.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "schema/text/code_points.h"
#include "schema/text/data_lines.h"

namespace doorstep::text {
namespace {

constexpr std::size_t kAscii = 128;

// One-character strings that views can stay on.
constexpr std::array<char, kAscii> kAsciiCharacters = [] {
  std::array<char, kAscii> all{};
  for (std::size_t c = 0; c < kAscii; ++c) all[c] = static_cast<char>(c);
  return all;
}();

bool is_letters(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

template <typename Make>
std::vector<std::string> each_once(const std::vector<Pinyin::Syllables>& spellings, Make make) {
  std::vector<std::string> all;
  for (const Pinyin::Syllables& spelling : spellings) {
    std::string one;
    for (const std::string_view syllable : spelling) one.append(make(syllable));
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

std::string folded_sound(std::string_view syllable, const FuzzySounds& sounds) {
  std::string folded(syllable);
  const bool retroflex = folded.size() > 1 && folded[1] == 'h';
  if (retroflex &&
      ((folded[0] == 'z' && sounds.zh_z) || (folded[0] == 'c' && sounds.ch_c) || (folded[0] == 's' && sounds.sh_s))) {
    folded.erase(1, 1);
  }
  if (folded.empty()) return folded;
  if ((folded[0] == 'n' && sounds.n_l) || (folded[0] == 'r' && sounds.r_l)) folded[0] = 'l';
  if (folded[0] == 'f' && sounds.h_f) folded[0] = 'h';
  std::replace(folded.begin(), folded.end(), 'v', 'u');
  if (folded.size() > 2 && folded.ends_with("ng") && sounds.ng_n) folded.pop_back();
  return folded;
}

Pinyin::Pinyin(std::string_view readings_tsv) {
  for_each_character_line("readings", readings_tsv, [this](const CharacterLine& line) {
    if (!std::all_of(line.fields.begin(), line.fields.end(), is_letters)) {
      throw std::runtime_error("readings: a reading is not of letters: " + std::string(line.fields.front()));
    }
    syllables_.insert(syllables_.end(), line.fields.begin(), line.fields.end());
  });
  std::sort(syllables_.begin(), syllables_.end());
  syllables_.erase(std::unique(syllables_.begin(), syllables_.end()), syllables_.end());
  for_each_character_line("readings", readings_tsv, [this](const CharacterLine& line) { add(line); });
  std::stable_sort(characters_.begin(), characters_.end(),
                   [](const Character& a, const Character& b) { return a.c < b.c; });
}

void Pinyin::add(const CharacterLine& line) {
  const auto begin = static_cast<std::uint32_t>(readings_.size());
  for (const std::string_view reading : line.fields) {
    readings_.emplace_back(*std::lower_bound(syllables_.begin(), syllables_.end(), reading));
  }
  characters_.push_back({line.character, begin, static_cast<std::uint32_t>(readings_.size())});
}

std::span<const std::string_view> Pinyin::readings(char32_t c) const {
  const auto found = std::lower_bound(characters_.begin(), characters_.end(), c,
                                      [](const Character& known, char32_t wanted) { return known.c < wanted; });
  if (found == characters_.end() || found->c != c) return {};
  return std::span(readings_).subspan(found->begin, found->end - found->begin);
}

std::vector<Pinyin::Syllables> Pinyin::spellings(std::string_view word, std::size_t limit) const {
  struct Partial {
    std::size_t rarity = 0;  // sum of the readings' places
    Syllables syllables;
  };
  std::vector<Partial> partials(word.empty() ? 0 : 1);
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = decode(word, at);
    const std::string_view ascii(&kAsciiCharacters[c < kAscii ? c : 0], 1);
    const auto choices = c < kAscii ? std::span(&ascii, 1) : readings(c);
    if (choices.size() == 1) {
      for (Partial& partial : partials) partial.syllables.push_back(choices.front());
      continue;
    }
    std::vector<Partial> longer;
    for (const Partial& partial : partials) {
      for (std::size_t rank = 0; rank < choices.size(); ++rank) {
        longer.push_back({partial.rarity + rank, partial.syllables});
        longer.back().syllables.push_back(choices[rank]);
      }
    }
    std::stable_sort(longer.begin(), longer.end(),
                     [](const Partial& a, const Partial& b) { return a.rarity < b.rarity; });
    if (longer.size() > limit) longer.resize(limit);
    partials = std::move(longer);
  }
  std::vector<Syllables> spellings;
  for (Partial& partial : partials) spellings.push_back(std::move(partial.syllables));
  return spellings;
}

std::vector<std::string> Pinyin::full(std::string_view word, std::size_t limit) const {
  return each_once(spellings(word, limit), [](std::string_view syllable) { return syllable; });
}

std::vector<std::string> Pinyin::initials(std::string_view word, std::size_t limit) const {
  return each_once(spellings(word, limit), [](std::string_view syllable) { return syllable.substr(0, 1); });
}

bool Pinyin::is_syllable(std::string_view letters) const {
  return std::binary_search(syllables_.begin(), syllables_.end(), letters, std::less<>());
}

bool Pinyin::begins_syllable(std::string_view letters) const {
  const auto found = std::lower_bound(syllables_.begin(), syllables_.end(), letters, std::less<>());
  return found != syllables_.end() && std::string_view(*found).starts_with(letters);
}

}  // namespace doorstep::text
