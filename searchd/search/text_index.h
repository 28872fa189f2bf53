#pragma once

// Words by their characters: whole, by a part of them, and by what remains when one is missing.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::search {

// Immutable; safe to share between threads.
class TextIndex {
 public:
  // The words' UTF-8, which must outlive it, and code points, by entry; no word twice.
  TextIndex(std::vector<std::string_view> texts, std::span<const std::u32string_view> characters);

  std::optional<std::uint32_t> find(std::string_view text) const;

  // A place in a word where a part of it begins: each Han character, and the first of a run of others.
  struct Place {
    std::uint32_t entry = 0;
    std::uint32_t byte = 0;
  };
  // Where words hold `part`, which is not empty; in the order of what follows it. A place at byte 0 is a prefix.
  std::span<const Place> places_of(std::string_view part) const;

  // A word but for its character at `position`.
  struct Gap {
    std::uint32_t entry = 0;
    std::uint32_t position = 0;
  };
  // The words that `characters` are, but for one character more; a few others, too, whose hash is the same. At most
  // kMaxGaps of them.
  std::vector<Gap> one_longer(std::u32string_view characters) const;

  static constexpr std::size_t kMaxGaps = 512;

  // In memory, about.
  std::size_t bytes() const;

 private:
  // The hash, then the entry and the position in it: sorted, those of one hash stand together.
  struct StoredGap {
    std::uint32_t hash = 0;
    std::uint32_t entry_and_position = 0;

    auto operator<=>(const StoredGap&) const = default;
  };

  void add_places(std::span<const std::u32string_view> characters);
  void add_gaps(std::span<const std::u32string_view> characters);
  std::string_view rest_at(const Place& place) const { return texts_[place.entry].substr(place.byte); }

  std::vector<std::string_view> texts_;
  std::vector<std::uint32_t> in_order_;  // entries, sorted by text
  std::vector<Place> places_;            // sorted by what stands there
  std::vector<StoredGap> gaps_;
};

}  // namespace doorstep::search
