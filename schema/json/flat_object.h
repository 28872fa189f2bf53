#pragma once

// A JSON object read only as deep as a posting goes: its fields, and the items of their arrays. What lies deeper is
// checked (duplicate keys, NUL, depth) and forgotten, so that garbage costs neither memory nor stack.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace doorstep::json {

struct Value {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  double number = 0;    // kNumber; 3, 3.0 and 3e0 are the same, as in JSON Schema
  std::string text;     // kString
  bool faulty = false;  // an issue about it has been recorded already: a NUL in it
};

struct Field {
  std::string name;
  Value value;
  std::vector<Value> items;    // of an array, the first kMaxItemsKept
  std::size_t item_count = 0;  // of an array, all of them
};

struct FlatObject {
  std::vector<Field> fields;  // in the order of the text; of a key given twice the first

  // nullptr if absent.
  const Field* find(std::string_view name) const;
};

// An array longer than this is refused anyway by whoever reads it.
inline constexpr std::size_t kMaxItemsKept = 64;
// Issues beyond this many tell a sender nothing new.
inline constexpr std::size_t kMaxIssues = 100;

struct FlatParse {
  std::optional<FlatObject> object;  // nullopt: the text is not one JSON object, and `issues` says why
  base::Issues issues;               // not empty: refused, even if there is an object
};

// Strict RFC 8259 (no comments, no NaN) with one UTF-8 byte order mark at the front forgiven. Field of each issue: the
// top-level key it is under, as shown() writes it, with an array's index; empty for the whole. Codes: not_utf8 nul not_json
// truncated trailing_text not_object too_deep duplicate_key not_finite.
FlatParse parse_flat_object(std::string_view text, int max_depth);

}  // namespace doorstep::json
