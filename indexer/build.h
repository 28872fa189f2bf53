#pragma once

// `indexer build`: files -> a published generation.

#include <ostream>
#include <stdexcept>

#include "indexer/options.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "schema/base/clock.h"

namespace doorstep::indexer {

// The call names something that is not there or cannot be used: told to the user, who can mend it.
class WrongCall : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Reads every input, reports every problem as `file:line: …` to `problems`, and publishes a generation of what is good. When
// nothing is, the generation in service stays. Throws WrongCall, index::WriterBusy, std::system_error or Xapian::Error; then too
// the generation in service stays, and what was begun is cleared by the next build.
Summary build_index(const BuildOptions& options, const base::Clock& clock, Progress& progress, std::ostream& problems);

}  // namespace doorstep::indexer
