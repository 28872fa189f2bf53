#pragma once

// Writes JSON text front to back: what the answers are made with, because no tree is built only to be
// written once. It escapes strings and places commas; which key follows which is the caller's business.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::json {

// Not thread-safe. Calls must pair up: key() before every value in an object, end_*() for every begin_*().
class JsonWriter {
 public:
  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  // Always valid UTF-8 in the output: each invalid byte of `value` is written as U+FFFD.
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::uint64_t value);
  // The shortest decimal that reads back as `value`, which must be finite.
  JsonWriter& number(double value);
  JsonWriter& boolean(bool value);

  // Finished text; the writer is empty afterwards.
  std::string take() &&;

 private:
  void before_value();

  std::string out_;
  std::vector<bool> has_member_;  // one for each open object or array: needs a comma next
  bool after_key_ = false;
};

}  // namespace doorstep::json
