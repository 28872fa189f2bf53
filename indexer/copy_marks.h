#pragma once

// Words that tell jobs of one employer apart: shifts, kinds of work, grades, who lives in, whom alone it is for.

#include <cstdint>
#include <string_view>

namespace doorstep::indexer {

// A bit each for what a text says, and for what it denies: 不上夜班 does not say 夜班, nor is it silent about it.
struct Marks {
  std::uint64_t said = 0;
  std::uint64_t denied = 0;

  bool operator==(const Marks&) const = default;
};

// Of `text`, see compact(): the longest word at a place counts, and none within it. Linear in its length.
Marks marks_of(std::u32string_view text);

// What either of two texts of one posting says or denies.
Marks joined(const Marks& a, const Marks& b);

// Each says or denies something that the other does not: one of the two texts is no shortened other.
bool contradict(const Marks& a, const Marks& b);

// They contradict each other in one matter: 夜班 and 白班 do, 夜班 and 双休 do not.
bool contradict_in_one_matter(const Marks& a, const Marks& b);

}  // namespace doorstep::indexer
