#include <catch2/catch.hpp>

#include <set>

#include "schema/json/json_writer.h"
#include "searchd/http/problem.h"

using namespace doorstep;

TEST_CASE("a problem names every wrong parameter") {
  const base::Issues issues{{.field = "lat", .code = "missing", .text = "有 lng 没有 lat"},
                            {.field = "limit", .code = "out_of_range", .text = "超出范围", .hint = "1 到 50 的整数"}};

  const auto response = http::invalid_parameters(issues);

  CHECK(response.status == 400);
  CHECK(response.content_type == "application/problem+json");
  CHECK(
      response.body ==
      R"({"type":"/openapi.json#/x-errors/invalid_parameters","title":"请求参数有误","status":400,"detail":"2 处有误",)"
      R"("errors":[{"parameter":"lat","code":"missing","detail":"有 lng 没有 lat"},)"
      R"({"parameter":"limit","code":"out_of_range","detail":"超出范围","hint":"1 到 50 的整数"}]})");
}

TEST_CASE("a problem says what may be done about it in its headers") {
  CHECK(http::problem_response("method_not_allowed").headers == http::Headers{{"Allow", "GET, HEAD, OPTIONS"}});
  for (const auto* code : {"overloaded", "unavailable", "not_ready", "index_damaged"}) {
    CHECK(http::problem_response(code).headers == http::Headers{{"Retry-After", "1"}});
  }
  CHECK(http::problem_response("internal").headers.empty());
}

TEST_CASE("error codes are distinct and their statuses are errors") {
  std::set<std::string_view> codes;
  for (const auto& kind : http::error_kinds()) {
    CAPTURE(kind.code);
    CHECK(codes.insert(kind.code).second);
    CHECK(kind.status >= 400);
    CHECK_FALSE(kind.title.empty());
    CHECK_FALSE(kind.metric.empty());
  }
}

TEST_CASE("JSON text is valid whatever the string holds") {
  json::JsonWriter out;
  out.begin_array().text("a\"\\\n\x01\x7F").text("三\xFF\xE4\xBD").text(std::string_view("\0", 1)).end_array();
  const std::string text = std::move(out).take();
  CHECK(text == "[\"a\\\"\\\\\\n\\u0001\\u007f\",\"三\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\",\"\\u0000\"]");
}

TEST_CASE("JSON members are separated at every depth") {
  json::JsonWriter out;
  out.begin_object().key("a").begin_array().integer(1).begin_object().end_object().number(0.5).end_array();
  out.key("b").boolean(false).key("c").begin_object().key("d").text("").end_object().end_object();
  const std::string text = std::move(out).take();
  CHECK(text == R"({"a":[1,{},0.5],"b":false,"c":{"d":""}})");
}
