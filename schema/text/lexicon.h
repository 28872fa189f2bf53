#pragma once

// The words of work: titles, skills, tools, certificates, shifts, benefits, districts and streets, that the general
// dictionary lacks or breaks.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace doorstep::text {

struct LexiconEntry {
  std::string word;  // normalised
  std::string kind;  // title, skill, place, … (first column of the file)

  bool operator==(const LexiconEntry&) const = default;
};

// Immutable after construction; safe to share between threads.
class Lexicon {
 public:
  explicit Lexicon(std::vector<LexiconEntry> entries);

  const std::vector<LexiconEntry>& entries() const { return entries_; }

  // First 16 hex digits of the SHA-256 over the entries in order: part of what makes two indexes comparable.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  std::vector<LexiconEntry> entries_;
  std::string fingerprint_;
};

// Reads schema/data/lexicon.tsv: `kind<TAB>word`, '#' comments. Issues name "line N".
base::Result<Lexicon> parse_lexicon(std::string_view tsv);

// The text of schema/data/lexicon.tsv as compiled into the program.
std::string_view built_in_lexicon_tsv();

// The lexicon that both programs use. Throws std::logic_error naming the line if that text does not parse, which a test
// rules out.
Lexicon built_in_lexicon();

}  // namespace doorstep::text
