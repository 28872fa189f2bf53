#include "searchd/http/request_head.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "searchd/http/header_list.h"

namespace doorstep::http {
namespace {

constexpr Refusal kMalformed{"bad_request"};

bool is_token_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

bool is_plain(char c) { return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) || c == '\t'; }

// Header names are ASCII by grammar; a locale has no say in them.
std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lowered;
}

// The next line without its CRLF. nullopt: a lone CR or LF, a NUL or another control character.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find("\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = rest.substr(0, end);
  if (!std::all_of(line.begin(), line.end(), is_plain)) return std::nullopt;
  rest.remove_prefix(end + 2);
  return line;
}

// What decides where the request ends, gathered from all headers before any of it is judged.
struct Framing {
  int hosts = 0;
  int content_lengths = 0;
  std::string_view content_length;
  bool transfer_encoding = false;
  bool content_encoding = false;
};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 18 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<Refusal> judge(const Framing& framing, const RequestHead& head, bool http11) {
  if (framing.hosts > 1 || (http11 && framing.hosts == 0)) return kMalformed;
  if (framing.content_lengths > 1 || (framing.content_lengths == 1 && !is_number(framing.content_length)) ||
      (framing.content_lengths > 0 && framing.transfer_encoding)) {
    return kMalformed;
  }
  if (framing.transfer_encoding) return Refusal{"length_required"};
  if (framing.content_encoding) return Refusal{"unsupported_encoding"};
  if (head.method != "GET" && head.method != "HEAD" && head.method != "OPTIONS") return Refusal{"method_not_allowed"};
  const bool body = framing.content_length.find_first_not_of('0') != std::string_view::npos;
  if (body) return Refusal{"body_not_allowed"};
  return std::nullopt;
}

// The target without the scheme and authority it may begin with (RFC 9112, 3.2.2): "http://host?a" is "/?a". nullopt: no
// authority, or one that names a user.
std::optional<std::string> origin_form(std::string_view target) {
  if (target.starts_with('/')) return std::string(target);
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (lower_ascii(target.substr(0, scheme.size())) != scheme) continue;
    const auto rest = target.substr(scheme.size());
    const auto end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0 || rest.substr(0, end).find('@') != std::string_view::npos) return std::nullopt;
    return (rest.substr(end).starts_with('/') ? "" : "/") + std::string(rest.substr(end));
  }
  return std::nullopt;
}

// "GET /path HTTP/1.1": sets method, target and whether the version is 1.1.
std::optional<Refusal> read_request_line(std::string_view line, RequestHead& head, bool& http11) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return kMalformed;
  const auto given = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  http11 = version == "HTTP/1.1";
  if (!is_token(line.substr(0, first)) || (!http11 && version != "HTTP/1.0")) return kMalformed;
  auto target = origin_form(given);
  // Of the authority, too: what is dropped may not be read otherwise by who stands in front.
  if (!target || given.find_first_of(" \t#") != std::string_view::npos) return kMalformed;
  const auto path_bytes = std::min(target->find('?'), target->size());
  if (path_bytes > kMaxPathBytes || target->size() - path_bytes > kMaxQueryBytes + 1) return Refusal{"uri_too_long"};
  head.method = line.substr(0, first);
  head.target = *std::move(target);
  return std::nullopt;
}

struct HandedOn {
  std::string_view name;
  std::string RequestHeaders::*value;
};

constexpr std::array kHandedOn = {
    HandedOn{"accept-encoding", &RequestHeaders::accept_encoding},
    HandedOn{"if-none-match", &RequestHeaders::if_none_match},
    HandedOn{"origin", &RequestHeaders::origin},
    HandedOn{"access-control-request-method", &RequestHeaders::access_control_request_method},
    HandedOn{"x-forwarded-for", &RequestHeaders::x_forwarded_for},
};

// A list may come in several lines (RFC 9110, 5.3).
void hand_on(std::string_view name, std::string_view value, RequestHeaders& headers) {
  for (const auto& known : kHandedOn) {
    if (known.name != name || value.empty()) continue;
    auto& joined = headers.*known.value;
    if (!joined.empty()) joined += ", ";
    joined += value;
  }
}

void drop_overlong(RequestHeaders& headers) {
  for (const auto& known : kHandedOn) {
    auto& value = headers.*known.value;
    if (value.size() > kMaxHeaderBytes) value.clear();
  }
}

std::optional<Refusal> read_header(std::string_view line, RequestHead& head, Framing& framing) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return kMalformed;
  const std::string name = lower_ascii(line.substr(0, colon));
  const auto value = trim_blanks(line.substr(colon + 1));
  if (name == "host") ++framing.hosts;
  if (name == "transfer-encoding") framing.transfer_encoding = true;
  if (name == "content-encoding") framing.content_encoding = true;
  if (name == "content-length") {
    ++framing.content_lengths;
    framing.content_length = value;
  }
  hand_on(name, value, head.headers);
  if (name == "connection") head.close = head.close || lower_ascii(value).find("close") != std::string::npos;
  return std::nullopt;
}

}  // namespace

std::variant<RequestHead, Refusal> read_request_head(std::string_view text) {
  RequestHead head;
  Framing framing;
  bool http11 = false;
  const auto request_line = take_line(text);
  if (!request_line) return kMalformed;
  if (const auto refusal = read_request_line(*request_line, head, http11)) return *refusal;
  head.close = !http11;
  for (;;) {
    const auto line = take_line(text);
    if (!line) return kMalformed;
    if (line->empty()) break;
    if (const auto refusal = read_header(*line, head, framing)) return *refusal;
  }
  if (const auto refusal = judge(framing, head, http11)) return *refusal;
  drop_overlong(head.headers);
  return head;
}

}  // namespace doorstep::http
