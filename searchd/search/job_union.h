#pragma once

#include "schema/text/concepts.h"
#include "searchd/search/query_plan.h"

namespace doorstep::search {

// Nobody looks for one opening that is two jobs: 会计 出纳 asks for either, 锂电池操作工 for the more special one. The jobs among the
// concepts become one, at the place of the first.
void join_jobs(const text::Concepts& concepts, Conjunction& wanted);

}  // namespace doorstep::search
