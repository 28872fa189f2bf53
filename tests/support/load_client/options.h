#pragma once

// What load_client is asked to do, read from its command line.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace doorstep::load {

struct Options {
  std::string host;  // an IPv4 address
  std::uint16_t port = 0;
  std::vector<std::string> targets;  // never empty
  std::size_t connections = 16;
  // Exactly one of the two.
  std::optional<std::uint64_t> requests;
  std::optional<double> seconds;
  // Requests a second in all, whatever the answers take. nullopt: each connection asks again once it is answered.
  std::optional<double> rate;
  bool reconnect = false;  // a new connection for every request
  bool patient = false;    // a connection that is told Retry-After asks again only then
  bool gzip = false;       // ask for compressed answers
  std::string number_after;

  bool operator==(const Options&) const = default;
};

// `arguments` without the program's name. A string: what is wrong with them, or with the file of targets.
std::variant<Options, std::string> read_options(std::span<const char* const> arguments);

extern const char* const kUsage;

}  // namespace doorstep::load
