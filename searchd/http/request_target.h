#pragma once

// The target of a request line, taken apart by our own reader: cpp-httplib keeps parameters in a multimap (their
// order is lost), reads a bad escape as text and cuts at a second '?'.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "searchd/http/http_message.h"

namespace doorstep::http {

struct Target {
  std::vector<std::string> path;
  Query query;

  bool operator==(const Target&) const = default;
};

// "/v1/postings/a%2Fb?q=%E4%BF%9D+x&q=y" -> {"v1", "postings", "a/b"}, {{"q", "保 x"}, {"q", "y"}}. In the query '+' is a
// space, a part without '=' has an empty value, empty parts ("a=1&&b=2") are skipped, ';' is an ordinary
// character. nullopt: no leading '/', a '%' without two hex digits, or text that is not UTF-8 or holds a NUL once decoded.
std::optional<Target> parse_target(std::string_view target);

}  // namespace doorstep::http
