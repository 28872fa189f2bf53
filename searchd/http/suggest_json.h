#pragma once

// The answer of /v1/suggest, and what it is asked with.

#include <span>
#include <string>

#include "schema/base/result.h"
#include "schema/domain/community.h"
#include "searchd/http/parameters.h"
#include "searchd/search/suggestion.h"

namespace doorstep::http {

std::span<const ParameterRule> suggest_parameter_rules();

// The query of GET /v1/suggest, or every reason why it is none.
base::Result<search::SuggestRequest> read_suggest_request(const Query& query, const domain::Gazetteer& communities);

std::string suggest_json(const search::SuggestResult& result);

}  // namespace doorstep::http
