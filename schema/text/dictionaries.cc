#include "schema/text/dictionaries.h"

#include <unicode/ucharstriebuilder.h>
#include <unicode/udata.h>

#include <stdexcept>
#include <string>

namespace doorstep::text {
namespace {

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) throw std::runtime_error(std::string(what) + ": " + u_errorName(status));
}

UDataMemory* open_cjdict() {
  UErrorCode status = U_ZERO_ERROR;
  UDataMemory* data = udata_open(U_ICUDATA_NAME U_TREE_SEPARATOR_STRING "brkitr", "dict", "cjdict", &status);
  require(status, "ICU dictionary cjdict");
  return data;
}

// The layout of ICU's source/common/dictionarydata.h: 32-bit indexes, of which 0 is the byte offset of the trie and
// the low bits of 4 its type, 1 being UCharsTrie.
const char16_t* trie_units(UDataMemory* data) {
  constexpr int kTrieOffset = 0;
  constexpr int kTrieType = 4;
  const void* memory = udata_getMemory(data);
  const auto* indexes = static_cast<const std::int32_t*>(memory);
  if ((indexes[kTrieType] & 7) != 1) throw std::runtime_error("ICU dictionary cjdict: not a UCharsTrie");
  const void* units = static_cast<const char*>(memory) + indexes[kTrieOffset];
  return static_cast<const char16_t*>(units);
}

}  // namespace

icu::UnicodeString compile_trie(const std::map<std::string, std::int32_t>& words) {
  if (words.empty()) return {};
  UErrorCode status = U_ZERO_ERROR;
  icu::UCharsTrieBuilder builder(status);
  for (const auto& [word, value] : words) builder.add(icu::UnicodeString::fromUTF8(word), value, status);
  icu::UnicodeString borrowed;  // from the builder, which ends here
  builder.buildUnicodeString(USTRINGTRIE_BUILD_FAST, borrowed, status);
  require(status, "words");
  return icu::UnicodeString(borrowed.getBuffer(), borrowed.length());
}

void GeneralDictionary::Close::operator()(UDataMemory* data) const { udata_close(data); }

GeneralDictionary::GeneralDictionary() : data_(open_cjdict()), trie_(trie_units(data_.get())) {}

}  // namespace doorstep::text
