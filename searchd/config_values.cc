#include "searchd/config_values.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "schema/json/shown_text.h"
#include "searchd/http/client_network.h"

namespace doorstep {
namespace {

constexpr int kMaxPort = 65535;

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || rest != text.data() + text.size() || port < 0 || port > kMaxPort) return std::nullopt;
  return port;
}

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

// A name or an IPv4 address.
bool is_host_name(std::string_view text, bool upper_case_too) {
  return !text.empty() && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), [upper_case_too](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
                  (upper_case_too && c >= 'A' && c <= 'Z');
         });
}

// host or [IPv6], and :port where there is one.
struct Authority {
  std::string host;
  std::optional<std::string_view> port = std::nullopt;
  bool bracketed = false;
};

std::optional<Authority> split_authority(std::string_view text) {
  Authority authority;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    if (end == std::string_view::npos) return std::nullopt;
    authority.host = text.substr(1, end - 1);
    authority.bracketed = true;
    text.remove_prefix(end + 1);
    if (!text.empty() && text.front() != ':') return std::nullopt;
  } else {
    const std::size_t colon = std::min(text.rfind(':'), text.size());
    authority.host = text.substr(0, colon);
    text.remove_prefix(colon);
  }
  if (!text.empty()) authority.port = text.substr(1);
  return authority;
}

}  // namespace

std::optional<ListenAddress> parse_listen_address(std::string_view text) {
  const auto authority = split_authority(text);
  if (!authority || !authority->port) return std::nullopt;
  const auto port = parse_port(*authority->port);
  const bool known = authority->bracketed ? is_ipv6(authority->host) : is_host_name(authority->host, true);
  if (!port || !known) return std::nullopt;
  return ListenAddress{authority->host, *port};
}

std::string format_listen_address(const ListenAddress& address) {
  const bool is_plain = address.host.find(':') == std::string::npos;
  return is_plain ? fmt::format("{}:{}", address.host, address.port)
                  : fmt::format("[{}]:{}", address.host, address.port);
}

bool is_loopback(const ListenAddress& address) {
  return address.host == "localhost" || http::is_loopback(address.host);
}

bool is_cors_origin(std::string_view text) {
  if (text == "*") return true;
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return false;
  const auto authority = split_authority(text.substr(text.find("//") + 2));
  if (!authority) return false;
  if (authority->bracketed ? !is_ipv6(authority->host) : !is_host_name(authority->host, false)) return false;
  if (!authority->port) return true;
  const auto port = parse_port(*authority->port);
  // A browser leaves out the scheme's own port, and writes others without zeros in front.
  return port && *port != 0 && *port != (secure ? 443 : 80) && authority->port->front() != '0';
}

bool is_path_text(std::string_view text) {
  const auto is_control = [](char c) { return (c >= '\0' && c < ' ') || c == '\x7f'; };
  return !text.empty() && !json::find_invalid_utf8(text) && std::none_of(text.begin(), text.end(), is_control);
}

}  // namespace doorstep
