#include "searchd/http/access_log.h"

#include <cmath>

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
  if (!entry.exception.empty()) line.key("exception").text(entry.exception);
  line.end_object();
  lines_.write(std::move(line).take());
}

}  // namespace doorstep::http
