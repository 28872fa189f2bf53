#pragma once

// Who asks, as far as a limit cares: an IPv4 address, or the 64 bits of IPv6 that a household or a server is given whole.

#include <cstdint>
#include <optional>
#include <string_view>

#include "searchd/http/http_message.h"

namespace doorstep::http {

struct ClientNetwork {
  enum class Family : std::uint8_t { kUnknown, kIpv4, kIpv6 };

  Family family = Family::kUnknown;
  std::uint64_t prefix = 0;

  // clang-tidy 14 takes the 0 that such a comparison is made of for a pointer.
  auto operator<=>(const ClientNetwork&) const = default;  // NOLINT(modernize-use-nullptr)
};

// Of a numeric address without port or brackets; an IPv4 address written in IPv6 (::ffff:1.2.3.4) is that IPv4 address.
// nullopt: not one.
std::optional<ClientNetwork> parse_network(std::string_view address);

// 127.0.0.0/8 and ::1.
bool is_loopback(std::string_view address);

enum class Front { kNone, kProxy };

// Whose requests are to be counted together; nullopt: not to be counted at all, because it comes from this machine and no
// proxy stands in front. Behind a proxy on this machine it is the last address of X-Forwarded-For, the only one that the
// proxy wrote itself; the peer if that is no address.
std::optional<ClientNetwork> client_network(const HttpRequest& request, Front front);

}  // namespace doorstep::http
