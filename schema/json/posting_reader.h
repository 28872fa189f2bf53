#pragma once

// One JSON object -> RawPosting: accepts exactly what schema/posting.schema.json accepts, and says
// in Chinese what is wrong with the rest.

#include <cstddef>
#include <string_view>

#include "schema/base/result.h"
#include "schema/domain/posting.h"

namespace doorstep::json {

// A line over this is refused before it is parsed.
inline constexpr std::size_t kMaxPostingBytes = 1 << 20;
// nlohmann/json recurses without limit; no posting nests deeper than an array of strings.
inline constexpr int kMaxDepth = 16;

// Codes of the issues. The list is append-only: reports and clients count by them.
//
// About the whole text (field empty) or wherever they occur (field: the top-level key):
//   too_large      over kMaxPostingBytes        not_utf8       not UTF-8; the text names the byte
//   nul            U+0000, raw or escaped       not_json       a syntax error; the text names the byte
//   truncated      ends in the middle           trailing_text  something follows the object
//   not_object     JSON, but not an object      too_deep       nested deeper than kMaxDepth
//   duplicate_key  a key twice in one object    not_finite     NaN, Infinity, 1e999
//   too_many_issues  further issues are left out (field empty)
// About a field:
//   missing        `id` or `title` is not there
//   wrong_type     not the JSON type it must have
//   empty          `id` or `title` has no characters
//   blank          `title` has nothing visible
//   too_long       more characters, or a list of more items, than allowed
//   bad_id         `id` holds a blank, a control or something unseen
//   bad_community  `community_id` is not 12 digits
//   bad_date       neither a date nor a date-time with offset that exists
//   out_of_range   a number beyond its limits
//   not_integer    `headcount` has a fraction
//   not_listed     `datum` is none of the three
//   incomplete     lat, lng and datum come together; the field is the absent one
// Flags (the posting is kept):
//   unknown_field  nothing reads it; with a did-you-mean
//   dates_backwards  valid_until (the field) is over when posted_at comes
//   lone_datum     `datum` without coordinates
//   no_posted_at   so its age is unknown
//   no_place       neither coordinates nor community_id nor address

struct ReadPosting {
  domain::RawPosting posting;
  base::Issues flags;  // Severity::kFlag only: an unknown field, dates that run backwards, …
};

// Never throws for what the text holds. Fails with every issue, not the first: text that is not UTF-8, not JSON,
// not an object, too deep, with a duplicate key or a NUL, and each field that breaks the schema.
base::Result<ReadPosting> read_posting(std::string_view json);

}  // namespace doorstep::json
