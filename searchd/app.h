#pragma once

// The daemon, put together.

#include <functional>
#include <iosfwd>
#include <memory>

#include "schema/base/clock.h"
#include "schema/domain/category.h"
#include "schema/text/language.h"
#include "searchd/config.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/searcher.h"

namespace doorstep {

// What an engine is made with; all of it outlives the engine.
struct EngineParts {
  const text::Language& language;
  const search::Typing& typing;
  const domain::Categories& categories;
  const base::Clock& clock;
  const search::SearcherOptions& options;
};
using MakeEngine = std::function<std::shared_ptr<const search::SearchService>(std::shared_ptr<const serving::Snapshot>,
                                                                              const EngineParts&)>;

// Opens the index, listens, tells `log` in a JSON line where, and answers until SIGTERM or SIGINT; then returns.
// Throws std::runtime_error for an index that cannot be served, http::BindError for an address that cannot be had.
void run_daemon(const Config& config, std::ostream& log);

// The same with another engine than search::Searcher: what the bench compares it with.
void run_daemon(const Config& config, std::ostream& log, const MakeEngine& make_engine);

}  // namespace doorstep
