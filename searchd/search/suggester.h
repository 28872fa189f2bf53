#pragma once

// Proposes what to search for while somebody types, and how much there is of it near by.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/text/language.h"
#include "searchd/search/completion.h"
#include "searchd/search/open_counter.h"
#include "searchd/search/query_reader.h"
#include "searchd/search/suggestion.h"
#include "searchd/search/typing.h"

namespace doorstep::search {

// Of one generation. Immutable, safe to share between threads. What it is made of must outlive it.
class Suggester {
 public:
  // frequency: how many postings of the generation have an index term; asked of each concept, only here.
  Suggester(const text::Language& language, const Typing& typing, const QueryReader& reader,
            const std::function<std::uint64_t(const std::string& term)>& frequency);

  // Of the vacancies near by that have all the concepts.
  using CountOpen = std::function<OpenCount(const Conjunction& concepts)>;

  // At most `limit` suggestions for what was typed (as typed), by fit, then by how well known they are and how much of them is
  // open. `count` is asked of at most kMaxCounted candidates. With nothing typed only
  // what titles of open vacancies name is proposed, by how many do.
  std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit, const CountOpen& count) const;

  static constexpr std::size_t kMaxCounted = 30;

  struct Counted {
    Completion word;
    OpenCount count;
    double likelihood = 1;  // how much what is open of it counts
  };

 private:
  Conjunction concepts_of(std::string_view text) const;
  void add_meant(std::string_view normalized, const CountOpen& count, std::vector<Counted>& counted) const;

  const text::Language& language_;
  const Typing& typing_;
  const QueryReader& reader_;
  std::vector<double> scores_;  // by concept: how much of it there is in the whole generation
};

}  // namespace doorstep::search
