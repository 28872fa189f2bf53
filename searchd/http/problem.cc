#include "searchd/http/problem.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

#include <fmt/format.h>

#include "schema/json/json_writer.h"

namespace doorstep::http {
namespace {

constexpr std::array kKinds = {
    ErrorKind{"invalid_parameters", 400, "请求参数有误", "invalid_parameters"},
    ErrorKind{"bad_request", 400, "请求的格式不对", "bad_request"},
    ErrorKind{"body_not_allowed", 400, "这个请求不能带正文", "body_not_allowed"},
    ErrorKind{"not_found", 404, "没有这个地址", "not_found"},
    ErrorKind{"posting_not_found", 404, "没有这个岗位", "posting_not_found"},
    ErrorKind{"community_not_found", 404, "没有这个社区", "community_not_found"},
    ErrorKind{"method_not_allowed", 405, "只能用 GET、HEAD 或 OPTIONS 访问", "method_not_allowed"},
    ErrorKind{"request_timeout", 408, "请求发送得太慢", "request_timeout"},
    ErrorKind{"length_required", 411, "不接受分块传输的正文", "length_required"},
    ErrorKind{"uri_too_long", 414, "地址太长", "uri_too_long"},
    ErrorKind{"unsupported_encoding", 415, "不接受压缩的正文", "unsupported_encoding"},
    ErrorKind{"rate_limited", 429, "请求太多，请稍后再试", "rate_limited"},
    ErrorKind{"headers_too_large", 431, "请求头太大", "headers_too_large"},
    ErrorKind{"internal", 500, "服务出错了", "internal"},
    ErrorKind{"overloaded", 503, "现在太忙，请稍后再试", "overloaded"},
    ErrorKind{"unavailable", 503, "暂时无法回答，请稍后再试", "unavailable"},
    ErrorKind{"not_ready", 503, "还没有准备好", "not_ready"},
    ErrorKind{"index_damaged", 503, "正在使用的索引有损坏", "index_damaged"},
    // Single parameters.
    ErrorKind{"unknown_parameter", 400, "没有这个参数", "unknown_parameter"},
    ErrorKind{"missing", 400, "缺少参数", "missing"},
    ErrorKind{"repeated", 400, "参数重复", "repeated"},
    ErrorKind{"empty", 400, "参数是空的", "empty"},
    ErrorKind{"too_long", 400, "参数太长", "too_long"},
    ErrorKind{"too_many", 400, "参数太多", "too_many"},
    ErrorKind{"not_an_integer", 400, "不是整数", "not_an_integer"},
    ErrorKind{"not_a_number", 400, "不是数字", "not_a_number"},
    ErrorKind{"not_a_boolean", 400, "不是 true 或 false", "not_a_boolean"},
    ErrorKind{"out_of_range", 400, "超出范围", "out_of_range"},
    ErrorKind{"unknown_value", 400, "没有这个值", "unknown_value"},
    ErrorKind{"bad_community_id", 400, "不是社区代码", "bad_community_id"},
    ErrorKind{"unknown_community", 400, "没有这个社区", "unknown_community"},
    ErrorKind{"anchor_missing", 400, "没有说从哪里找", "anchor_missing"},
    ErrorKind{"anchor_twice", 400, "出发地说了两次", "anchor_twice"},
    ErrorKind{"outside_china", 400, "坐标不在中国", "outside_china"},
    ErrorKind{"bad_cursor", 400, "翻页标记无效", "bad_cursor"},
    ErrorKind{"cursor_mismatch", 400, "翻页标记属于另一次搜索", "cursor_mismatch"},
};

void write_issue(json::JsonWriter& out, const base::Issue& issue) {
  out.begin_object();
  if (!issue.field.empty()) out.key("parameter").text(issue.field);
  out.key("code").text(issue.code);
  out.key("detail").text(issue.text);
  if (!issue.hint.empty()) out.key("hint").text(issue.hint);
  out.end_object();
}

}  // namespace

std::span<const ErrorKind> error_kinds() { return kKinds; }

const ErrorKind& error_kind(std::string_view code) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(), [&](const ErrorKind& k) { return k.code == code; });
  assert(found != kKinds.end());
  return *found;
}

HttpResponse problem_response(std::string_view code, std::string_view detail, const base::Issues& issues) {
  const ErrorKind& kind = error_kind(code);
  json::JsonWriter out;
  out.begin_object();
  out.key("type").text(fmt::format("/openapi.json#/x-errors/{}", kind.code));
  out.key("title").text(kind.title);
  out.key("status").integer(static_cast<std::uint64_t>(kind.status));
  if (!detail.empty()) out.key("detail").text(detail);
  if (!issues.empty()) {
    out.key("errors").begin_array();
    for (const auto& issue : issues) write_issue(out, issue);
    out.end_array();
  }
  out.end_object();
  HttpResponse response{
      .status = kind.status, .content_type = "application/problem+json", .body = std::move(out).take()};
  if (kind.status == 405) response.headers.emplace_back("Allow", std::string(kAllowedMethods));
  if (kind.status == 503) response.headers.emplace_back("Retry-After", "1");
  return response;
}

HttpResponse invalid_parameters(const base::Issues& issues) {
  return problem_response("invalid_parameters", fmt::format("{} 处有误", issues.size()), issues);
}

}  // namespace doorstep::http
