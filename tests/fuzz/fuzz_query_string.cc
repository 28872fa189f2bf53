// The target of a search, from its bytes to the plan of what is looked for; and the cursor in it.

#include <algorithm>
#include <cmath>

#include "searchd/http/request_target.h"
#include "searchd/http/search_parameters.h"
#include "searchd/search/cursor.h"
#include "searchd/search/query_plan.h"
#include "tests/fuzz/places.h"
#include "tests/fuzz/target.h"
#include "tests/support/words.h"

namespace doorstep::fuzzing {
namespace {

using search::Conjunction;
using search::SearchRequest;
using testing::Words;

// What Xapian takes.
constexpr std::size_t kMaxXapianTerm = 245;

std::string escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string all;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    all.append({'%', kDigits[byte >> 4U], kDigits[byte & 15U]});
  }
  return all;
}

// Every byte as an escape: the plainest form of the same target.
std::string written(const http::Target& target) {
  std::string all;
  for (const std::string& segment : target.path) all.append("/").append(escaped(segment));
  char separator = '?';
  for (const auto& [name, value] : target.query) {
    all.append(1, separator).append(escaped(name)).append("=").append(escaped(value));
    separator = '&';
  }
  return all;
}

void check_target(const http::Target& target) {
  const auto is_text = [](const std::string& text) { return is_utf8(text) && text.find('\0') == std::string::npos; };
  require(std::all_of(target.path.begin(), target.path.end(), is_text), "a path is text");
  for (const auto& [name, value] : target.query) require(is_text(name) && is_text(value), "a query is text");
  const auto again = http::parse_target(written(target));
  require(again.has_value() && *again == target, "a target that is written is read as it was");
}

void check_range(const SearchRequest& request) {
  require(is_utf8(request.query), "a query is text");
  require(std::none_of(request.query.begin(), request.query.end(),
                       [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; }),
          "a query has no controls");
  require(domain::in_china_rectangle(request.anchor.point) || request.anchor.datum != domain::Datum::kWgs84,
          "an anchor lies in China");
  require(std::isfinite(request.anchor.point.lat_deg) && std::isfinite(request.anchor.point.lng_deg),
          "an anchor is a point");
  require(request.radius_m >= 1 && request.radius_m <= 50'000, "a radius has its limits");
  require(request.limit >= 1 && request.limit <= 50, "a page has its limits");
}

void check_concepts(const Conjunction& concepts) {
  require(concepts.size() <= 256, "a query has no more concepts than characters");
  for (const search::Concept& concept_ : concepts) {
    require(!concept_.word.empty() && is_utf8(concept_.word) && !concept_.terms.empty(), "a concept has a word");
    for (const std::string& term : concept_.terms) {
      require(term.size() > 1 && term.size() <= kMaxXapianTerm, "Xapian takes every term");
    }
  }
}

void check_plans(const std::string& query) {
  const auto& analyzer = Words::shared().analyzer;
  const search::QueryPlan plan = search::plan_words(analyzer, query);
  require(is_utf8(plan.normalized), "a normalised query is text");
  require(plan.choices.empty() == plan.normalized.empty(), "only what says nothing browses");
  for (const Conjunction& choice : plan.choices) check_concepts(choice);
  require(search::plan_words(analyzer, plan.normalized).normalized == plan.normalized,
          "what is normalised stays as it is");
  for (const search::RelaxedPlan& relaxed : search::relaxed_plans(plan)) {
    require(is_utf8(relaxed.text) && is_utf8(relaxed.text_beside_hits) && !relaxed.code.empty(),
            "what was relaxed can be shown");
    require(!relaxed.concepts.empty() && relaxed.least_share > 0 && relaxed.least_share <= 1,
            "something is still asked");
    check_concepts(relaxed.concepts);
  }
  const search::ExactPlan exact = search::plan_exact(analyzer, query);
  check_concepts(exact.bigrams);
  for (const std::string& substring : exact.substrings) {
    require(!substring.empty() && is_utf8(substring), "what must be there is text");
  }
}

void check_cursor(std::string_view text) {
  const auto cursor = search::decode_cursor(text);
  if (!cursor) return;
  const auto again = search::decode_cursor(search::encode_cursor(*cursor));
  require(again.has_value() && *again == *cursor, "a cursor that is written is read as it was");
}

}  // namespace

bool reads(std::string_view bytes) {
  check_cursor(bytes);
  const auto target = http::parse_target(bytes);
  if (!target) return false;
  check_target(*target);
  for (const auto& [name, value] : target->query) {
    if (name == "cursor") check_cursor(value);
  }
  const auto request = http::read_search_request(target->query, places());
  if (!request.ok()) {
    require(!request.issues().empty(), "a refusal says why");
    for (const base::Issue& issue : request.issues()) {
      require(!issue.code.empty() && is_utf8(issue.field) && is_utf8(issue.text) && is_utf8(issue.hint),
              "an issue can be shown");
    }
    return false;
  }
  check_range(request.value());
  require(search::fingerprint(request.value()) == search::fingerprint(SearchRequest(request.value())),
          "a search has one fingerprint");
  check_plans(request.value().query);
  return true;
}

}  // namespace doorstep::fuzzing
