#pragma once

// Strong entity tags, and the question whether a client already has an answer (RFC 9110, 8.8.3 and 13.1.2).

#include <cstdint>
#include <string>
#include <string_view>

#include "searchd/http/http_message.h"

namespace doorstep::http {

// All that the bytes of an answer depend on beside the request: see SearchService::epoch().
struct Edition {
  std::string_view program_version;
  std::string_view generation;
  std::uint64_t epoch = 0;

  bool operator==(const Edition&) const = default;
};

// 128 bits of XXH3 in quotation marks. `encoding`: "identity" or "gzip". Method and headers have no part in it.
std::string entity_tag(const Edition& edition, const HttpRequest& request, std::string_view encoding);

// Whether the list of an If-None-Match names the tag, as strong or weak. "*" names none: see names_any().
bool names_tag(std::string_view if_none_match, std::string_view tag);

// "*": whatever there is.
bool names_any(std::string_view if_none_match);

}  // namespace doorstep::http
