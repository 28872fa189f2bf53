#include "searchd/http/request_target.h"

#include "schema/json/shown_text.h"

namespace doorstep::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { kLiteral, kSpace };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i] == '+' && plus == Plus::kSpace ? ' ' : text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (decoded.find('\0') != std::string::npos || json::find_invalid_utf8(decoded)) return std::nullopt;
  return decoded;
}

// Calls `take` with every part between separators, until it returns false.
template <typename Take>
bool for_each_part(std::string_view text, char separator, Take take) {
  for (;;) {
    const auto end = text.find(separator);
    if (!take(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool take_segment(std::string_view text, std::vector<std::string>& path) {
  auto segment = decode(text, Plus::kLiteral);
  if (!segment) return false;
  path.push_back(*std::move(segment));
  return true;
}

bool take_parameter(std::string_view text, Query& query) {
  if (text.empty()) return true;
  const auto equals = text.find('=');
  auto name = decode(text.substr(0, equals), Plus::kSpace);
  auto value = decode(equals == std::string_view::npos ? "" : text.substr(equals + 1), Plus::kSpace);
  if (!name || !value) return false;
  query.emplace_back(*std::move(name), *std::move(value));
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view target) {
  if (target.empty() || target.front() != '/') return std::nullopt;
  const auto question = target.find('?');
  Target parsed;
  const auto path = target.substr(1, question == std::string_view::npos ? question : question - 1);
  if (!for_each_part(path, '/', [&](std::string_view part) { return take_segment(part, parsed.path); })) {
    return std::nullopt;
  }
  if (question == std::string_view::npos) return parsed;
  const auto query = target.substr(question + 1);
  if (!for_each_part(query, '&', [&](std::string_view part) { return take_parameter(part, parsed.query); })) {
    return std::nullopt;
  }
  return parsed;
}

}  // namespace doorstep::http
