#pragma once

// How the daemon is to run, as a value.

#include <chrono>
#include <optional>
#include <string>

#include "schema/base/clock.h"
#include "searchd/search/ranking.h"

namespace doorstep {

// host:port
struct ListenAddress {
  std::string host = "127.0.0.1";
  int port = 8080;  // 0: a free one

  bool operator==(const ListenAddress&) const = default;
};

inline const ListenAddress kDefaultAdmin{"127.0.0.1", 9080};

struct Config {
  std::string index;
  ListenAddress listen{"127.0.0.1", 8080};
  // nullopt: kDefaultAdmin, or a free port where that is taken (a second daemon on the same machine).
  std::optional<ListenAddress> admin_listen;
  bool behind_proxy = false;  // needed to listen on anything but loopback: see README
  std::optional<base::Instant> now;
  std::chrono::milliseconds search_deadline{100};

  bool operator==(const Config&) const = default;
};

struct CommandLine {
  std::optional<Config> config;  // nullopt: help was printed, or what is wrong was told
  int exit_code = 0;
};

CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace doorstep
