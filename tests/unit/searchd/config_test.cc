#include "searchd/config.h"

#include <catch2/catch.hpp>

#include <vector>

namespace doorstep {
namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "searchd");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("an index folder is enough, the rest has defaults that are safe") {
  const auto line = parse({"--index", "somewhere"});

  REQUIRE(line.config.has_value());
  CHECK(*line.config == Config{.index = "somewhere"});
  CHECK(line.config->listen == ListenAddress{"127.0.0.1", 8080});
  CHECK_FALSE(line.config->admin_listen.has_value());
}

TEST_CASE("addresses, clock and deadline are taken from the call") {
  const auto line = parse({"--index", "i", "--listen", "localhost:0", "--admin-listen", "127.0.0.2:65535", "--now",
                           "2026-11-22T12:00:00+08:00", "--search-deadline-ms", "250"});

  REQUIRE(line.config.has_value());
  CHECK(line.config->listen == ListenAddress{"localhost", 0});
  CHECK(line.config->admin_listen == ListenAddress{"127.0.0.2", 65535});
  CHECK(line.config->now == base::parse_instant("2026-11-22T12:00:00+08:00"));
  CHECK(line.config->search_deadline == std::chrono::milliseconds{250});
}

TEST_CASE("an address that others can reach needs a proxy in front") {
  for (const char* option : {"--listen", "--admin-listen"}) {
    for (const char* address : {"0.0.0.0:8080", "192.168.1.2:80", "example.com:80"}) {
      CHECK(parse({"--index", "i", option, address}).exit_code == 2);
      CHECK(parse({"--index", "i", option, address, "--behind-proxy"}).config.has_value());
    }
  }
}

TEST_CASE("wrong calls are told and end with 2") {
  const std::vector<std::vector<const char*>> calls{
      {},
      {"--index"},
      {"--index", "i", "--unknown"},
      {"--index", "i", "--listen", "8080"},
      {"--index", "i", "--listen", ":8080"},
      {"--index", "i", "--listen", "127.0.0.1:"},
      {"--index", "i", "--listen", "127.0.0.1:65536"},
      {"--index", "i", "--listen", "127.0.0.1:-1"},
      {"--index", "i", "--listen", "127.0.0.1:80x"},
      {"--index", "i", "--now", "noon"},
      {"--index", "i", "--search-deadline-ms", "0"},
      {"--index", "i", "--search-deadline-ms", "60001"},
  };
  for (const auto& call : calls) {
    const auto line = parse(call);
    CHECK_FALSE(line.config.has_value());
    CHECK(line.exit_code == 2);
  }
}

TEST_CASE("help is no wrong call") {
  const auto line = parse({"--help"});

  CHECK_FALSE(line.config.has_value());
  CHECK(line.exit_code == 0);
}

}  // namespace doorstep
