#include "schema/text/language.h"

#include "schema/text/sha256_hex.h"

namespace doorstep::text {
namespace {

constexpr std::size_t kFingerprintDigits = 16;

}  // namespace

Language::Language()
    : lexicon(built_in_lexicon()),
      concepts(built_in_concepts()),
      function_words(built_in_function_words()),
      named_places(built_in_places()),
      analyzer(normalizer, lexicon),
      concept_finder(concepts, function_words) {}

std::string Language::fingerprint() const {
  std::string all = lexicon.fingerprint();
  all.append("\n").append(concepts.fingerprint());
  all.append("\n").append(built_in_function_words_tsv());
  all.append("\n").append(built_in_places_tsv());
  return sha256_hex(all).substr(0, kFingerprintDigits);
}

}  // namespace doorstep::text
