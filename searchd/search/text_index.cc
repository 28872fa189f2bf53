#include "searchd/search/text_index.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "schema/text/analyzer.h"
#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

// A gap's position fits beside the entry's number.
constexpr std::uint32_t kPositionBits = 6;
constexpr std::size_t kMaxPositions = std::size_t{1} << kPositionBits;

// FNV-1a over code points; but for that at `left_out`.
std::uint32_t hash_of(std::u32string_view characters, std::size_t left_out) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (i == left_out) continue;
    hash = (hash ^ characters[i]) * 1099511628211ULL;
  }
  return static_cast<std::uint32_t>(hash >> 32U ^ hash);
}

// The first eight bytes as a number that sorts as they do.
std::uint64_t first_bytes(std::string_view text) {
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    bytes = bytes << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return bytes;
}

std::uint32_t width(char32_t c) { return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4; }

}  // namespace

TextIndex::TextIndex(std::vector<std::string_view> texts, std::span<const std::u32string_view> characters)
    : texts_(std::move(texts)), in_order_(texts_.size()) {
  std::iota(in_order_.begin(), in_order_.end(), 0U);
  std::sort(in_order_.begin(), in_order_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return texts_[a] < texts_[b]; });
  add_places(characters);
  add_gaps(characters);
}

void TextIndex::add_places(std::span<const std::u32string_view> characters) {
  struct Keyed {
    std::uint64_t key;
    Place place;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(4 * texts_.size());
  for (std::uint32_t entry = 0; entry < texts_.size(); ++entry) {
    std::uint32_t byte = 0;
    bool after_other = false;
    for (const char32_t c : characters[entry]) {
      const bool han = text::is_han(c);
      if (han || !after_other) keyed.push_back({first_bytes(texts_[entry].substr(byte)), {entry, byte}});
      after_other = !han;
      byte += width(c);
    }
  }
  std::sort(keyed.begin(), keyed.end(), [this](const Keyed& a, const Keyed& b) {
    if (a.key != b.key) return a.key < b.key;
    const int order = rest_at(a.place).compare(rest_at(b.place));
    return order != 0 ? order < 0 : a.place.entry < b.place.entry;
  });
  places_.reserve(keyed.size());
  for (const Keyed& one : keyed) places_.push_back(one.place);
}

void TextIndex::add_gaps(std::span<const std::u32string_view> characters) {
  for (std::uint32_t entry = 0; entry < characters.size(); ++entry) {
    const std::u32string_view word = characters[entry];
    if (word.size() < 2 || word.size() > kMaxPositions) continue;
    for (std::uint32_t i = 0; i < word.size(); ++i) {
      gaps_.push_back({hash_of(word, i), entry << kPositionBits | i});
    }
  }
  std::sort(gaps_.begin(), gaps_.end());
  gaps_.shrink_to_fit();
}

std::optional<std::uint32_t> TextIndex::find(std::string_view text) const {
  const auto found =
      std::lower_bound(in_order_.begin(), in_order_.end(), text,
                       [this](std::uint32_t entry, std::string_view wanted) { return texts_[entry] < wanted; });
  if (found == in_order_.end() || texts_[*found] != text) return std::nullopt;
  return *found;
}

std::span<const TextIndex::Place> TextIndex::places_of(std::string_view part) const {
  const auto begin = std::lower_bound(
      places_.begin(), places_.end(), part,
      [this](const Place& place, std::string_view wanted) { return rest_at(place).substr(0, wanted.size()) < wanted; });
  const auto end = std::upper_bound(begin, places_.end(), part, [this](std::string_view wanted, const Place& place) {
    return wanted < rest_at(place).substr(0, wanted.size());
  });
  return {begin, end};
}

std::vector<TextIndex::Gap> TextIndex::one_longer(std::u32string_view characters) const {
  std::vector<Gap> gaps;
  const std::uint32_t hash = hash_of(characters, characters.size());
  auto at = std::lower_bound(gaps_.begin(), gaps_.end(), StoredGap{hash, 0});
  for (; at != gaps_.end() && at->hash == hash && gaps.size() < kMaxGaps; ++at) {
    gaps.push_back({at->entry_and_position >> kPositionBits,
                    at->entry_and_position & static_cast<std::uint32_t>(kMaxPositions - 1)});
  }
  return gaps;
}

std::size_t TextIndex::bytes() const {
  return texts_.size() * sizeof(texts_[0]) + in_order_.size() * sizeof(in_order_[0]) +
         places_.size() * sizeof(places_[0]) + gaps_.size() * sizeof(gaps_[0]);
}

}  // namespace doorstep::search
