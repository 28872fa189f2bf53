#include <catch2/catch.hpp>

#include "searchd/http/request_target.h"

using doorstep::http::parse_target;
using doorstep::http::Query;
using doorstep::http::Target;

TEST_CASE("a target is split before it is decoded") {
  CHECK(parse_target("/v1/postings/a%2Fb") == Target{{"v1", "postings", "a/b"}, {}});
  CHECK(parse_target("/a?b%26c=d%3De") == Target{{"a"}, {{"b&c", "d=e"}}});
}

TEST_CASE("plus is a space in the query and a plus in the path") {
  CHECK(parse_target("/a+b?q=c+d%2B") == Target{{"a+b"}, {{"q", "c d+"}}});
}

TEST_CASE("parameters keep their order and their repetition") {
  CHECK(parse_target("/?b=1&a=2&b=3")->query == Query{{"b", "1"}, {"a", "2"}, {"b", "3"}});
}

TEST_CASE("odd but legal queries are read literally") {
  CHECK(parse_target("/?a")->query == Query{{"a", ""}});
  CHECK(parse_target("/?=x")->query == Query{{"", "x"}});
  CHECK(parse_target("/?a=b;c=d")->query == Query{{"a", "b;c=d"}});
  CHECK(parse_target("/?a=1?b=2")->query == Query{{"a", "1?b=2"}});
  CHECK(parse_target("/?a=b=c")->query == Query{{"a", "b=c"}});
  CHECK(parse_target("/?&&a=1&")->query == Query{{"a", "1"}});
  CHECK(parse_target("/?")->query.empty());
}

TEST_CASE("an empty segment is a segment") {
  CHECK(parse_target("/")->path == std::vector<std::string>{""});
  CHECK(parse_target("//a/")->path == std::vector<std::string>{"", "a", ""});
}

TEST_CASE("what is not text is no target") {
  for (const auto* target : {"", "a", "?q=1", "/%", "/%4", "/%zz", "/%00", "/a%00b", "/?q=%00", "/?q=%", "/?q=%e4%bd",
                             "/?%ff=1", "/%c0%80", "/%ed%a0%80", "/?q=%f4%90%80%80", "/\xff", "/?q=\xc3"}) {
    CAPTURE(target);
    CHECK_FALSE(parse_target(target).has_value());
  }
}

TEST_CASE("a hundred thousand segments are only slow, not deep") {
  std::string target;
  for (int i = 0; i < 100'000; ++i) target += "/a";
  CHECK(parse_target(target)->path.size() == 100'000);
}
