#pragma once

// The daemon, put together.

#include <iosfwd>

#include "searchd/config.h"

namespace doorstep {

// Opens the index, listens, tells `log` in a JSON line where, and answers until SIGTERM or SIGINT; then returns.
// Throws std::runtime_error for an index that cannot be served, http::BindError for an address that cannot be had.
void run_daemon(const Config& config, std::ostream& log);

}  // namespace doorstep
