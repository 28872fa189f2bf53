#include "schema/text/function_words.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "schema/text/analyzer.h"
#include "schema/text/tsv.h"

namespace doorstep::text {
namespace {

constexpr std::array<std::string_view, kFunctionWordKinds> kKindNames = {
    "ask", "tail", "near", "exclude", "negate", "affirm", "best_paid", "nearest", "newest"};
// Between a negation and what it negates: 不需要会电脑.
constexpr std::size_t kMostBetween = 3;
constexpr std::u32string_view kLinks = U"是要招做属于为需用当干找收";

// A character that ends a clause.
bool ends_clause(char32_t c) {
  if (c < 0x80) return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'));
  return (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F);
}

std::size_t character_before(std::string_view text, std::size_t at) {
  do {
    --at;
  } while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  return at;
}

}  // namespace

FunctionWords::FunctionWords(Lists lists) : lists_(std::move(lists)) {
  for (std::size_t kind = 0; kind < kFunctionWordKinds; ++kind) {
    for (const std::string& word : lists_[kind]) kinds_[word] |= static_cast<std::uint16_t>(1U << kind);
  }
  for (const std::string& word : words(FunctionWord::kNegate)) {
    std::size_t at = character_before(word, word.size());
    ends_of_negations_.push_back(next_code_point(word, at));
  }
  std::sort(ends_of_negations_.begin(), ends_of_negations_.end());
}

bool FunctionWords::is(FunctionWord kind, std::string_view normalized) const {
  const auto found = kinds_.find(std::string(normalized));
  if (found == kinds_.end()) return false;
  return (std::uint32_t{found->second} >> static_cast<unsigned>(kind) & 1U) != 0;
}

// Whether a negation ends at byte `end`.
bool FunctionWords::negation_ends(std::string_view text, std::size_t end) const {
  const std::string_view before = text.substr(0, end);
  const auto negates = [&](const std::string& negation) {
    if (!before.ends_with(negation)) return false;
    const std::size_t from = end - negation.size();
    const auto covers = [&](const std::string& affirmation) {
      const std::size_t at = affirmation.find(negation);
      return at != std::string::npos && from >= at && text.substr(from - at).starts_with(affirmation);
    };
    const auto& affirmations = words(FunctionWord::kAffirm);
    return std::none_of(affirmations.begin(), affirmations.end(), covers);
  };
  const auto& negations = words(FunctionWord::kNegate);
  return std::any_of(negations.begin(), negations.end(), negates);
}

bool FunctionWords::is_negated(std::string_view normalized, std::size_t begin, std::size_t from, Reach reach) const {
  std::size_t end = begin;
  for (std::size_t between = 0; between <= kMostBetween && end > from; ++between) {
    const std::size_t last = character_before(normalized, end);
    std::size_t at = last;
    const char32_t c = next_code_point(normalized, at);
    const bool may_end = std::binary_search(ends_of_negations_.begin(), ends_of_negations_.end(), c);
    if (may_end && negation_ends(normalized, end)) return true;
    if (ends_clause(c) || (reach == Reach::kTouching && kLinks.find(c) == std::u32string_view::npos)) return false;
    end = last;
  }
  return false;
}

base::Result<FunctionWords> parse_function_words(std::string_view tsv) {
  FunctionWords::Lists lists;
  base::Issues issues;
  each_line(tsv, [&](std::string_view line, std::size_t number) {
    const std::size_t tab = line.find('\t');
    const auto kind = std::find(kKindNames.begin(), kKindNames.end(), line.substr(0, tab));
    if (tab == std::string_view::npos || kind == kKindNames.end()) {
      issues.push_back({.field = "line " + std::to_string(number), .code = "unknown_kind", .text = "没有这一类虚词"});
      return;
    }
    auto& list = lists[static_cast<std::size_t>(kind - kKindNames.begin())];
    for (const std::string_view word : split(line.substr(tab + 1), ' ')) {
      if (word.empty()) continue;
      if (std::find(list.begin(), list.end(), word) != list.end()) {
        issues.push_back(
            {.field = "line " + std::to_string(number), .code = "duplicate", .text = std::string(word) + " 重复"});
      }
      list.emplace_back(word);
    }
  });
  if (!issues.empty()) return issues;
  return FunctionWords(std::move(lists));
}

FunctionWords built_in_function_words() {
  auto parsed = parse_function_words(built_in_function_words_tsv());
  if (!parsed.ok()) throw std::logic_error("function_words.tsv: " + parsed.issues().front().field);
  return std::move(parsed).value();
}

}  // namespace doorstep::text
