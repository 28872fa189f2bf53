#include "schema/base/log.h"

#include <ostream>
#include <string>

namespace doorstep::base {

void LineLog::write(std::string_view line) {
  const std::string whole = std::string(line) + "\n";
  const std::lock_guard lock(mutex_);
  out_ << whole << std::flush;
}

}  // namespace doorstep::base
