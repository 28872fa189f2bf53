#pragma once

// What a good posting could still do better.

#include "schema/base/result.h"
#include "schema/domain/posting.h"
#include "schema/json/flat_object.h"

namespace doorstep::json {

// Severity::kFlag only; the codes stand in posting_reader.h. `posting` is what was read from `object`.
base::Issues posting_flags(const FlatObject& object, const domain::RawPosting& posting);

}  // namespace doorstep::json
