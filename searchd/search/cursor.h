#pragma once

// Where the next page begins: the sort key and id of the last hit shown. It names no position, so that it goes on
// when openings came or went in between.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "searchd/search/request.h"

namespace doorstep::search {

struct Cursor {
  std::uint64_t request = 0;  // fingerprint of the search it belongs to
  base::Instant hour;         // freshness goes on being counted from here, so that scores do not shift between pages
  double key = 0;             // the sort's own figure, more is better
  std::int64_t chord2 = 0;    // the nearer first
  std::string id;
  // Hits that were shown although they come later in the order (a first page has not all from one employer): short_hash of their ids,
  // at most 255, and the least of their keys.
  std::vector<std::uint32_t> shown;
  double shown_key = 0;

  bool operator==(const Cursor&) const = default;
};

std::uint32_t short_hash(std::string_view id);

// Of everything that decides which hits come in which order; not of limit, facets, explain, datum or cursor.
std::uint64_t fingerprint(const SearchRequest& request);

// URL-safe text (base64url without padding).
std::string encode_cursor(const Cursor& cursor);

// nullopt: not something that encode_cursor wrote.
std::optional<Cursor> decode_cursor(std::string_view text);

}  // namespace doorstep::search
