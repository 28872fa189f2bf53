#pragma once

// Proposes what to search for while somebody types, and how much there is of it near by.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/domain/category.h"
#include "schema/domain/community.h"
#include "schema/text/analyzer.h"
#include "schema/text/pinyin.h"
#include "schema/text/shapes.h"
#include "searchd/search/completion.h"
#include "searchd/search/open_counter.h"
#include "searchd/search/suggestion.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// Of one generation. Immutable, safe to share between threads. The analyser must outlive it.
class Suggester {
 public:
  // frequency: how many postings of the generation have a word; asked of each word of the vocabulary, only here.
  Suggester(const text::Analyzer& analyzer, const domain::Categories& categories,
            const std::vector<domain::Community>& communities,
            const std::function<std::uint64_t(const std::string& word)>& frequency);

  // Of the vacancies near by that have all the words.
  using CountOpen = std::function<OpenCount(const std::vector<std::string>& words)>;

  // At most `limit` suggestions for what was typed (as typed), by fit, then by how well known they are and how much of them is
  // open. `count` is asked of at most kMaxCounted candidates. With nothing typed only
  // what titles of open vacancies name is proposed, by how many do.
  std::vector<Suggestion> suggest(std::string_view typed, std::size_t limit, const CountOpen& count) const;

  static constexpr std::size_t kMaxCounted = 30;

  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  std::vector<std::string> words_of(std::string_view text) const;

  const text::Analyzer& analyzer_;
  text::Pinyin pinyin_;
  text::Shapes shapes_;
  Vocabulary vocabulary_;
  std::vector<double> scores_;  // by concept: how much of it there is in the whole generation
};

}  // namespace doorstep::search
