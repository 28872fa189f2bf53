#pragma once

// What the HTTP boundary needs of the engine: the whole of it, so that routes can be tested with another.

#include <cstdint>
#include <memory>
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
#include "searchd/search/suggestion.h"

namespace doorstep::search {

struct IndexState {
  std::string generation;  // name of the folder
  base::Instant as_of;     // when it was built
  std::uint64_t postings = 0;
  std::uint32_t format_version = 0;
  std::uint32_t analyzer_version = 0;
};

// What became of reading posting lists, see PostingLists.
struct ListUse {
  std::uint64_t kept_bytes = 0;  // in memory now, about
  std::uint64_t kept = 0;        // stretches that searches needed and that were kept
  std::uint64_t read = 0;        // those that had to be read

  bool operator==(const ListUse&) const = default;
};

// The engine could not answer now, though the request was fine: told as 503.
class Unavailable : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Answers out of one generation. Thread-safe; whoever holds it keeps that generation open, so that everything said in
// one response is said by the same one.
class SearchService {
 public:
  virtual ~SearchService() = default;

  // Fails only for what a request cannot know before: a cursor of another search, or not one at all
  // (field "cursor"). Throws Unavailable.
  virtual base::Result<SearchResult> search(const SearchRequest& request) const = 0;

  // What to search for, for what was typed so far. Throws Unavailable.
  virtual SuggestResult suggest(const SuggestRequest& request) const = 0;

  // nullopt: no such posting. An expired one is still found here. Throws Unavailable.
  virtual std::optional<domain::Posting> posting(std::string_view id) const = 0;

  // Lives as long as the service.
  virtual const domain::Gazetteer& communities() const = 0;

  virtual IndexState state() const = 0;

  virtual ListUse list_use() const = 0;

  // All that answers depend on beside request and generation: a number that is another after each whole hour and each
  // time a posting lapses. Two answers of one generation to one request in one epoch are the same, byte for byte.
  virtual std::uint64_t epoch() const = 0;
};

// A generation that is not served although CURRENT names or named it.
struct RejectedGeneration {
  std::string generation;
  std::string reason;  // which file is damaged, or which versions differ; names no absolute path

  bool operator==(const RejectedGeneration&) const = default;
};

// How the index folder is, for /readyz and /metrics.
struct IndexHealth {
  bool proven = false;   // every file of the generation in service was compared with its SHA-256
  bool damaged = false;  // the generation in service is itself damaged, and there was no other to go to
  std::optional<RejectedGeneration> rejected;  // the latest, until a newer generation is in service
  std::uint64_t switches = 0;                  // of generation, since the start
  std::uint64_t rejections = 0;
  std::uint64_t scrubbed_bytes = 0;
  std::uint64_t scrubs = 0;  // whole passes

  bool operator==(const IndexHealth&) const = default;
};

// Where the generation in service is to be had from. Thread-safe.
class ServiceSource {
 public:
  virtual ~ServiceSource() = default;

  // Never null. To be taken once a request.
  virtual std::shared_ptr<const SearchService> current() const = 0;

  virtual IndexHealth health() const = 0;
};

}  // namespace doorstep::search
