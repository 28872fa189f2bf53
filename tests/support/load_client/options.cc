#include "tests/support/load_client/options.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <string_view>

namespace doorstep::load {

const char* const kUsage =
    "load_client --address HOST:PORT --targets FILE [--connections 16] (--requests N | --seconds S)\n"
    "            [--rate R] [--reconnect] [--patient] [--gzip] [--same-number-after TEXT]\n"
    "Asks for the targets (one a line) in turn on keep-alive connections and prints one JSON object.\n"
    "  --rate R                  R requests a second in all, latency counted from when each was due;\n"
    "                            without it each connection asks again once it is answered\n"
    "  --reconnect               a new connection for every request\n"
    "  --patient                 a connection that is told Retry-After asks again only then\n"
    "  --same-number-after TEXT  the digits after every TEXT of one 200 body must be the same\n"
    "SIGTERM and SIGINT end the run early; what was counted is printed.\n";

namespace {

template <class Number>
std::optional<Number> positive(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value > 0)) return std::nullopt;
  return value;
}

bool read_address(std::string_view text, Options& options) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return false;
  const auto port = positive<std::uint16_t>(text.substr(colon + 1));
  options.host = text.substr(0, colon);
  options.port = port.value_or(0);
  return port.has_value();
}

bool is_target(const std::string& line) {
  const bool visible = std::all_of(line.begin(), line.end(), [](char c) { return c > ' ' && c < 0x7f; });
  return visible && line.starts_with('/');
}

std::string read_targets(const std::string& path, Options& options) {
  std::ifstream file(path);
  if (!file) return "cannot read " + path;
  for (std::string line; std::getline(file, line);) {
    if (line.empty()) continue;
    if (!is_target(line)) return path + ": not a request target: " + line;
    options.targets.push_back(line);
  }
  return options.targets.empty() ? path + " has no targets" : "";
}

bool set_number(std::string_view name, std::string_view value, Options& options) {
  if (name == "--requests") return (options.requests = positive<std::uint64_t>(value)).has_value();
  if (name == "--seconds") return (options.seconds = positive<double>(value)).has_value();
  if (name == "--rate") return (options.rate = positive<double>(value)).has_value();
  return name == "--connections" && (options.connections = positive<std::size_t>(value).value_or(0)) > 0;
}

std::string set_value(std::string_view name, const std::string& value, Options& options) {
  if (name == "--targets") return read_targets(value, options);
  if (name == "--same-number-after") {
    options.number_after = value;
    return "";
  }
  const bool good = name == "--address" ? read_address(value, options) : set_number(name, value, options);
  return good ? "" : "wrong: " + std::string(name) + " " + value;
}

bool set_flag(std::string_view name, Options& options) {
  if (name == "--reconnect") return options.reconnect = true;
  if (name == "--patient") return options.patient = true;
  if (name == "--gzip") return options.gzip = true;
  return false;
}

std::string missing(const Options& options) {
  if (options.port == 0) return "--address is missing";
  if (options.targets.empty()) return "--targets is missing";
  if (options.requests.has_value() == options.seconds.has_value()) return "give --requests or --seconds";
  if (options.gzip && !options.number_after.empty()) return "--same-number-after cannot read what --gzip asks for";
  return "";
}

}  // namespace

std::variant<Options, std::string> read_options(std::span<const char* const> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    if (set_flag(name, options)) continue;
    if (i + 1 == arguments.size()) return "no such option, or no value: " + std::string(name);
    if (auto wrong = set_value(name, arguments[++i], options); !wrong.empty()) return wrong;
  }
  if (auto what = missing(options); !what.empty()) return what;
  return options;
}

}  // namespace doorstep::load
