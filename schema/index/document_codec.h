#pragma once

// A posting as the bytes of its record in postings.bin, and back.

#include <optional>
#include <string>
#include <string_view>

#include "schema/domain/posting.h"

namespace doorstep::index {

// Fields as (number, length, bytes), absent ones left out; a reader skips numbers it does not know. Numbers: schema/README.md.
std::string encode_posting(const domain::Posting& posting);

// nullopt: the bytes are not a posting.
std::optional<domain::Posting> decode_posting(std::string_view bytes);

}  // namespace doorstep::index
