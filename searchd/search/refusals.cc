#include "searchd/search/refusals.h"

#include <algorithm>
#include <array>
#include <string>

namespace doorstep::search {
namespace {

constexpr std::array<std::string_view, 9> kConjunctions = {"和",   "或",   "跟",   "与",  "及",
                                                           "或者", "还有", "以及", "或是"};
constexpr std::array<std::string_view, 3> kSigns = {"、", ",", "/"};

}  // namespace

std::size_t refusal_before(const text::FunctionWords& function_words, std::string_view query, std::size_t at) {
  const std::string_view before = query.substr(0, at);
  std::size_t longest = 0;
  for (const std::string& word : function_words.words(text::FunctionWord::kExclude)) {
    if (before.ends_with(word)) longest = std::max(longest, word.size());
  }
  return longest;
}

bool lists(std::string_view between) {
  return is_conjunction(between) || std::find(kSigns.begin(), kSigns.end(), between) != kSigns.end();
}

bool is_conjunction(std::string_view word) {
  return std::find(kConjunctions.begin(), kConjunctions.end(), word) != kConjunctions.end();
}

}  // namespace doorstep::search
