#pragma once

// What an opening is beside what its title says: learnt from the other openings of the same build.
//
// Employers describe the same work in the same clauses (餐具刮渣过水) under titles that differ. Openings whose title or tags name a
// job teach which clauses and titles go with it; by these the others are told.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/domain/posting.h"
#include "schema/text/language.h"

namespace doorstep::indexer {

// `language` must outlive it. Not thread-safe while it learns.
class JobGuesser {
 public:
  explicit JobGuesser(const text::Language& language) : language_(language) {}

  void learn(const domain::Posting& posting);

  // Numbers of concepts that the title does not name, the likeliest first; at most three. Empty where nothing alike was learnt, or what
  // was learnt does not agree.
  std::vector<std::uint32_t> guess(const domain::Posting& posting) const;

 private:
  // What a clause or title goes with: the commonest concepts and how often, and how often it was seen with any.
  struct Evidence {
    struct Vote {
      std::uint32_t concept_number = 0;
      std::uint32_t count = 0;
    };
    static constexpr std::size_t kKept = 6;
    std::array<Vote, kKept> votes{};
    std::uint32_t all = 0;

    void add(std::uint32_t concept_number);
    double focus() const;
  };

  struct Reading {
    std::optional<std::uint32_t> titled;  // the job that the title names
    std::uint64_t title = 0;              // hash of the title's core
    std::vector<std::uint64_t> clauses;   // of the description, each once
  };
  Reading read(const domain::Posting& posting) const;
  std::optional<std::uint32_t> tagged(
      const domain::Posting& posting) const;  // the job that the first tag with one names
  std::optional<std::uint32_t> job_in(std::string_view normalized) const;
  void learn(std::uint64_t feature, std::uint32_t concept_number);
  std::vector<std::uint32_t> guess(const Reading& reading) const;

  const text::Language& language_;
  std::unordered_map<std::uint64_t, Evidence> learnt_;
};

}  // namespace doorstep::indexer
