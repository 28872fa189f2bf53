#pragma once

// Whether two postings are one vacancy: the exact rule, and what of a posting it compares.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/copy_marks.h"
#include "schema/domain/posting.h"
#include "schema/text/analyzer.h"

namespace doorstep::indexer {

// What the rule compares. Texts are normalised and without spaces and punctuation.
struct CopyProfile {
  std::u32string title;       // its core, see domain::clean_title
  bool alternatives = false;  // 保洁/保安: the title names several
  std::u32string company;     // see employer_key(); empty: not said
  std::u32string address;
  std::uint32_t pay = 0;    // hash; 0: not said
  std::uint32_t phone = 0;  // keyed hash; 0: not said
  bool described = false;
  Marks marks;                        // of title and description
  Marks title_marks;                  // of the title alone
  Marks label_marks;                  // of tags and employment type
  std::uint32_t employment_type = 0;  // hash; 0: not said
  std::uint32_t education = 0;        // as domain::Education; 0: any, or not said
  domain::Experience experience;
  std::vector<std::uint64_t> groups;   // hashes of whom it is for, sorted, each once
  std::vector<std::uint64_t> numbers;  // hashes of the figures of the description, sorted, each once
  // Hashes of all runs of kShingle characters of the description, without one of the title; sorted, each once.
  std::vector<std::uint64_t> shingles;

  bool operator==(const CopyProfile&) const = default;
};

// Characters of a shingle. Three Han characters are a word and a half: fewer are everybody's, more suffer from every edit.
inline constexpr std::size_t kShingle = 3;

// Least Jaccard similarity |A∩B| / |A∪B| of the shingles of two copies. Chosen on tests/pipeline/copies_test.py:
// precision is 1 from 0.45 to 0.9 there, recall 0.995 at 0.45, 0.955 at 0.7, 0.74 at 0.9; kLeastSimilarityWithin brings 0.6 to 0.991.
inline constexpr double kLeastSimilarity = 0.6;
// The same where one title only contains the other, or neither company nor phone is known.
inline constexpr double kLeastSimilarityUnsure = 0.9;
// A short text with a sentence more is less alike: it is a copy too from this similarity on, if the shorter has so large a share
// of its shingles in the longer.
inline constexpr double kLeastSimilarityWithin = 0.4;
inline constexpr double kLeastShareWithin = 0.9;

// `phone`: see phone_key(). Thread-safe.
CopyProfile copy_profile(const domain::Posting& posting, std::uint32_t phone, const text::Normalizer& normalizer);

// A keyed hash of a contact phone's digits; 0 for an empty one. `seed` lives as long as one build, so that no phone
// can be looked up by it.
std::uint32_t phone_key(std::string_view contact_phone, std::uint64_t seed);

// Whether there is enough in a posting to know it again: somebody is named, and something said of the work; or it is described
// at a length that nobody writes twice. What says less has no copies.
bool tells_enough(const CopyProfile& profile);

// One vacancy: the same employer, phone, pay, kind of employment and education where both say them, years of experience that overlap,
// titles of which one is or contains the other, no contradiction in shifts, kinds of work, groups or figures, and descriptions as alike as the constants above
// ask. Symmetric, not transitive.
bool are_copies(const CopyProfile& a, const CopyProfile& b);

// |A∩B| / |A∪B| of two sorted sets; 1 for two empty ones.
double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

}  // namespace doorstep::indexer
