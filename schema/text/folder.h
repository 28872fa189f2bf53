#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "schema/text/mapped_text.h"
#include "schema/text/simplifier.h"

namespace doorstep::text {

// NFKC_Casefold, control characters other than tab and newline to spaces, invalid UTF-8 to U+FFFD, radicals to the
// ideographs they stand for. What Normalizer does before OpenCC.
//
// One table over the Basic Multilingual Plane, built from ICU, answers nearly every character by itself; only where
// characters interact (a letter and its combining mark) does ICU see the segment between two of its boundaries,
// which by the definition of a boundary gives the same as the whole text would.
// Immutable after construction; safe to share between threads.
class Folder {
 public:
  // `radicals_tsv` as schema/data/radicals.tsv; the simplifier is asked only here, which characters trigger it.
  // Throws std::runtime_error where the table or ICU's data cannot be read.
  Folder(std::string_view radicals_tsv, const Simplifier& simplifier);
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  struct Folded {
    MappedText text;
    bool has_trigger = false;  // of the simplifier
  };
  Folded fold(std::string_view text, bool mapped) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The text of schema/data/radicals.tsv as compiled into the program.
std::string_view built_in_radicals_tsv();

}  // namespace doorstep::text
