// The head of a request, as it comes from whoever can connect.

#include <algorithm>
#include <array>
#include <variant>

#include "searchd/http/client_network.h"
#include "searchd/http/cors.h"
#include "searchd/http/entity_tag.h"
#include "searchd/http/gzip.h"
#include "searchd/http/header_list.h"
#include "searchd/http/request_head.h"
#include "searchd/http/request_target.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

using http::read_request_head;
using http::RequestHead;

const RequestHead* accepted(const std::variant<RequestHead, http::Refusal>& read) {
  return std::get_if<RequestHead>(&read);
}

bool is_plain(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7F; });
}

void check_target(const RequestHead& head) {
  require(head.target.starts_with('/') && is_plain(head.target), "a target is a path in one piece");
  require(head.target.size() <= http::kMaxPathBytes + 1 + http::kMaxQueryBytes, "a target has its limit");
  const auto target = http::parse_target(head.target);
  if (!target) return;
  for (const std::string& segment : target->path) {
    require(is_utf8(segment) && segment.find('\0') == std::string::npos, "a segment is text");
  }
}

// Where the request ends must not be a matter of opinion: a head cut anywhere is none, and what follows it changes nothing.
void check_end(std::string_view text, const RequestHead& head) {
  const std::size_t end = text.find("\r\n\r\n");
  require(end != std::string_view::npos, "a head ends with an empty line");
  const std::string_view whole = text.substr(0, end + 4);
  for (std::size_t size = 0; size < whole.size(); size += 1 + whole.size() / 64) {
    require(accepted(read_request_head(whole.substr(0, size))) == nullptr, "half a head is none");
  }
  const auto alone = read_request_head(whole);
  require(accepted(alone) != nullptr && *accepted(alone) == head, "what follows a head is not of it");
}

// Two spaces part the request line in three; more of them would let another reader part it elsewhere.
void check_request_line(std::string_view text) {
  const std::string_view line = text.substr(0, text.find("\r\n"));
  require(std::count(line.begin(), line.end(), ' ') == 2, "a request line has three parts");
  require(line.find_first_of("\t#") == std::string_view::npos, "a request line has no tab and no fragment");
}

struct Named {
  const char* name;
  const std::string& value;
};

std::array<Named, 5> headers_of(const http::RequestHeaders& headers) {
  return {{{"Accept-Encoding", headers.accept_encoding},
           {"If-None-Match", headers.if_none_match},
           {"Origin", headers.origin},
           {"Access-Control-Request-Method", headers.access_control_request_method},
           {"X-Forwarded-For", headers.x_forwarded_for}}};
}

// What the answer makes of the headers that go further.
void check_headers(const RequestHead& head) {
  for (const auto& [name, value] : headers_of(head.headers)) {
    require(value.size() <= http::kMaxHeaderBytes, "a header has its limit");
    require(value == http::trim_blanks(value), "a header has no blanks around it");
    for (const std::string_view member : http::split_list(value)) {
      require(!member.empty() && member.find(',') == std::string_view::npos, "a member stands between commas");
    }
  }
  http::accepts_gzip(head.headers.accept_encoding);
  const bool any = http::names_any(head.headers.if_none_match);
  require(!any || !http::names_tag(head.headers.if_none_match, "\"a\""), "a star names no tag");
  const http::HttpRequest request{.method = head.method, .headers = head.headers, .peer = "127.0.0.1"};
  require(http::client_network(request, http::Front::kProxy).has_value(), "behind a proxy everyone counts");
  http::HttpResponse response;
  http::add_cors_headers({.origins = {"https://a.example"}}, request, response);
  for (const auto& [name, value] : response.headers) {
    require(std::none_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }),
            "nothing sent becomes a header of its own");
  }
}

void check_plainly_written(const RequestHead& head) {
  std::string plain = head.method + " " + head.target + " HTTP/1.1\r\nHost: x\r\n";
  for (const auto& [name, value] : headers_of(head.headers)) {
    if (!value.empty()) plain.append(name).append(": ").append(value).append("\r\n");
  }
  plain += head.close ? "Connection: close\r\n\r\n" : "\r\n";
  const auto again = read_request_head(plain);
  require(accepted(again) != nullptr && *accepted(again) == head, "the same request in its plainest form is the same");
}

}  // namespace

bool reads(std::string_view bytes) {
  const auto read = read_request_head(bytes);
  if (const auto* refusal = std::get_if<http::Refusal>(&read)) {
    require(!refusal->code.empty(), "a refusal says why");
    return false;
  }
  const RequestHead& head = std::get<RequestHead>(read);
  require(head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS", "only what has no body passes");
  check_request_line(bytes);
  check_target(head);
  check_headers(head);
  check_end(bytes, head);
  check_plainly_written(head);
  return true;
}

}  // namespace doorstep::fuzzing
