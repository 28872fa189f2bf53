// The daemon's configuration file.

#include "searchd/config.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {

bool reads(std::string_view bytes) {
  const Config before{.index = "x", .threads = 7};
  Config config = before;
  const base::Issues issues = apply_toml(bytes, config);
  for (const base::Issue& issue : issues) {
    require(!issue.code.empty() && is_utf8(issue.field) && is_utf8(issue.text) && is_utf8(issue.hint),
            "an issue can be shown");
  }
  if (!issues.empty()) {
    require(config == before, "a file with a mistake changes nothing");
    return false;
  }
  const std::string written = to_toml(config);
  require(is_utf8(written), "a configuration that is written is text");
  Config again;
  require(apply_toml(written, again).empty(), "a configuration that is written is accepted");
  require(again == config, "a configuration that is written is read as it was");
  return true;
}

}  // namespace doorstep::fuzzing
