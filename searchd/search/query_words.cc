#include "searchd/search/query_words.h"

#include "schema/text/analyzer.h"

namespace doorstep::search {

bool is_one_han(std::string_view word) {
  std::size_t at = 0;
  return !word.empty() && text::is_han(text::next_code_point(word, at)) && at == word.size();
}

std::vector<std::string> neighbours_in(std::string_view run) {
  std::vector<std::string> pairs;
  std::size_t before = 0;
  for (std::size_t at = 0; at < run.size();) {
    const std::size_t begin = at;
    text::next_code_point(run, at);
    if (begin > 0) pairs.emplace_back(run.substr(before, at - before));
    before = begin;
  }
  return pairs;
}

}  // namespace doorstep::search
