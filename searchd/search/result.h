#pragma once

// What a search found, as a value.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schema/domain/posting.h"
#include "searchd/search/request.h"

namespace doorstep::search {

// One reason for a hit, from a term of its score. Codes are append-only.
struct Reason {
  std::string code;
  std::string text;  // plain Chinese

  bool operator==(const Reason&) const = default;
};

// One addend of a score; they sum to Hit::score.
struct ScoreTerm {
  std::string name;  // "text", "phrase", "trade", "distance", "freshness", "completeness", "fit"
  double value = 0;
  std::string detail;  // the word and field that earned it, or the figure it was computed from

  bool operator==(const ScoreTerm&) const = default;
};

struct Source {
  std::string id;            // the copy's posting id
  std::string source;        // its channel; may be empty
  std::string community_id;  // may be empty

  bool operator==(const Source&) const = default;
};

struct Hit {
  domain::Posting posting;
  double distance_m = 0;
  bool near_edge = false;  // the place's own uncertainty reaches across the circle's edge
  double score = 0;
  std::vector<Reason> why;
  std::vector<ScoreTerm> explanation;  // only if asked
  std::vector<Source> sources;         // the shown posting first; one entry if it has no copy in the circle
};

struct Relaxation {
  std::string code;
  std::string text;
};

// What a query would find outside its circle.
struct Beyond {
  std::uint64_t count = 0;  // vacancies
  double nearest_m = 0;     // of the nearest, from the anchor; 0 if there is none
  double within_m = 0;      // how far from the anchor was looked
};

// What was searched for in the place of what was typed, which finds little.
struct CorrectedQuery {
  std::string from;
  std::string to;
};

// One thing that was read out of a query, told so that it can be seen and switched off.
struct Understood {
  std::string kind;          // a Part's name, or the kind of a concept that names work (job, skill, trade)
  std::string text;          // the words of the query, normalised
  std::string value;         // what they were read as: a usual name, "pay_min=5000", "exclude=夜班", "sort=pay"
  std::string community_id;  // of a place: another anchor one could search from; empty: none

  bool operator==(const Understood&) const = default;
};

// Wall time of the stages of one search.
struct StageTimes {
  std::chrono::nanoseconds plan{0};   // query into concepts, circle into rows
  std::chrono::nanoseconds match{0};  // posting lists, distance, filters
  std::chrono::nanoseconds rank{0};   // scores, copies, facets, the best k
  std::chrono::nanoseconds build{0};  // documents read, reasons given

  bool operator==(const StageTimes&) const = default;
};

struct SearchResult {
  std::uint64_t total = 0;
  bool total_is_exact = true;  // false: the deadline passed first, at least so many
  std::vector<Hit> hits;
  // Value and count, the most frequent first, then by value.
  std::vector<std::pair<Facet, std::vector<std::pair<std::string, std::uint64_t>>>> facets;
  // Would match but for a pay that is not known. Present with pay_min or when asked as a facet.
  std::optional<std::uint64_t> pay_unknown;
  std::vector<Understood> understood;
  std::optional<CorrectedQuery> corrected;
  std::vector<Relaxation> relaxed;
  std::optional<Beyond> beyond;  // told when less than a page is found
  std::string next_cursor;       // empty: no more
  StageTimes times;
};

}  // namespace doorstep::search
