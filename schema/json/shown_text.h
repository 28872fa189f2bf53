#pragma once

// UTF-8 as far as a message needs it: is it valid, how long is it, how is it shown.

#include <optional>
#include <string>
#include <string_view>

namespace doorstep::json {

// No message repeats more of what somebody sent than this many code points.
inline constexpr std::size_t kMaxShownChars = 40;

// The index of the first byte that does not belong to well-formed UTF-8 (overlong forms and surrogates do not);
// nullopt when all do.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Code points of well-formed UTF-8, as JSON Schema counts maxLength.
std::size_t count_code_points(std::string_view text);

// Whether each code point is a space, a control or has no width: nothing that a reader would see. The set is the
// one spelled out in posting.schema.json.
bool is_blank(std::string_view text);

// Whether any code point is one of those.
bool has_blank(std::string_view text);

// `text` as a message may show it: at most kMaxShownChars, then "…"; what would move the cursor, turn the direction
// of writing or stay unseen is written as \u{…}, bytes that are not UTF-8 as \x….
std::string shown(std::string_view text);

// The same between “ ”.
std::string in_quotes(std::string_view text);

}  // namespace doorstep::json
