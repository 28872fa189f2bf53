#pragma once

// Hides what would let a stranger call or identify a person.

#include <string>
#include <string_view>

namespace doorstep::domain {

// `text` with every mainland mobile number (also with +86, and with spaces, line ends or other punctuation inside),
// landline number (area code 0xx or 0xxx with 7 or 8 digits, 400 and 800 numbers, 7 or 8 digits after 电话 and its kin) and identity number (18 characters with
// a valid month and day, or 15 digits) replaced: each of its digits becomes '*'. Several that run together are masked too.
// Digits count in every style that compatibility normalisation folds (full-width, ①, ⑴, ¹, 𝟏), and invisible characters
// and combining marks do not part them, so that masking the normalised form of the result finds nothing more.
// Other digits (pay, dates, quantities, house numbers, unified social credit codes) stay. Invalid UTF-8 outside a number
// passes through unchanged.
std::string mask_contacts(std::string_view text);

}  // namespace doorstep::domain
