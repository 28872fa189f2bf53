#pragma once

// A posting as the answers show it. What is unknown is absent: never null, 0 or "".

#include "schema/domain/posting.h"
#include "schema/json/json_writer.h"

namespace doorstep::json {

// A place in the coordinate system of the request.
struct ShownPoint {
  domain::LatLng point;  // in `datum`
  domain::Datum datum = domain::Datum::kWgs84;
};

// "lat", "lng" and "datum" into the open object, rounded to 1e-6 degrees (0.1 m).
void write_point(JsonWriter& out, const ShownPoint& shown);

// The members every listing of a posting has, into the open object: id, title, company, employer_type, pay,
// category, employment_type, posted_at, valid_until. The place is written apart, because only a search knows how near it is.
void write_posting_summary(JsonWriter& out, const domain::Posting& posting);

// What only the page of one posting shows, into the open object: description, address, headcount, experience, education,
// tags, welfare, groups.
void write_posting_details(JsonWriter& out, const domain::Posting& posting);

}  // namespace doorstep::json
