#include "schema/text/concept_finder.h"

#include <algorithm>

namespace doorstep::text {

ConceptFinder::ConceptFinder(const Concepts& concepts, const FunctionWords& function_words)
    : function_words_(function_words), concepts_(concepts) {
  for (const bool attributes : {true, false}) {  // of which jobs may hold some, so that their contexts are known before
    for (const ConceptEntry& entry : concepts.entries()) {
      if (is_attribute(entry.kind) != attributes) continue;
      for (const std::string& name : entry.names) heed(name, entry);
      for (const std::string& name : entry.spoken) heed(name, entry);
    }
  }
}

void ConceptFinder::heed(const std::string& name, const ConceptEntry& of) {
  Heed heed;
  for (const std::string& context : of.not_in) {
    for (std::size_t at = context.find(name); at != std::string::npos; at = context.find(name, at + 1)) {
      heed.contexts.push_back({context, at});
    }
  }
  if (!is_attribute(of.kind)) heed.attributes = attributes_within(name);
  if (!heed.contexts.empty() || !heed.attributes.empty()) heeded_.emplace(name, std::move(heed));
}

const ConceptFinder::Heed* ConceptFinder::heeded(std::string_view name) const {
  const auto found = heeded_.find(name);
  return found == heeded_.end() ? nullptr : &found->second;
}

std::vector<std::uint32_t> ConceptFinder::attributes_within(std::string_view job_name) const {
  std::vector<std::uint32_t> numbers;
  std::vector<Concepts::NameAt> found;
  for (std::size_t at = 0; at < job_name.size();) {
    concepts_.names_at(job_name, at, found);
    std::size_t next = at;
    decode(job_name, next);
    for (auto one = found.rbegin(); one != found.rend(); ++one) {
      const std::uint32_t number = one->is.number;
      if (one->is.spoken || !is_attribute(concepts_.entries()[number].kind)) continue;
      const bool at_an_end = at == 0 || one->end == job_name.size();  // 驾校招生教练 does not speak of 校招生
      if (!at_an_end || is_blocked(*one, job_name, at)) continue;
      if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
      next = one->end;
      break;
    }
    at = next;
  }
  return numbers;
}

bool ConceptFinder::is_blocked(const Concepts::NameAt& name, std::string_view text, std::size_t begin) const {
  const Heed* heed = heeded(text.substr(begin, name.end - begin));
  return heed != nullptr && std::any_of(heed->contexts.begin(), heed->contexts.end(), [&](const Context& context) {
           return begin >= context.offset && text.substr(begin - context.offset).starts_with(context.text);
         });
}

std::optional<Concepts::NameAt> ConceptFinder::name_at(std::string_view text, std::size_t begin,
                                                       const std::vector<bool>& border,
                                                       std::vector<Concepts::NameAt>& found) const {
  concepts_.names_at(text, begin, found);
  const auto longest = std::find_if(found.rbegin(), found.rend(), [&](const Concepts::NameAt& one) {
    return border[one.end] && !is_blocked(one, text, begin);
  });
  if (longest == found.rend()) return std::nullopt;
  return *longest;
}

std::vector<ConceptMention> ConceptFinder::find(std::string_view normalized, std::span<const Term> terms) const {
  const std::vector<bool> border = word_borders(normalized, terms);
  std::vector<ConceptMention> mentions;
  std::vector<Concepts::NameAt> found;
  std::size_t free_from = 0;
  for (const Term& term : terms) {
    if (term.kind != TermKind::kWord || term.begin < free_from) continue;
    const std::optional<Concepts::NameAt> hit = name_at(normalized, term.begin, border, found);
    if (!hit) continue;
    const bool job = !is_attribute(concepts_.entries()[hit->is.number].kind);
    const auto reach = job ? FunctionWords::Reach::kTouching : FunctionWords::Reach::kNear;
    const bool negated = function_words_.is_negated(normalized, term.begin, free_from, reach);
    mentions.push_back({hit->is.number, term.begin, hit->end, hit->is.spoken, negated});
    free_from = hit->end;
    const Heed* heed = heeded(normalized.substr(term.begin, hit->end - term.begin));
    if (heed == nullptr) continue;
    for (const std::uint32_t number : heed->attributes) {
      mentions.push_back({number, term.begin, hit->end, false, negated});
    }
  }
  return mentions;
}

}  // namespace doorstep::text
