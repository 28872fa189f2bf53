// Loads a server on this machine and tells what it saw as one JSON object; see kUsage.

#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include <sys/resource.h>

#include "tests/support/load_client/load_run.h"
#include "tests/support/load_client/options.h"

int main(int argc, char** argv) {
  auto options = doorstep::load::read_options(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  if (const auto* wrong = std::get_if<std::string>(&options)) {
    std::fprintf(stderr, "%s\n%s", wrong->c_str(), doorstep::load::kUsage);
    return 2;
  }
  // Thousands of connections need as many descriptors.
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  try {
    doorstep::load::LoadRun run(std::get<doorstep::load::Options>(std::move(options)));
    std::fputs(run.run().c_str(), stdout);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "load_client: %s\n", error.what());
    return 1;
  }
}
