#include "searchd/http/request_target.h"

#include <cstdint>

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
  if (decoded.find('\0') != std::string::npos || !is_utf8(decoded)) return std::nullopt;
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

// The bytes that follow a lead byte, and the range of the first of them (RFC 3629).
struct Tail {
  std::size_t count;
  std::uint8_t first_min;
  std::uint8_t first_max;
};

std::optional<Tail> tail_of(std::uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return Tail{1, 0x80, 0xBF};
  if (lead == 0xE0) return Tail{2, 0xA0, 0xBF};
  if (lead == 0xED) return Tail{2, 0x80, 0x9F};
  if (lead >= 0xE1 && lead <= 0xEF) return Tail{2, 0x80, 0xBF};
  if (lead == 0xF0) return Tail{3, 0x90, 0xBF};
  if (lead >= 0xF1 && lead <= 0xF3) return Tail{3, 0x80, 0xBF};
  if (lead == 0xF4) return Tail{3, 0x80, 0x8F};
  return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<std::uint8_t>(text[i]);
    if (lead < 0x80) continue;
    const auto tail = tail_of(lead);
    if (!tail || text.size() - i <= tail->count) return false;
    for (std::size_t k = 1; k <= tail->count; ++k) {
      const auto byte = static_cast<std::uint8_t>(text[i + k]);
      const bool first = k == 1;
      if (byte < (first ? tail->first_min : 0x80) || byte > (first ? tail->first_max : 0xBF)) return false;
    }
    i += tail->count;
  }
  return true;
}

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
