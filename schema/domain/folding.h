#pragma once

// A reader's view of free text: code points with the ways of writing the same thing folded together.
//
// For recognising figures and fixed words only. What is indexed and shown goes through schema/text,
// which knows Unicode; this needs nothing but a few tables, so that the domain depends on no library.

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace doorstep::domain {

struct DecodedChar {
  char32_t code = 0;
  std::size_t size = 0;  // bytes

  bool operator==(const DecodedChar&) const = default;
};

// What an invalid byte decodes to.
inline constexpr char32_t kReplacementChar = 0xFFFD;

// The character at byte `at` (< text.size()). An invalid byte is one kReplacementChar of size 1.
DecodedChar decode_utf8(std::string_view text, std::size_t at);

// Appends `code`, a Unicode scalar value, to `out`: the way back from decode_utf8().
void append_utf8(std::string& out, char32_t code);

// Full-width forms, dashes, tildes and spaces as ASCII; Latin in lower case; traditional forms and banker's numerals
// (萬 壹) of the words that pay and requirements are written with as their simplified ones.
// Circled numbers and fractions stay as they are: ①5000 is not 15000.
char32_t fold_char(char32_t code);

// `text` with every character folded and invisible ones left out. A full-width comma stays one,
// since it separates clauses, unless it stands between full-width digits.
std::u32string fold_text(std::string_view text);

// A digit of another style that stands for itself: full-width, mathematical (𝟏), segmented. ASCII, or 0 when it is none.
char32_t plain_digit(char32_t code);

// What compatibility normalisation makes of a character that marks (①, ⑽, ⒈, ¹, ₁, ½, ㏪, ㎡): folded characters, digits
// among them; also of ❶, which it leaves. Empty: the character is none of those.
std::u32string marker_form(char32_t code);

// Not to be seen, or drawn onto the character before (the ring of 1⃣): a number reads on across it.
bool is_unseen(char32_t code);

// The character at `at`; 0 behind the end.
inline char32_t char_at(std::u32string_view text, std::size_t at) { return at < text.size() ? text[at] : 0; }

// Whether `word` stands at `at`; nothing stands behind the end.
inline bool starts_with(std::u32string_view text, std::size_t at, std::u32string_view word) {
  return at <= text.size() && text.substr(at).starts_with(word);
}

// Whether any of `words` stands anywhere in `text`.
template <std::size_t N>
bool holds_any(std::u32string_view text, const std::array<std::u32string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::u32string_view word) { return text.find(word) != std::u32string_view::npos; });
}

bool is_ascii_digit(char32_t code);
bool is_ascii_letter(char32_t code);
bool is_han(char32_t code);

}  // namespace doorstep::domain
