#include "tests/support/load_client/answer_parser.h"

#include <string>
#include <string_view>

#include <catch2/catch.hpp>

namespace doorstep::load {
namespace {

using State = AnswerParser::State;

constexpr std::string_view kPlain =
    "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\ncontent-length: 5\r\nRetry-After: 1\r\n\r\nhello";
constexpr std::string_view kChunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;note=1\r\nhello\r\nA\r\n, everyone\r\n0\r\nTrailer: "
    "x\r\n\r\n";

State feed_in_two(AnswerParser& parser, std::string_view text, std::size_t cut) {
  parser.begin();
  if (parser.feed(text.substr(0, cut)) != State::kMore && cut < text.size()) return State::kMalformed;
  return parser.feed(text.substr(cut));
}

TEST_CASE("an answer is read the same wherever it is cut in two") {
  AnswerParser parser(true);
  for (std::size_t cut = 0; cut < kPlain.size(); ++cut) {
    CAPTURE(cut);
    REQUIRE(feed_in_two(parser, kPlain, cut) == State::kDone);
    CHECK(parser.answer() ==
          Answer{.status = 503, .close = true, .has_retry_after = true, .retry_after_s = 1, .body = "hello"});
  }
}

TEST_CASE("a chunked answer is read the same wherever it is cut in two") {
  AnswerParser parser(true);
  for (std::size_t cut = 0; cut < kChunked.size(); ++cut) {
    CAPTURE(cut);
    REQUIRE(feed_in_two(parser, kChunked, cut) == State::kDone);
    CHECK(parser.answer() == Answer{.status = 200, .body = "hello, everyone"});
  }
}

TEST_CASE("an answer that comes byte by byte is done with its last byte") {
  AnswerParser parser(false);
  parser.begin();
  for (const char byte : kPlain.substr(0, kPlain.size() - 1)) REQUIRE(parser.feed({&byte, 1}) == State::kMore);
  CHECK(parser.feed("o") == State::kDone);
  CHECK(parser.answer().body.empty());
}

TEST_CASE("an answer without a body ends with its head") {
  AnswerParser parser(false);
  for (const auto* head : {"HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}) {
    parser.begin();
    CHECK(parser.feed(head) == State::kDone);
    CHECK_FALSE(parser.answer().close);
  }
}

TEST_CASE("a close ends a body without a length and cuts one with a length") {
  AnswerParser parser(true);
  parser.begin();
  CHECK(parser.feed("HTTP/1.1 200 OK\r\n\r\nhel") == State::kMore);
  CHECK(parser.at_close() == State::kDone);
  CHECK(parser.answer() == Answer{.status = 200, .close = true, .body = "hel"});
  parser.begin();
  CHECK(parser.feed(kPlain.substr(0, kPlain.size() - 1)) == State::kMore);
  CHECK(parser.at_close() == State::kMalformed);
}

TEST_CASE("an answer has begun with its first byte") {
  AnswerParser parser(false);
  parser.begin();
  CHECK_FALSE(parser.begun());
  parser.feed("H");
  CHECK(parser.begun());
  parser.begin();
  CHECK_FALSE(parser.begun());
}

TEST_CASE("what is no answer, or more than one, is malformed") {
  AnswerParser parser(false);
  for (const auto* text :
       {"HTTP/1.1 \r\n\r\n", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n"}) {
    CAPTURE(text);
    parser.begin();
    CHECK(parser.feed(text) == State::kMalformed);
  }
}

}  // namespace
}  // namespace doorstep::load
