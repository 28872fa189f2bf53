#include "searchd/http/access_log.h"

#include <cmath>
#include <ostream>

#include "schema/json/json_writer.h"

namespace doorstep::http {

void AccessLog::write(const AccessEntry& entry) {
  json::JsonWriter line;
  line.begin_object();
  line.key("time").text(base::format_beijing(entry.time));
  line.key("event").text("request");
  if (!entry.method.empty()) line.key("method").text(entry.method);
  line.key("route").text(entry.route);
  line.key("status").integer(static_cast<std::uint64_t>(entry.status));
  line.key("bytes").integer(entry.bytes);
  line.key("ms").number(std::round(entry.milliseconds * 1000) / 1000);
  if (!entry.parameters.empty()) {
    line.key("parameters").begin_array();
    for (const auto name : entry.parameters) line.text(name);
    line.end_array();
  }
  if (entry.unknown_parameters > 0) line.key("unknown_parameters").integer(entry.unknown_parameters);
  if (!entry.community_id.empty()) line.key("community_id").text(entry.community_id);
  if (entry.hits) line.key("hits").integer(*entry.hits);
  line.end_object();
  const std::string text = std::move(line).take() + "\n";
  const std::lock_guard lock(mutex_);
  out_ << text << std::flush;
}

}  // namespace doorstep::http
