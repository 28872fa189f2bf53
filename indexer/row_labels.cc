#include "indexer/row_labels.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "schema/index/index_layout.h"
#include "schema/text/labels.h"

namespace doorstep::indexer {
namespace {

using index::FieldHits;
using text::ConceptKind;

constexpr std::uint32_t kToldAnywhere = FieldHits::kHeadline | FieldHits::kDescriptionMask;

void add_usual(const text::Language& language, const std::vector<std::string>& own, std::vector<std::string>& labels) {
  for (const std::string& label : own) {
    for (std::string& usual : text::usual_labels(language, label)) labels.push_back(std::move(usual));
  }
}

// The one that is no more general than the others; none if there are several.
std::string narrowest(const text::Concepts& concepts, const std::set<std::uint32_t>& numbers) {
  const auto is_general = [&](std::uint32_t one) {
    return std::any_of(numbers.begin(), numbers.end(),
                       [&](std::uint32_t other) { return concepts.is_kind_of(other, one); });
  };
  std::string found;
  for (const std::uint32_t number : numbers) {
    if (is_general(number)) continue;
    if (!found.empty()) return {};
    found = concepts.entries()[number].key;
  }
  return found;
}

// 长期 or 公益性岗位 says nothing of the hours.
bool is_part_time_or_practice(const text::Concepts& concepts, std::uint32_t number) {
  const std::string& key = concepts.entries()[number].key;
  const auto part_time = concepts.by_key("兼职");
  return key == "兼职" || key == "实习" || (part_time && concepts.is_kind_of(number, *part_time));
}

}  // namespace

index::RowLabels row_labels(const text::Language& language, const domain::Posting& posting,
                            const std::map<std::string, std::uint32_t>& terms) {
  const text::Concepts& concepts = language.concepts;
  index::RowLabels labels;
  add_usual(language, posting.welfare, labels.welfare);
  add_usual(language, posting.groups, labels.groups);
  std::set<std::uint32_t> employment;
  for (const char prefix : {index::kConceptPrefix, index::kNarrowerPrefix}) {
    for (auto term = terms.lower_bound(std::string(1, prefix)); term != terms.end(); ++term) {
      if (term->first.front() != prefix) break;
      const auto number = concepts.by_key(std::string_view(term->first).substr(1));
      if (!number) continue;
      const text::ConceptEntry& entry = concepts.entries()[*number];
      const bool in_headline = (term->second & FieldHits::kHeadline) != 0;
      if (entry.kind == ConceptKind::kBenefit) {
        if ((term->second & kToldAnywhere) != 0) labels.welfare.push_back(entry.key);
      } else if (entry.kind == ConceptKind::kShift) {
        if (in_headline) labels.welfare.push_back(entry.key);
      } else if (entry.kind == ConceptKind::kGroup) {
        if (in_headline) labels.groups.push_back(entry.key);
      } else if (entry.kind == ConceptKind::kEmployment && in_headline && is_part_time_or_practice(concepts, *number)) {
        employment.insert(*number);
      }
    }
  }
  labels.employment_type = posting.employment_type.empty()
                               ? narrowest(concepts, employment)
                               : text::usual_labels(language, posting.employment_type).front();
  return labels;
}

}  // namespace doorstep::indexer
