#pragma once

// How Han characters sound: their readings in pinyin, and what people type of them.
//
// Letters are lower-case ASCII without tones, ü is v. A word of several readings has several spellings (银行: yinhang,
// yinxing); those that its characters' usual readings make come first.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::text {

struct CharacterLine;

// Which sounds count as one.
struct FuzzySounds {
  bool zh_z = true;
  bool ch_c = true;
  bool sh_s = true;
  bool n_l = true;
  bool ng_n = true;  // at the end of a syllable
  bool h_f = true;
  bool r_l = true;

  bool operator==(const FuzzySounds&) const = default;
};

// The same for all syllables that sound alike to `sounds`: zhang, zang and zan are zan; v is always u. Not
// itself a syllable always.
std::string folded_sound(std::string_view syllable, const FuzzySounds& sounds = {});

// Letters as syllables; views into them.
struct SyllableSplit {
  std::vector<std::string_view> syllables;
  std::string_view rest;  // the beginning of another syllable, or empty

  bool operator==(const SyllableSplit&) const = default;
};

// Immutable after construction; safe to share between threads. The views it gives out are good while it lives.
class Pinyin {
 public:
  // A syllable for each character of a word.
  using Syllables = std::vector<std::string_view>;

  static constexpr std::size_t kMaxSpellings = 8;

  // `readings_tsv` as schema/data/readings.tsv. Throws std::runtime_error saying what is wrong.
  explicit Pinyin(std::string_view readings_tsv);
  Pinyin(const Pinyin&) = delete;
  Pinyin& operator=(const Pinyin&) = delete;

  // The most usual first; empty: not known, or no Han character.
  std::span<const std::string_view> readings(char32_t c) const;

  // The ways to spell a normalised word (UTF-8), the most usual first, at most `limit` ≥ 1. ASCII stands for itself,
  // a character a syllable (b超: b chao). None for an empty word and for one with a character that has no reading.
  std::vector<Syllables> spellings(std::string_view word, std::size_t limit = kMaxSpellings) const;

  // The spellings as letters without blanks, each once.
  std::vector<std::string> full(std::string_view word, std::size_t limit = kMaxSpellings) const;

  // The first letters of the spellings, each once.
  std::vector<std::string> initials(std::string_view word, std::size_t limit = kMaxSpellings) const;

  bool is_syllable(std::string_view letters) const;

  // Whether at least one syllable begins so.
  bool begins_syllable(std::string_view letters) const;

  // The ways to read letters as syllables, those without a rest before those with one, then those of fewer syllables
  // (xian: xian, xi an); at most `limit`. An apostrophe or a blank ends a syllable. None if a part can be no syllable.
  std::vector<SyllableSplit> split(std::string_view letters, std::size_t limit = kMaxSpellings) const;

 private:
  struct Character {
    char32_t c = 0;
    std::uint32_t begin = 0;  // in readings_
    std::uint32_t end = 0;
  };

  void add(const CharacterLine& line);

  std::vector<std::string> syllables_;  // sorted, each once
  std::vector<Character> characters_;   // sorted
  std::vector<std::string_view> readings_;
};

// The texts of schema/data/readings.tsv, keep_words.tsv and sought_words.tsv as compiled into the program.
std::string_view built_in_readings_tsv();
std::string_view built_in_keep_words_tsv();
std::string_view built_in_sought_words_tsv();

}  // namespace doorstep::text
