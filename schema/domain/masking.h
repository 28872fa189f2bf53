#pragma once

// Hides what would let a stranger call or identify a person.

#include <string>
#include <string_view>

namespace doorstep::domain {

// `text` with every mainland mobile number (also with +86, spaces, dashes or dots inside, and in
// full-width digits), landline number (area code 0xx or 0xxx with 7 or 8 digits, 400 and 800 numbers) and identity number
// (18 characters with a valid month and day, or 15 digits) replaced: each of its digits becomes '*'. Other digits (pay, dates,
// quantities, house numbers, unified social credit codes) stay. Invalid UTF-8 passes through unchanged.
std::string mask_contacts(std::string_view text);

}  // namespace doorstep::domain
