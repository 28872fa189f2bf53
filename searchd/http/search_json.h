#pragma once

// The answers of /v1/postings and /v1/postings/{id}.

#include <string>

#include "schema/base/clock.h"
#include "schema/domain/posting.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"
#include "searchd/search/service.h"

namespace doorstep::http {

// Places in the datum of the request's anchor; the score and its terms only if the request asks for them.
std::string search_json(const search::SearchRequest& request, const search::SearchResult& result,
                        const search::IndexState& index);

// `now` tells whether it has expired.
std::string posting_json(const domain::Posting& posting, domain::Datum datum, base::Instant now);

}  // namespace doorstep::http
