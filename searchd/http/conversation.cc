#include "searchd/http/conversation.h"

#include <optional>
#include <variant>

#include "searchd/http/problem.h"

namespace doorstep::http {
namespace {

using std::chrono::milliseconds;

// How long a refused client is still read from, so that it gets to see the refusal.
constexpr milliseconds kDrainTime{500};
// One thread sheds for all: it must not wait for anybody.
constexpr milliseconds kShedTime{20};

Deadline after(milliseconds time) { return std::chrono::steady_clock::now() + time; }

std::optional<std::string_view> refusal_of(Connection::Read read) {
  switch (read) {
    case Connection::Read::kTooSlow: return "request_timeout";
    case Connection::Read::kEmptyLines: return "bad_request";
    case Connection::Read::kLineTooLong: return "uri_too_long";
    case Connection::Read::kTooLarge: return "headers_too_large";
    case Connection::Read::kHead:
    case Connection::Read::kClosed: break;
  }
  return std::nullopt;
}

}  // namespace

void Conversation::run(ConnectionPool& pool, const std::atomic<bool>& stopping, const Respond& respond) {
  for (int left = options_.max_requests_per_connection; left > 0; --left) {
    if (!connection_.has_buffered()) {
      const auto waited = pool.wait_for_data(connection_.socket(), options_.idle_timeout);
      // One that was never heard is told why, not just closed: under a flood of connections the kernel hands some over
      // before their request has come.
      const bool never_heard = left == options_.max_requests_per_connection;
      if (waited == ConnectionPool::Wait::kWanted && never_heard) return shed();
      if (waited != ConnectionPool::Wait::kData) return;
    }
    std::string text;
    const auto read = connection_.read_head(text, after(options_.head_timeout));
    if (read == Connection::Read::kClosed) return;
    if (const auto code = refusal_of(read)) return refuse(*code, kDrainTime);
    const auto checked = read_request_head(text);
    if (const auto* refusal = std::get_if<Refusal>(&checked)) return refuse(refusal->code, kDrainTime);
    const auto& head = std::get<RequestHead>(checked);
    const bool close = head.close || left == 1 || stopping;
    if (!connection_.write_all(respond(head, close), after(options_.write_timeout)) || close) return;
  }
}

void Conversation::shed() {
  std::string text;
  const bool whole = connection_.read_head(text, after(kShedTime)) == Connection::Read::kHead;
  if (!whole || connection_.has_buffered()) return refuse("overloaded", kShedTime);
  // Everything that was sent has been read: a plain close loses nothing and costs three system calls less.
  HttpRequest request;
  auto checked = read_request_head(text);
  if (auto* head = std::get_if<RequestHead>(&checked)) {
    request.method = std::move(head->method);
    request.headers = std::move(head->headers);
  }
  connection_.write_all(refusal("overloaded", request), after(milliseconds{0}));
}

void Conversation::refuse(std::string_view code, milliseconds drain_time) {
  if (connection_.write_all(refusal(code, {}), after(drain_time))) connection_.drain(after(drain_time));
}

std::string Conversation::refusal(std::string_view code, const HttpRequest& request) const {
  auto response = problem_response(code);
  if (options_.on_refusal) options_.on_refusal(code, request, response);
  return wire_text(response, {.head_only = request.method == "HEAD"});
}

}  // namespace doorstep::http
