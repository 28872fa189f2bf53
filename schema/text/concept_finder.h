#pragma once

// Which concepts a posting's text speaks of.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/text/analyzer.h"
#include "schema/text/concepts.h"
#include "schema/text/function_words.h"

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
  // What is to be heeded of a name; few have any.
  struct Heed {
    std::vector<Context> contexts;          // in these it does not mean its concept
    std::vector<std::uint32_t> attributes;  // within it, if it is a job's
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  void heed(const std::string& name, const ConceptEntry& of);
  const Heed* heeded(std::string_view name) const;
  // `found`: room for names, to be reused.
  std::optional<Concepts::NameAt> name_at(std::string_view text, std::size_t begin, const std::vector<bool>& border,
                                          std::vector<Concepts::NameAt>& found) const;
  bool is_blocked(const Concepts::NameAt& name, std::string_view text, std::size_t begin) const;

  const FunctionWords& function_words_;
  const Concepts& concepts_;
  std::unordered_map<std::string, Heed, Hash, std::equal_to<>> heeded_;
};

}  // namespace doorstep::text
