#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "schema/text/language.h"
#include "tests/unit/text/world.h"

namespace doorstep::text {
namespace {

const Language& language() {
  static const Language language;
  return language;
}

bool is_all_han(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_han(next_code_point(text, at))) return false;
  }
  return true;
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_code_point(text, at);
  return count;
}

bool finds(std::string_view title, std::uint32_t number) {
  const auto mentions = language().concept_finder.find(title, language().analyzer.terms_of_normalized(title));
  return std::any_of(mentions.begin(), mentions.end(),
                     [number](const ConceptMention& one) { return one.number == number && !one.negated; });
}

}  // namespace

TEST_CASE("the concepts that ship parse and are many, each name belonging to one") {
  const auto parsed = parse_concepts(built_in_concepts_tsv());
  if (!parsed.ok()) {
    for (const base::Issue& issue : parsed.issues())
      UNSCOPED_INFO(issue.field << ": " << issue.code << ": " << issue.text);
  }
  REQUIRE(parsed.ok());
  CHECK(parsed.value().entries().size() >= 400);
  std::map<std::string, std::string> owner;
  for (const ConceptEntry& entry : parsed.value().entries()) {
    for (const auto* names : {&entry.names, &entry.spoken}) {
      for (const std::string& name : *names) {
        INFO(name << " of " << owner[name] << " and " << entry.key);
        CHECK(owner[name].empty());
        owner[name] = entry.key;
      }
    }
  }
}

TEST_CASE("no concept that ships is a kind of itself, and names stand in normalised form") {
  const Concepts& concepts = language().concepts;
  for (std::uint32_t i = 0; i < concepts.entries().size(); ++i) {
    const ConceptEntry& entry = concepts.entries()[i];
    INFO(entry.key);
    CHECK(std::count(concepts.ancestors(i).begin(), concepts.ancestors(i).end(), i) == 0);
    for (const auto* list : {&entry.names, &entry.spoken, &entry.not_in}) {
      for (const std::string& name : *list) {
        if (language().normalizer.normalize(name) == name) continue;
        INFO(name);
        CHECK(language().normalizer.normalize(name) == name);
      }
    }
  }
}

TEST_CASE("the lexicon that ships has three thousand words, and none twice") {
  const Lexicon lexicon = built_in_lexicon();
  CHECK(lexicon.entries().size() >= 3000);
  std::set<std::string> words;
  for (const LexiconEntry& entry : lexicon.entries()) {
    INFO(entry.word);
    CHECK(words.insert(entry.word).second);
  }
}

TEST_CASE("the other word lists that ship parse, in normalised form") {
  CHECK(parse_function_words(built_in_function_words_tsv()).ok());
  REQUIRE(parse_places(built_in_places_tsv()).ok());
  for (const NamedPlace& place : language().named_places) {
    for (const std::string& name : place.names) {
      if (language().normalizer.normalize(name) != name) UNSCOPED_INFO(name);
      CHECK(language().normalizer.normalize(name) == name);
    }
  }
  for (std::size_t kind = 0; kind < kFunctionWordKinds; ++kind) {
    for (const std::string& word : language().function_words.words(static_cast<FunctionWord>(kind))) {
      if (language().normalizer.normalize(word) != word) UNSCOPED_INFO(word);
      CHECK(language().normalizer.normalize(word) == word);
    }
  }
}

TEST_CASE("a title that is a job's name tells of that job: the analyser breaks few of them") {
  std::size_t names = 0;
  std::size_t found = 0;
  std::string broken;
  const Concepts& concepts = language().concepts;
  for (std::uint32_t i = 0; i < concepts.entries().size(); ++i) {
    const ConceptEntry& entry = concepts.entries()[i];
    if (entry.kind != ConceptKind::kJob) continue;
    for (const std::string& name : entry.names) {
      if (!is_all_han(name) || characters(name) < 2 || characters(name) > 6) continue;
      ++names;
      if (finds(name, i)) {
        ++found;
      } else {
        broken += ' ' + name;
      }
    }
  }
  const double share = static_cast<double>(found) / static_cast<double>(names);
  if (!broken.empty()) WARN(found << " of " << names << " names found, not:" << broken);
  CHECK(share >= 0.98);
}

}  // namespace doorstep::text
