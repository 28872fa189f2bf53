// searchd: answers searches over an index that indexer wrote.

#include <iostream>

#include <unistd.h>

#include "searchd/app.h"
#include "searchd/config.h"

int main(int argc, char** argv) {
  constexpr int kCannotServe = 3;
  const auto command = doorstep::parse_command_line(argc, argv, environ);
  if (!command.config) return command.exit_code;
  try {
    doorstep::run_daemon(*command.config, std::cout);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "错误：" << error.what() << '\n';
  }
  return kCannotServe;
}
