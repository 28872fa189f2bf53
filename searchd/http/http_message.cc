#include "searchd/http/http_message.h"

#include <fmt/format.h>

namespace doorstep::http {

std::string closing_text(const HttpResponse& response) {
  // The reason phrase may be empty (RFC 9112, 4).
  std::string text = fmt::format("HTTP/1.1 {} \r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n",
                                 response.status, response.content_type, response.body.size());
  for (const auto& [name, value] : kSecurityHeaders) text += fmt::format("{}: {}\r\n", name, value);
  for (const auto& [name, value] : response.headers) text += fmt::format("{}: {}\r\n", name, value);
  return text + "\r\n" + response.body;
}

}  // namespace doorstep::http
