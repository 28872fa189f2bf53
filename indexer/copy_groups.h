#pragma once

// Which postings are copies of each other: found by signatures in memory, decided by are_copies().
//
// MinHash (Broder 1997): the least of a random hash over a set of shingles is the same for two sets with the probability of their
// Jaccard similarity s. Each minimum is one band, and postings that share a band are candidates: with six bands 1 - (1 - s)⁶ of the
// pairs, 99.6 % at 0.6, 95 % at 0.4. So few rows find many that are not alike; but bands are salted with the employer or the phone, so that
// a text that many write meets only in one house, and only pairs whose pay, phone and title can agree reach the exact rule.

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "indexer/copy_check.h"

namespace doorstep::indexer {

// 48 bytes a posting: what is kept in memory of it while copies are looked for.
struct CopySignature {
  static constexpr std::size_t kBands = 6;
  static constexpr std::size_t kPhoneBands = 2;  // the last; the others are the employer's

  std::array<std::uint32_t, kBands> bands{};  // all 0: can have no copies
  std::uint64_t title = 0;  // bits of the characters of the title's core: a contained one has no other
  std::uint32_t pay = 0;    // as in CopyProfile
  std::uint32_t phone = 0;
  std::uint64_t labels = 0;  // hash of what the other fields state; 0: nothing

  bool operator==(const CopySignature&) const = default;
};

// All zero when !tells_enough(profile). The same profile gives the same signature in every build.
CopySignature signature_of(const CopyProfile& profile);

struct CopyGroups {
  std::vector<std::uint32_t> group;  // by ordinal; index::kNoCopies for a posting alone
  std::uint32_t count = 1;           // one more than the highest

  bool operator==(const CopyGroups&) const = default;
};

// What bounds the time where an employer has hundreds of vacancies in the same words: of one band's groups only the latest are
// looked at, and of all candidates only those that share most bands are read and compared.
inline constexpr std::size_t kMostCompared = 256;
inline constexpr std::size_t kMostChecked = 16;
inline constexpr std::size_t kMostWitnesses = 4;

// Groups postings in the order of their ordinals: each joins the likeliest group all of whose witnesses it is a copy of. Witnesses are
// a group's first posting and the next, up to kMostWitnesses, that differ from all of them in title, pay, phone or labels: so neither a chain of
// small changes nor a posting that leaves the pay out ties unlike ones together. `profile_of` gives the profile of an ordinal; it is
// called for candidates only, for some more than once. Superseded postings are nobody's copy. Both vectors are by ordinal.
CopyGroups group_copies(const std::vector<CopySignature>& signatures, const std::vector<bool>& superseded,
                        const std::function<CopyProfile(std::uint32_t)>& profile_of);

}  // namespace doorstep::indexer
