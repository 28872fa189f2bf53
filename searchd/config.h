#pragma once

// How the daemon is to run, as a value: defaults, then the TOML file, then the environment, then the command line; the
// later wins. Every key of every source is known or refused.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "schema/base/result.h"
#include "searchd/search/abilities.h"
#include "searchd/search/ranking.h"

namespace doorstep {

// host:port
struct ListenAddress {
  std::string host = "127.0.0.1";
  int port = 8080;  // 0: a free one

  bool operator==(const ListenAddress&) const = default;
};

inline const ListenAddress kDefaultAdmin{"127.0.0.1", 9080};

// Requests of one client (address; of IPv6 the first 64 bits) in a window. 0 requests: no limit.
struct RateLimit {
  std::uint32_t requests = 0;
  std::chrono::seconds window{60};

  bool operator==(const RateLimit&) const = default;
};

struct Config {
  std::string index;
  std::optional<base::Instant> now;

  // [http]
  ListenAddress listen{"127.0.0.1", 8080};
  // nullopt: kDefaultAdmin, or a free port where that is taken (a second daemon on the same machine).
  std::optional<ListenAddress> admin_listen;
  bool behind_proxy = false;              // needed to listen on anything but loopback: see README
  std::vector<std::string> cors_origins;  // "https://example.cn", or "*" for every one; empty: none
  RateLimit rate_limit;
  std::uint32_t threads = 32;
  std::uint32_t queue_length = 64;  // connections that wait for a thread; more are told 503
  std::chrono::milliseconds queue_wait{500};
  std::uint32_t gzip_min_bytes = 1024;  // of a body, to be worth compressing

  // [search]
  std::chrono::milliseconds search_deadline{100};
  search::Abilities without;        // parts of the search that are left out
  std::uint32_t keep_list_mb = 64;  // of posting lists, in memory, of each generation that is open; 0: none

  // [index_watch]
  std::chrono::milliseconds poll_interval{250};  // how often CURRENT is looked at
  double scrub_share = 0.02;                     // of one core, for comparing files with their SHA-256; 0: never

  // [ranking], by the names of the formula: text, phrase, …, half_life_hours, and [ranking.worth]
  search::RankingProfile ranking;

  bool operator==(const Config&) const = default;
};

struct CommandLine {
  // nullopt: help or the configuration was printed or checked, or what is wrong was told on stderr
  std::optional<Config> config;
  int exit_code = 0;  // 2: a wrong call or configuration
};

// `environment`: as of main, "NAME=value" entries ended by a null pointer; those that begin with kEnvironmentPrefix are read.
inline constexpr std::string_view kEnvironmentPrefix = "DOORSTEP_SEARCHD_";
CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment);

// Larger files are refused.
inline constexpr std::size_t kMaxTomlBytes = 1 << 20;

// Sets what `text` says in `config`; fails with every mistake, the configuration unchanged then. Any bytes are fine, never
// throws for what they say. Issues: field is the key ("http.threads"; empty: the text as such), the text names the line and
// what is expected, the hint a key that was perhaps meant. Codes: bad_file bad_syntax unknown_key bad_value.
// What depends on several keys or sources (an index given, a proxy in front) is left to parse_command_line.
base::Issues apply_toml(std::string_view text, Config& config);

// The configuration as TOML that says the same when it is read, each key with what it means.
std::string to_toml(const Config& config);

}  // namespace doorstep
