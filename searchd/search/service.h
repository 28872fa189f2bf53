#pragma once

// What the HTTP boundary needs of the engine: the whole of it, so that routes can be tested with another.

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "schema/base/result.h"
#include "schema/domain/community.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"

namespace doorstep::search {

struct IndexState {
  std::string generation;  // name of the folder
  base::Instant as_of;     // when it was built
  std::uint64_t postings = 0;
  std::uint32_t format_version = 0;
  std::uint32_t analyzer_version = 0;
};

// The engine could not answer now, though the request was fine: told as 503.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Thread-safe.
class SearchService {
 public:
  virtual ~SearchService() = default;

  // Fails only for what a request cannot know before: a cursor of another search, or not one at all
  // (field "cursor").
  virtual base::Result<SearchResult> search(const SearchRequest& request) const = 0;

  // nullopt: no such posting. An expired one is still found here.
  virtual std::optional<domain::Posting> posting(std::string_view id) const = 0;

  // Lives as long as the service.
  virtual const domain::Gazetteer& communities() const = 0;

  virtual IndexState state() const = 0;
};

}  // namespace doorstep::search
