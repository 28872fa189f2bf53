#include "searchd/search/typed_text.h"

#include "schema/domain/folding.h"
#include "schema/text/analyzer.h"

namespace doorstep::search {
namespace {

bool separates(char32_t c) { return c == U' ' || c == U'\t' || c == U'\n' || c == U'\'' || c == U'’'; }

void append(char32_t c, TypedText& typed) {
  typed.characters.push_back(c);
  domain::append_utf8(typed.text, c);
  if (text::is_han(c)) ++typed.han;
  if (c >= U'a' && c <= U'z') ++typed.letters;
}

}  // namespace

TypedText read_typed(std::string_view normalized) {
  TypedText typed;
  for (std::size_t at = 0; at < normalized.size();) {
    const char32_t c = text::next_code_point(normalized, at);
    if (separates(c)) continue;
    if (typed.characters.size() == TypedText::kMaxCharacters) return {};
    append(c == U'ü' ? U'v' : c, typed);
  }
  return typed;
}

TypedText part_of(const TypedText& typed, std::size_t begin, std::size_t end) {
  TypedText part;
  for (std::size_t i = begin; i < end; ++i) append(typed.characters[i], part);
  return part;
}

std::u32string characters_of(std::string_view utf8) {
  std::u32string characters;
  for (std::size_t at = 0; at < utf8.size();) characters.push_back(text::next_code_point(utf8, at));
  return characters;
}

}  // namespace doorstep::search
