// floor_searchd: searchd with a hand-written engine over plain memory in the place of the real one. Flags, HTTP, parameters
// and JSON are searchd's own, so that what differs between the two is the engine.

#include <iostream>

#include <unistd.h>

#include <xapian.h>

#include "searchd/app.h"
#include "searchd/config.h"
#include "tests/bench/floor/floor_service.h"

int main(int argc, char** argv) {
  constexpr int kCannotServe = 3;
  const auto command = doorstep::parse_command_line(argc, argv, environ);
  if (!command.config) return command.exit_code;
  try {
    doorstep::run_daemon(
        *command.config, std::cout,
        [](std::shared_ptr<const doorstep::serving::Snapshot> snapshot, const doorstep::EngineParts& with) {
          return std::make_shared<const doorstep::bench::FloorService>(
              std::move(snapshot), with.language.analyzer, with.categories, with.clock, with.options.ranking);
        });
    return 0;
  } catch (const Xapian::Error& error) {
    std::cerr << "错误：索引库：" << error.get_description() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "错误：" << error.what() << '\n';
  }
  return kCannotServe;
}
