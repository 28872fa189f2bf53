#pragma once

// What people call one and the same thing: the concepts of schema/data/concepts.tsv.

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/result.h"
#include "schema/text/name_finder.h"

namespace doorstep::text {

enum class ConceptKind : std::uint8_t {
  kJob,
  kSkill,
  kCertificate,
  kShift,
  kBenefit,
  kGroup,
  kEmployment,
  kRequirement,
  kTrade,
};

// "job", "skill", …, as in the file.
std::string_view concept_kind_name(ConceptKind kind);

// Whether it tells of how the work is, or for whom, rather than what the work is.
bool is_attribute(ConceptKind kind);

struct ConceptEntry {
  std::string key;  // the usual name, itself one of the names
  ConceptKind kind = ConceptKind::kJob;
  std::vector<std::string> names;    // what postings and people call it, the key first; patterns written out
  std::vector<std::string> spoken;   // what people type; in a posting's duties they would not mean it
  std::vector<std::string> broader;  // keys of the concepts it is directly a kind of
  std::vector<std::string> not_in;   // in these a name of it does not mean it

  bool operator==(const ConceptEntry&) const = default;
};

// Immutable after construction; safe to share between threads. Concepts are numbered in the order of the file.
class Concepts {
 public:
  // Every broader key must be one of the entries', without cycles; no name may belong to two.
  explicit Concepts(std::vector<ConceptEntry> entries);

  const std::vector<ConceptEntry>& entries() const { return entries_; }

  std::optional<std::uint32_t> by_key(std::string_view key) const;

  struct Name {
    std::uint32_t number = 0;  // of the concept
    bool spoken = false;
  };
  // `normalized`: the whole name.
  std::optional<Name> by_name(std::string_view normalized) const;

  struct NameAt {
    Name is;
    std::uint32_t end = 0;  // bytes
  };
  const NameFinder& names() const { return *names_; }
  // All names that begin at byte `at` of normalised text, the shortest first.
  void names_at(std::string_view normalized, std::size_t at, std::vector<NameAt>& found) const;

  // Everything the concept is a kind of, directly or not, without itself, in rising order.
  const std::vector<std::uint32_t>& ancestors(std::uint32_t number) const { return ancestors_[number]; }
  bool is_kind_of(std::uint32_t number, std::uint32_t broader) const {
    return std::binary_search(ancestors_[number].begin(), ancestors_[number].end(), broader);
  }

  // First 16 hex digits of the SHA-256 over all entries: part of what makes two indexes comparable.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::vector<ConceptEntry> entries_;
  std::unordered_map<std::string, std::uint32_t> keys_;
  std::unique_ptr<const NameFinder> names_;  // numbered by twice the concept's number, and one where it is only spoken
  std::vector<std::vector<std::uint32_t>> ancestors_;
  std::string fingerprint_;
};

// Reads concepts.tsv: key, kind, names, spoken, broader, not_in, separated by tabs, '-' for an empty column, '#' comments.
// A name may be a pattern: '+' joins parts, '/' separates the alternatives of a part. Issues name "line N": unknown kinds, a key or
// a name of two concepts, unknown broader keys, cycles, contexts that hold no name, names that are not normalised.
base::Result<Concepts> parse_concepts(std::string_view tsv);

// The names that a pattern stands for, in the order of its alternatives. At most kMostNamesOfPattern.
inline constexpr std::size_t kMostNamesOfPattern = 2000;
std::vector<std::string> names_of_pattern(std::string_view pattern);

// The text of schema/data/concepts.tsv as compiled into the program.
std::string_view built_in_concepts_tsv();

// The concepts that both programs use. Throws std::logic_error naming the line if that text does not parse, which a test
// rules out.
Concepts built_in_concepts();

}  // namespace doorstep::text
