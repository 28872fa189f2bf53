#include "searchd/search/cursor.h"

#include <array>
#include <cmath>
#include <cstring>

#include <fmt/format.h>
#include <xxhash.h>

namespace doorstep::search {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kCursorVersion = 2;
// Version, five numbers of 8 bytes, how many were shown; then their hashes, then the id.
constexpr std::size_t kFixedBytes = 1 + 5 * 8 + 1;
constexpr std::size_t kHashBytes = 4;
constexpr std::size_t kMaxIdBytes = 240;
constexpr std::size_t kMostBytes = kFixedBytes + 255 * kHashBytes + kMaxIdBytes;

template <typename T>
void put(std::string& out, const T& value) {
  std::array<char, sizeof value> bytes{};
  std::memcpy(bytes.data(), &value, sizeof value);
  out.append(bytes.data(), bytes.size());
}

template <typename T>
T take(std::string_view& rest) {
  T value{};
  std::memcpy(&value, rest.data(), sizeof value);
  rest.remove_prefix(sizeof value);
  return value;
}

std::string base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : bytes) {
    bits = bits << 8U | static_cast<unsigned char>(c);
    for (held += 8; held >= 6; held -= 6) text.push_back(kAlphabet[bits >> (held - 6) & 63U]);
  }
  if (held > 0) text.push_back(kAlphabet[bits << (6 - held) & 63U]);
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>(bits >> held & 0xFFU));
    }
  }
  return bytes;
}

void append(std::string& out, const std::vector<std::string>& values) {
  for (const std::string& value : values) out.append(value).push_back('\x1f');
  out.push_back('\x1e');
}

}  // namespace

std::uint64_t fingerprint(const SearchRequest& request) {
  const Filters& f = request.filters;
  const auto number = [](const auto& value) { return value ? static_cast<int>(*value) : -1; };
  // A community's centre may be told better by the next generation: it is still the same search.
  const std::string anchor =
      request.anchor.community_id.empty()
          ? fmt::format("{:.9f},{:.9f}", request.anchor.point.lat_deg, request.anchor.point.lng_deg)
          : request.anchor.community_id;
  std::string all =
      fmt::format("{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e{}\x1e", request.query, anchor,
                  request.radius_m, number(request.sort), request.exact, request.collapse, number(f.education),
                  number(f.experience_years), number(f.pay_min), number(f.posted_within_days), f.employer_types);
  all += fmt::format("{}\x1e{}\x1e{}\x1e{}\x1e", number(f.pay_max), number(f.pay_unit), number(f.age), request.ignored);
  for (const auto* values : {&f.categories, &f.employment_types, &f.groups, &f.welfare, &f.sources, &f.communities}) {
    append(all, *values);
  }
  return XXH3_64bits(all.data(), all.size());
}

std::uint32_t short_hash(std::string_view id) { return static_cast<std::uint32_t>(XXH3_64bits(id.data(), id.size())); }

std::string encode_cursor(const Cursor& cursor) {
  std::string bytes(1, static_cast<char>(kCursorVersion));
  put(bytes, cursor.request);
  put(bytes, static_cast<std::int64_t>(cursor.hour.time_since_epoch().count()));
  put(bytes, cursor.key);
  put(bytes, cursor.chord2);
  put(bytes, cursor.shown_key);
  put(bytes, static_cast<std::uint8_t>(cursor.shown.size()));
  for (const std::uint32_t hash : cursor.shown) put(bytes, hash);
  return base64url(bytes.append(cursor.id));
}

std::optional<Cursor> decode_cursor(std::string_view text) {
  const auto bytes = from_base64url(text);
  if (!bytes || bytes->size() <= kFixedBytes || bytes->size() > kMostBytes) return std::nullopt;
  std::string_view rest = *bytes;
  if (static_cast<std::uint8_t>(rest.front()) != kCursorVersion) return std::nullopt;
  rest.remove_prefix(1);
  Cursor cursor;
  cursor.request = take<std::uint64_t>(rest);
  cursor.hour = base::Instant{std::chrono::seconds{take<std::int64_t>(rest)}};
  cursor.key = take<double>(rest);
  cursor.chord2 = take<std::int64_t>(rest);
  cursor.shown_key = take<double>(rest);
  const auto shown = take<std::uint8_t>(rest);
  if (rest.size() <= shown * kHashBytes || rest.size() > shown * kHashBytes + kMaxIdBytes) return std::nullopt;
  for (std::size_t i = 0; i < shown; ++i) cursor.shown.push_back(take<std::uint32_t>(rest));
  cursor.id = rest;
  const auto hour_s = cursor.hour.time_since_epoch().count();
  if (!std::isfinite(cursor.key) || !std::isfinite(cursor.shown_key) || hour_s < 0 || hour_s > 0xFFFFFFFF)
    return std::nullopt;
  return cursor;
}

}  // namespace doorstep::search
