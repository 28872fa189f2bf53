#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <vector>

#include "searchd/http/entity_tag.h"

using namespace doorstep::http;

namespace {

const Edition kEdition{"0.1", "g7", 5};
const HttpRequest kRequest{.path = {"v1", "postings"}, .query = {{"q", "a"}, {"limit", "2"}}};

std::string tag(const HttpRequest& request) { return entity_tag(kEdition, request, "identity"); }

}  // namespace

TEST_CASE("a tag is 32 hex digits in quotation marks, and the same for the same") {
  const auto text = tag(kRequest);
  CHECK(text.size() == 34);
  CHECK(text.front() == '"');
  CHECK(text.find_first_not_of("0123456789abcdef", 1) == 33);
  CHECK(text == tag(kRequest));
}

TEST_CASE("whatever an answer depends on makes another tag") {
  std::set<std::string> tags{tag(kRequest), entity_tag(kEdition, kRequest, "gzip")};
  for (const auto& edition : {Edition{"0.2", "g7", 5}, Edition{"0.1", "g8", 5}, Edition{"0.1", "g7", 6}}) {
    tags.insert(entity_tag(edition, kRequest, "identity"));
  }
  for (const auto& request :
       std::vector<HttpRequest>{{.path = {"v1", "communities"}, .query = kRequest.query},
                                {.path = {"v1", "postings"}},
                                {.path = {"v1", "postings"}, .query = {{"limit", "2"}, {"q", "a"}}},
                                {.path = {"v1", "postings"}, .query = {{"q", "a"}, {"limit", "2"}, {"limit", "2"}}},
                                {.path = {"v1", "postings"}, .query = {{"qa", ""}, {"limit", "2"}}},
                                {.path = {"v1", "postings", "q"}, .query = {{"a", "limit"}, {"2", ""}}},
                                {.path = {"v1", "postings", "q", "a", "limit", "2"}},
                                {.path = {"v1postings"}, .query = kRequest.query}}) {
    tags.insert(tag(request));
  }
  CHECK(tags.size() == 13);
}

TEST_CASE("a tag has nothing of method, headers or client") {
  HttpRequest request = kRequest;
  request.method = "HEAD";
  request.headers.origin = "https://example.cn";
  request.peer = "10.0.0.1";
  CHECK(tag(request) == tag(kRequest));
}

TEST_CASE("a list names a tag as strong or weak, whole") {
  for (const auto* list : {R"("abc")", R"(W/"abc")", R"("x", "abc")", R"("x,y",W/"abc" , "z")", R"(,,"abc",)"}) {
    CAPTURE(list);
    CHECK(names_tag(list, R"("abc")"));
  }
  for (const auto* list : {"", "*", "abc", R"("ab")", R"("abcd")", R"("ABC")", R"(w/"abc")", R"("x,abc,y")", R"(W/)"}) {
    CAPTURE(list);
    CHECK_FALSE(names_tag(list, R"("abc")"));
  }
}

TEST_CASE("only a lone star names any") {
  CHECK(names_any("*"));
  CHECK_FALSE(names_any(R"("*")"));
  CHECK_FALSE(names_any("*, *"));
  CHECK_FALSE(names_any(""));
}
