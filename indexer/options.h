#pragma once

// What the user asked for on the command line.

#include <optional>
#include <string>
#include <vector>

#include "schema/base/clock.h"

namespace doorstep::indexer {

// What a build has reached, in this order. For tests of what a crash leaves behind.
enum class BuildStep { kAfterShard, kAfterCompaction, kAfterManifest, kBeforeRename, kAfterRename };

// indexer build
struct BuildOptions {
  std::vector<std::string> inputs;   // JSONL files, read in this order; "-" is standard input
  std::string communities;           // CSV
  std::string out;                   // the index folder
  std::string report;                // where the summary goes as JSON; empty: only to standard output
  std::optional<base::Instant> now;  // of a replay; nullopt: the wall clock
  // Of the environment's DOORSTEP_ABORT_AT: where the process ends by abort().
  std::optional<BuildStep> abort_at;

  bool operator==(const BuildOptions&) const = default;
};

// What to do, or that all is done: help was printed, or the call was wrong and has been explained.
struct CommandLine {
  std::optional<BuildOptions> build;
  int exit_code = 0;  // if there is nothing to do

  bool operator==(const CommandLine&) const = default;
};

CommandLine parse_command_line(int argc, const char* const* argv);

}  // namespace doorstep::indexer
