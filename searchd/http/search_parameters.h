#pragma once

// The query of GET /v1/postings as a SearchRequest, or every reason why it is none.

#include <span>

#include "schema/base/result.h"
#include "schema/domain/community.h"
#include "searchd/http/parameters.h"
#include "searchd/search/request.h"

namespace doorstep::http {

std::span<const ParameterRule> search_parameter_rules();

base::Result<search::SearchRequest> read_search_request(const Query& query, const domain::Gazetteer& communities);

}  // namespace doorstep::http
