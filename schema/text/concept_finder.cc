#include "schema/text/concept_finder.h"

#include <algorithm>

namespace doorstep::text {
namespace {

std::vector<std::string> all_names(const Concepts& concepts) {
  std::vector<std::string> names;
  for (const ConceptEntry& entry : concepts.entries()) {
    names.insert(names.end(), entry.names.begin(), entry.names.end());
    names.insert(names.end(), entry.spoken.begin(), entry.spoken.end());
  }
  return names;
}

}  // namespace

ConceptFinder::ConceptFinder(const Concepts& concepts, const FunctionWords& function_words)
    : function_words_(function_words), concepts_(concepts), finder_(all_names(concepts)) {
  for (const std::string& name : all_names(concepts)) {
    Name& known = names_.emplace_back();
    known.is = *concepts.by_name(name);
    for (const std::string& context : concepts.entries()[known.is.number].not_in) {
      for (std::size_t at = context.find(name); at != std::string::npos; at = context.find(name, at + 1)) {
        known.contexts.push_back({context, at});
      }
    }
  }
  for (const std::string& name : all_names(concepts)) {
    const bool job = !is_attribute(concepts.entries()[concepts.by_name(name)->number].kind);
    attributes_.push_back(job ? attributes_within(name) : std::vector<std::uint32_t>{});
  }
}

std::vector<std::uint32_t> ConceptFinder::attributes_within(std::string_view job_name) const {
  std::vector<std::uint32_t> numbers;
  std::vector<NameFinder::Found> found;
  for (std::size_t at = 0; at < job_name.size();) {
    finder_.at(job_name, at, found);
    std::size_t next = at;
    decode(job_name, next);
    for (auto one = found.rbegin(); one != found.rend(); ++one) {
      const std::uint32_t number = names_[one->name].is.number;
      if (names_[one->name].is.spoken || !is_attribute(concepts_.entries()[number].kind)) continue;
      const bool at_an_end = at == 0 || one->end == job_name.size();  // 驾校招生教练 does not speak of 校招生
      if (!at_an_end || is_blocked(names_[one->name], job_name, at)) continue;
      if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
      next = one->end;
      break;
    }
    at = next;
  }
  return numbers;
}

bool ConceptFinder::is_blocked(const Name& name, std::string_view text, std::size_t begin) const {
  return std::any_of(name.contexts.begin(), name.contexts.end(), [&](const Context& context) {
    return begin >= context.offset && text.substr(begin - context.offset).starts_with(context.text);
  });
}

std::optional<ConceptFinder::Hit> ConceptFinder::name_at(std::string_view text, std::size_t begin,
                                                         const std::vector<bool>& boundary) const {
  std::vector<NameFinder::Found> found;
  finder_.at(text, begin, found);
  const auto fits = [&](const NameFinder::Found& one) {
    return boundary[one.end] && !is_blocked(names_[one.name], text, begin);
  };
  const auto longest = std::find_if(found.rbegin(), found.rend(), fits);
  if (longest == found.rend()) return std::nullopt;
  return Hit{names_[longest->name].is, longest->end, longest->name};
}

std::vector<ConceptMention> ConceptFinder::find(std::string_view normalized, std::span<const Term> terms) const {
  std::vector<bool> boundary(normalized.size() + 1, false);
  for (const Term& term : terms) {
    if (term.kind != TermKind::kWord) continue;
    boundary[term.begin] = true;
    boundary[term.end] = true;
  }
  std::vector<ConceptMention> mentions;
  std::size_t free_from = 0;
  for (const Term& term : terms) {
    if (term.kind != TermKind::kWord || term.begin < free_from) continue;
    const std::optional<Hit> hit = name_at(normalized, term.begin, boundary);
    if (!hit) continue;
    const bool job = !is_attribute(concepts_.entries()[hit->is.number].kind);
    const auto reach = job ? FunctionWords::Reach::kTouching : FunctionWords::Reach::kNear;
    const bool negated = function_words_.is_negated(normalized, term.begin, free_from, reach);
    mentions.push_back({hit->is.number, term.begin, hit->end, hit->is.spoken, negated});
    free_from = hit->end;
    for (const std::uint32_t number : attributes_[hit->name]) {
      mentions.push_back({number, term.begin, hit->end, false, negated});
    }
  }
  return mentions;
}

}  // namespace doorstep::text
