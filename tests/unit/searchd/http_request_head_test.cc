#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include "searchd/http/request_head.h"

using namespace doorstep::http;

namespace {

// A request for / with further header lines.
std::string head_with(const std::string& lines, const std::string& request_line = "GET / HTTP/1.1") {
  return request_line + "\r\nHost: x\r\n" + lines + "\r\n";
}

std::string outcome(const std::string& head) {
  const auto read = read_request_head(head);
  if (const auto* refusal = std::get_if<Refusal>(&read)) return std::string(refusal->code);
  return "ok";
}

RequestHead accepted(const std::string& head) { return std::get<RequestHead>(read_request_head(head)); }

}  // namespace

TEST_CASE("a plain GET or HEAD passes with its target untouched") {
  CHECK(accepted(head_with("", "GET /a%20b?q=%E4&r HTTP/1.1")) ==
        RequestHead{.method = "GET", .target = "/a%20b?q=%E4&r"});
  CHECK(accepted(head_with("", "HEAD / HTTP/1.1")).method == "HEAD");
  CHECK(accepted(head_with("", "OPTIONS / HTTP/1.1")).method == "OPTIONS");
}

TEST_CASE("of an absolute target path and query remain") {
  for (const auto& [line, target] : {
           std::pair{"GET http://x/a?b=c HTTP/1.1", "/a?b=c"},
           std::pair{"GET HTTPS://x:8080/ HTTP/1.1", "/"},
           std::pair{"GET http://x HTTP/1.1", "/"},
           std::pair{"GET http://[::1]:80?b HTTP/1.1", "/?b"},
           std::pair{"GET http://x//a HTTP/1.1", "//a"},
       }) {
    CAPTURE(line);
    CHECK(accepted(head_with("", line)).target == target);
  }
}

TEST_CASE("no header goes further but a few") {
  CHECK(accepted(head_with("REMOTE_ADDR: 6.6.6.6\r\nRange: bytes=0-0,0-0\r\nAccept: a\r\nX-A: a%0d%0aB: 1\r\n")) ==
        accepted(head_with("")));
  CHECK(accepted(head_with("accept-encoding:gzip \r\nIf-None-Match: \"a\"\r\nOrigin: o\r\n"
                           "Access-Control-Request-Method: GET\r\nX-Forwarded-For:\t1.2.3.4\r\n"))
            .headers == RequestHeaders{.accept_encoding = "gzip",
                                       .if_none_match = "\"a\"",
                                       .origin = "o",
                                       .access_control_request_method = "GET",
                                       .x_forwarded_for = "1.2.3.4"});
}

TEST_CASE("a header that comes again goes on with the list") {
  CHECK(accepted(head_with("X-Forwarded-For: a, b\r\nx-forwarded-for:\r\nX-FORWARDED-FOR: c\r\n"))
            .headers.x_forwarded_for == "a, b, c");
}

TEST_CASE("a header too long to be meant counts as not sent") {
  const auto encoding = [](std::size_t size) {
    return accepted(head_with("Accept-Encoding: " + std::string(size, 'a') + "\r\n")).headers.accept_encoding.size();
  };
  CHECK(encoding(kMaxHeaderBytes) == kMaxHeaderBytes);
  CHECK(encoding(kMaxHeaderBytes + 1) == 0);
  const std::string half = "Origin: " + std::string(kMaxHeaderBytes / 2, 'a') + "\r\n";
  CHECK(accepted(head_with(half + half)).headers.origin.empty());
}

TEST_CASE("a connection ends when the client says so or speaks HTTP/1.0") {
  CHECK_FALSE(accepted(head_with("")).close);
  CHECK(accepted(head_with("Connection: close\r\n")).close);
  CHECK(accepted(head_with("connection: keep-alive, Close\r\n")).close);
  CHECK(accepted(head_with("", "GET / HTTP/1.0")).close);
}

