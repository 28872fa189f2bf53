#pragma once

// What one thing that a query names is looked for by.

#include <string>

#include "schema/text/concepts.h"
#include "schema/text/places.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/request.h"

namespace doorstep::search {

// Which part of a query a concept of this kind is.
Part part_of(text::ConceptKind kind);

// A concept named by `word`: the postings that name it, and those of narrower ones. `entry`: one of `concepts`.
Concept wish_for(const text::Concepts& concepts, const text::ConceptEntry& entry, const std::string& word);

// A place named by `word`: what lies there or names it, and what lies in the streets around.
Concept wish_for(const text::NamedPlace& place, const std::string& word);

}  // namespace doorstep::search
