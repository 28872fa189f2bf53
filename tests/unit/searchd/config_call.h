#pragma once

// A call of searchd, and what it said.

#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include "searchd/config.h"
#include "tests/support/captured.h"

namespace doorstep::testing {

struct CallResult {
  CommandLine line;
  std::string out;
  std::string err;
};

inline CallResult call_searchd(std::vector<std::string> arguments, const std::vector<std::string>& environment = {}) {
  arguments.insert(arguments.begin(), "searchd");
  std::vector<const char*> argv;
  for (const auto& argument : arguments) argv.push_back(argument.c_str());
  std::vector<const char*> variables;
  for (const auto& variable : environment) variables.push_back(variable.c_str());
  variables.push_back(nullptr);
  const Captured out(std::cout);
  const Captured err(std::cerr);
  auto line = parse_command_line(static_cast<int>(argv.size()), argv.data(), variables.data());
  return {std::move(line), out.text(), err.text()};
}

}  // namespace doorstep::testing
