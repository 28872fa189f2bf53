#include "searchd/http/client_network.h"

#include <array>
#include <string>

#include <arpa/inet.h>

#include "searchd/http/header_list.h"

namespace doorstep::http {
namespace {

using Bytes = std::array<unsigned char, 16>;

// The address as IPv6; that of IPv4 mapped into it.
std::optional<Bytes> parse_address(std::string_view address) {
  Bytes bytes{};
  const std::string text(address);
  if (text.find('\0') != std::string::npos) return std::nullopt;
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return bytes;
  bytes[10] = bytes[11] = 0xFF;
  if (::inet_pton(AF_INET, text.c_str(), bytes.data() + 12) == 1) return bytes;
  return std::nullopt;
}

std::uint64_t big_endian(const Bytes& bytes, std::size_t begin, std::size_t end) {
  std::uint64_t value = 0;
  for (std::size_t i = begin; i < end; ++i) value = value << 8 | bytes[i];
  return value;
}

bool is_mapped_ipv4(const Bytes& bytes) { return big_endian(bytes, 0, 8) == 0 && big_endian(bytes, 8, 12) == 0xFFFF; }

}  // namespace

std::optional<ClientNetwork> parse_network(std::string_view address) {
  const auto bytes = parse_address(address);
  if (!bytes) return std::nullopt;
  if (is_mapped_ipv4(*bytes)) return ClientNetwork{ClientNetwork::Family::kIpv4, big_endian(*bytes, 12, 16)};
  return ClientNetwork{ClientNetwork::Family::kIpv6, big_endian(*bytes, 0, 8)};
}

bool is_loopback(std::string_view address) {
  const auto bytes = parse_address(address);
  if (!bytes) return false;
  if (is_mapped_ipv4(*bytes)) return (*bytes)[12] == 127;
  return big_endian(*bytes, 0, 8) == 0 && big_endian(*bytes, 8, 16) == 1;
}

std::optional<ClientNetwork> client_network(const HttpRequest& request, Front front) {
  const bool local = is_loopback(request.peer);
  if (local && front == Front::kNone) return std::nullopt;
  if (local) {
    const std::string_view forwarded = request.headers.x_forwarded_for;
    const auto comma = forwarded.rfind(',');
    const auto last = comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1);
    if (const auto client = parse_network(trim_blanks(last))) return client;
  }
  // An unknown peer has left already; all such are one.
  return parse_network(request.peer).value_or(ClientNetwork{});
}

}  // namespace doorstep::http
