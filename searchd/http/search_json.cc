#include "searchd/http/search_json.h"

#include <cmath>

#include "schema/geo/datum.h"
#include "schema/json/json_writer.h"
#include "schema/json/posting_json.h"
#include "searchd/search/reasons.h"

namespace doorstep::http {
namespace {

using json::JsonWriter;

json::ShownPoint shown(domain::LatLng point, domain::Datum datum) { return {geo::from_wgs84(point, datum), datum}; }

enum class Edge { kInside, kNear };

void write_place(JsonWriter& out, const domain::Place& place, domain::Datum datum, Edge edge) {
  out.key("place").begin_object();
  json::write_point(out, shown(place.point, datum));
  if (!place.community_id.empty()) out.key("community_id").text(place.community_id);
  out.key("precision").text(domain::precision_name(place.precision));
  out.key("accuracy_m").integer(place.accuracy_m);
  if (edge == Edge::kNear) out.key("near_edge").boolean(true);
  out.end_object();
}

void write_source(JsonWriter& out, const search::Source& source) {
  out.begin_object();
  out.key("id").text(source.id);
  if (!source.source.empty()) out.key("source").text(source.source);
  if (!source.community_id.empty()) out.key("community_id").text(source.community_id);
  out.end_object();
}

void write_score(JsonWriter& out, const search::Hit& hit) {
  out.key("score").number(hit.score);
  out.key("explain").begin_array();
  for (const auto& term : hit.explanation) {
    out.begin_object();
    out.key("term").text(term.name);
    out.key("value").number(term.value);
    if (!term.detail.empty()) out.key("detail").text(term.detail);
    out.end_object();
  }
  out.end_array();
}

// Reasons and relaxations alike.
template <typename CodesAndTexts>
void write_codes(JsonWriter& out, std::string_view name, const CodesAndTexts& entries) {
  out.key(name).begin_array();
  for (const auto& entry : entries) {
    out.begin_object().key("code").text(entry.code).key("text").text(entry.text).end_object();
  }
  out.end_array();
}

void write_hit(JsonWriter& out, const search::Hit& hit, const search::SearchRequest& request) {
  out.begin_object();
  json::write_posting_summary(out, hit.posting);
  if (hit.posting.place) {
    write_place(out, *hit.posting.place, request.anchor.datum, hit.near_edge ? Edge::kNear : Edge::kInside);
  }
  out.key("distance_m").number(std::round(hit.distance_m * 10) / 10);
  write_codes(out, "why", hit.why);
  out.key("sources").begin_array();
  for (const auto& source : hit.sources) write_source(out, source);
  out.end_array();
  if (request.explain) write_score(out, hit);
  out.end_object();
}

void write_anchor(JsonWriter& out, const search::Anchor& anchor) {
  out.key("anchor").begin_object();
  json::write_point(out, shown(anchor.point, anchor.datum));
  if (!anchor.community_id.empty()) {
    out.key("community_id").text(anchor.community_id);
    out.key("accuracy_m").integer(anchor.accuracy_m);
  }
  out.end_object();
}

void write_facets(JsonWriter& out, const search::SearchResult& result) {
  if (result.facets.empty() && !result.pay_unknown) return;
  out.key("facets").begin_object();
  for (const auto& [facet, values] : result.facets) {
    if (facet == search::Facet::kPayUnknown) continue;  // a number, below
    out.key(search::facet_name(facet)).begin_object();
    for (const auto& [value, count] : values) out.key(value).integer(count);
    out.end_object();
  }
  if (result.pay_unknown) out.key(search::facet_name(search::Facet::kPayUnknown)).integer(*result.pay_unknown);
  out.end_object();
}

void write_reading(JsonWriter& out, const search::SearchResult& result) {
  out.key("understood").begin_array();
  for (const auto& part : result.understood) {
    out.begin_object().key("kind").text(part.kind).key("text").text(part.text).key("value").text(part.value);
    if (!part.community_id.empty()) out.key("community_id").text(part.community_id);
    out.end_object();
  }
  out.end_array();
  if (!result.corrected) return;
  out.key("corrected").begin_object().key("from").text(result.corrected->from);
  out.key("to").text(result.corrected->to).end_object();
}

void write_beyond(JsonWriter& out, const search::Beyond& beyond, double radius_m, std::uint64_t found) {
  out.key("beyond").begin_object().key("count").integer(beyond.count);
  if (beyond.count > 0) out.key("nearest_m").number(std::round(beyond.nearest_m * 10) / 10);
  out.key("within_m").number(beyond.within_m);
  out.key("text").text(search::beyond_text(beyond, radius_m, found)).end_object();
}

}  // namespace

std::string search_json(const search::SearchRequest& request, const search::SearchResult& result,
                        const search::IndexState& index) {
  JsonWriter out;
  out.begin_object();
  out.key("total").begin_object().key("value").integer(result.total);
  out.key("relation").text(result.total_is_exact ? "eq" : "gte").end_object();
  write_anchor(out, request.anchor);
  out.key("hits").begin_array();
  for (const auto& hit : result.hits) write_hit(out, hit, request);
  out.end_array();
  write_facets(out, result);
  write_reading(out, result);
  write_codes(out, "relaxed", result.relaxed);
  if (result.beyond) write_beyond(out, *result.beyond, request.radius_m, result.total);
  if (!result.next_cursor.empty()) out.key("next_cursor").text(result.next_cursor);
  out.key("index").begin_object();
  out.key("generation").text(index.generation);
  out.key("as_of").text(base::format_beijing(index.as_of));
  out.end_object();
  out.end_object();
  return std::move(out).take();
}

std::string posting_json(const domain::Posting& posting, domain::Datum datum, base::Instant now) {
  JsonWriter out;
  out.begin_object();
  json::write_posting_summary(out, posting);
  if (posting.place) write_place(out, *posting.place, datum, Edge::kInside);
  json::write_posting_details(out, posting);
  out.key("sources").begin_array();
  write_source(out, {.id = posting.id, .source = posting.source, .community_id = posting.community_id});
  out.end_array();
  if (posting.lapses_at <= now) out.key("expired").boolean(true);
  out.end_object();
  return std::move(out).take();
}

}  // namespace doorstep::http
