#include "schema/text/labels.h"

#include <algorithm>

namespace doorstep::text {

std::vector<std::string> usual_labels(const Language& language, std::string_view label) {
  const std::string normalized = language.normalizer.normalize(label);
  std::vector<std::string> keys;
  const auto add = [&](const ConceptEntry& entry) {
    if (is_attribute(entry.kind) && std::find(keys.begin(), keys.end(), entry.key) == keys.end())
      keys.push_back(entry.key);
  };
  // 钟点工 is work, but also how it is employed.
  const auto take = [&](std::uint32_t number) {
    const ConceptEntry& entry = language.concepts.entries()[number];
    add(entry);
    if (is_attribute(entry.kind)) return;
    for (const std::string& broader : entry.broader)
      add(language.concepts.entries()[*language.concepts.by_key(broader)]);
  };
  if (const auto whole = language.concepts.by_name(normalized)) take(whole->number);
  if (keys.empty()) {
    for (const ConceptMention& mention :
         language.concept_finder.find(normalized, language.analyzer.terms_of_normalized(normalized))) {
      if (!mention.negated) take(mention.number);
    }
  }
  if (keys.empty()) keys.emplace_back(label);
  return keys;
}

}  // namespace doorstep::text
