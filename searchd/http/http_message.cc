#include "searchd/http/http_message.h"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

namespace doorstep::http {
namespace {

// For people who read it; programs read the number. Empty is allowed (RFC 9112, 4).
std::string_view reason_phrase(int status) {
  switch (status) {
    case 200: return "OK";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 411: return "Length Required";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 503: return "Service Unavailable";
    default: return "";
  }
}

}  // namespace

std::string wire_text(const HttpResponse& response, const WireForm& form) {
  std::string text;
  text.reserve(1024 + response.body.size());
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  // Without content there is no length either: that of a 304 would be the one of the answer it stands for (RFC 9110, 8.6).
  if (!response.content_type.empty()) {
    fmt::format_to(out, "Content-Type: {}\r\nContent-Length: {}\r\n", response.content_type, response.body.size());
  }
  if (form.keep_alive) {
    fmt::format_to(out, "Keep-Alive: timeout={}\r\n", form.keep_alive->count());
  } else {
    text += "Connection: close\r\n";
  }
  for (const auto& [name, value] : kSecurityHeaders) fmt::format_to(out, "{}: {}\r\n", name, value);
  for (const auto& [name, value] : response.headers) fmt::format_to(out, "{}: {}\r\n", name, value);
  text += "\r\n";
  if (!form.head_only) text += response.body;
  return text;
}

}  // namespace doorstep::http
