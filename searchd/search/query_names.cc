#include "searchd/search/query_names.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "searchd/search/pay_wish.h"

namespace doorstep::search {

using text::ConceptKind;
using text::FunctionWord;

namespace {

bool is_of_postings(FunctionWord kind) { return kind == FunctionWord::kNegate || kind == FunctionWord::kAffirm; }

}  // namespace

std::vector<std::string> query_words(const text::FunctionWords& function_words) {
  std::vector<std::string> words;
  for (std::size_t kind = 0; kind < text::kFunctionWordKinds; ++kind) {
    if (is_of_postings(static_cast<FunctionWord>(kind))) continue;
    const std::vector<std::string>& of_kind = function_words.words(static_cast<FunctionWord>(kind));
    words.insert(words.end(), of_kind.begin(), of_kind.end());
  }
  return words;
}

std::vector<std::string> names_with_figures(const text::Concepts& concepts) {
  std::vector<std::string> found;
  for (const text::ConceptEntry& entry : concepts.entries()) {
    if (entry.kind == ConceptKind::kBenefit) continue;  // 月薪8000 is pay
    for (const auto* names : {&entry.names, &entry.spoken}) {
      std::copy_if(names->begin(), names->end(), std::back_inserter(found), [](const std::string& name) {
        const auto age = find_age_wish(name);
        const bool range = name.find('-') != std::string::npos;
        if (age && age->begin == 0 && !range) return false;  // 50岁 is an age, 40-50岁 a group of people
        constexpr std::size_t kFewDigits = 2;
        if (name.size() <= kFewDigits) return false;
        return std::any_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
      });
    }
  }
  return found;
}

}  // namespace doorstep::search
