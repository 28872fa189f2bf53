#pragma once

// Which concepts a posting's text speaks of.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/analyzer.h"
#include "schema/text/concepts.h"
#include "schema/text/function_words.h"
#include "schema/text/name_finder.h"

namespace doorstep::text {

struct ConceptMention {
  std::uint32_t number = 0;  // of the concept
  std::uint32_t begin = 0;   // bytes of the text
  std::uint32_t end = 0;
  bool spoken = false;   // by a name that people use but that may also be a part of another job's duties
  bool negated = false;  // 不上夜班 speaks of 夜班, but says there is none

  bool operator==(const ConceptMention&) const = default;
};

// Immutable after construction; safe to share between threads. What it is constructed with must outlive it.
class ConceptFinder {
 public:
  ConceptFinder(const Concepts& concepts, const FunctionWords& function_words);

  // Names that begin and end where words do (确保安全 does not speak of 保安), the longest at each place, outside the contexts in
  // which they mean something else; in the order of their begin, disjoint but for what is said next. `terms`: the analyser's of the same text.
  // Within the name of a job the attributes it holds are mentions of their own, after it (夜班保安 speaks of 夜班).
  std::vector<ConceptMention> find(std::string_view normalized, std::span<const Term> terms) const;

  // The attributes whose names stand at the begin or the end of the name of a job: numbers of their concepts, each once.
  std::vector<std::uint32_t> attributes_within(std::string_view job_name) const;

 private:
  struct Context {
    std::string text;
    std::size_t offset = 0;  // of the name in it
  };
  struct Name {
    Concepts::Name is;
    std::vector<Context> contexts;
  };

  struct Hit {
    Concepts::Name is;
    std::uint32_t end = 0;
    std::uint32_t name = 0;  // in names_
  };

  std::optional<Hit> name_at(std::string_view text, std::size_t begin, const std::vector<bool>& boundary) const;
  bool is_blocked(const Name& name, std::string_view text, std::size_t begin) const;

  const FunctionWords& function_words_;
  const Concepts& concepts_;
  std::vector<Name> names_;
  NameFinder finder_;
  std::vector<std::vector<std::uint32_t>> attributes_;  // by name, of jobs
};

}  // namespace doorstep::text