TEST_CASE("every head that two readers could end at different places is refused") {
  struct Case {
    const char* lines;
    const char* code;
  };
  for (const auto& [lines, code] : {
           Case{"Content-Length: 3\r\nContent-Length: 5\r\n", "bad_request"},
           Case{"Content-Length: 5\r\nContent-Length: 5\r\n", "bad_request"},
           Case{"Content-Length: 5, 5\r\n", "bad_request"},
           Case{"Content-Length: -1\r\n", "bad_request"},
           Case{"Content-Length: +1\r\n", "bad_request"},
           Case{"Content-Length: 0x5\r\n", "bad_request"},
           Case{"Content-Length:\r\n", "bad_request"},
           Case{"Content-Length: 99999999999999999999\r\n", "bad_request"},
           Case{"Content-Length : 5\r\n", "bad_request"},
           Case{"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "bad_request"},
           Case{"Transfer-Encoding: chunked\r\n", "length_required"},
           Case{"TRANSFER-ENCODING: identity\r\n", "length_required"},
           Case{"Content-Encoding: gzip\r\n", "unsupported_encoding"},
           Case{"Content-Length: 5\r\n", "body_not_allowed"},
           Case{"Content-Length: 99999999999999\r\n", "body_not_allowed"},
           Case{"Content-Length: 0\r\n", "ok"},
           Case{"A: b\r\n folded\r\n", "bad_request"},
           Case{"no colon\r\n", "bad_request"},
           Case{": no name\r\n", "bad_request"},
           Case{"A: b\nContent-Length: 5\r\n", "bad_request"},
           Case{"A: b\rContent-Length: 5\r\n", "bad_request"},
           Case{"A: \x01\r\n", "bad_request"},
           Case{"Host: y\r\n", "bad_request"},
       }) {
    CAPTURE(lines);
    CHECK(outcome(head_with(lines)) == code);
  }
}

TEST_CASE("NUL in a head is refused") { CHECK(outcome(head_with(std::string("A: b\0c\r\n", 8))) == "bad_request"); }

TEST_CASE("HTTP/1.1 without Host is refused, HTTP/1.0 is not") {
  CHECK(outcome("GET / HTTP/1.1\r\n\r\n") == "bad_request");
  CHECK(outcome("GET / HTTP/1.0\r\n\r\n") == "ok");
}

TEST_CASE("request lines out of shape are refused") {
  for (const auto* line :
       {"GET /", "GET  HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "GET / x HTTP/1.1", "GET / HTTP/2.0",
        "GET http:/// HTTP/1.1", "GET http://x y/ HTTP/1.1", "GET http://x#a/ HTTP/1.1", "GET http://a@x/ HTTP/1.1",
        "GET ftp://x/ HTTP/1.1", "GET x/ HTTP/1.1", "GET * HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT x:443 HTTP/1.1",
        "GET /#a HTTP/1.1", "G(T / HTTP/1.1", ""}) {
    CAPTURE(line);
    CHECK(outcome(head_with("", line)) == "bad_request");
  }
}

TEST_CASE("methods that could change something are not allowed, known or not") {
  for (const auto* method : {"POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PRI", "get", "FOO"}) {
    CAPTURE(method);
    CHECK(outcome(head_with("", std::string(method) + " / HTTP/1.1")) == "method_not_allowed");
    CHECK(outcome(head_with("Content-Length: 9\r\n", std::string(method) + " / HTTP/1.1")) == "method_not_allowed");
  }
}

TEST_CASE("path and query have limits of their own") {
  const auto get = [](std::size_t path, std::size_t query) {
    return head_with("", "GET /" + std::string(path - 1, 'a') + "?" + std::string(query, 'b') + " HTTP/1.1");
  };
  CHECK(outcome(get(kMaxPathBytes, kMaxQueryBytes)) == "ok");
  CHECK(outcome(get(kMaxPathBytes + 1, 1)) == "uri_too_long");
  CHECK(outcome(get(1, kMaxQueryBytes + 1)) == "uri_too_long");
  CHECK(outcome(head_with("", "GET http://" + std::string(kMaxPathBytes, 'h') + "/ HTTP/1.1")) == "ok");
}
