#include "indexer/options.h"

#include <catch2/catch.hpp>

#include "indexer/report.h"

namespace doorstep::indexer {
namespace {

CommandLine parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "indexer");
  return parse_command_line(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_CASE("a build is what the command line says") {
  const auto line = parse({"build", "--input", "a.jsonl", "-", "--input", "b.jsonl", "--communities", "c.csv", "--out",
                           "d", "--report", "r.json", "--now", "2026-11-22T12:00:00+08:00"});

  REQUIRE(line.build.has_value());
  CHECK(*line.build == BuildOptions{.inputs = {"a.jsonl", "-", "b.jsonl"},
                                    .communities = "c.csv",
                                    .out = "d",
                                    .report = "r.json",
                                    .now = base::parse_instant("2026-11-22T12:00:00+08:00")});
}

TEST_CASE("report and clock may be left out, nothing else") {
  CHECK(parse({"build", "--input", "a", "--communities", "c", "--out", "d"}).build.has_value());

  const std::vector<std::vector<const char*>> calls{
      {},
      {"rebuild"},
      {"build"},
      {"build", "--communities", "c", "--out", "d"},
      {"build", "--input", "a", "--out", "d"},
      {"build", "--input", "a", "--communities", "c"},
      {"build", "--input", "a", "--communities", "c", "--out", "d", "--fast"},
      {"build", "--input", "a", "--communities", "c", "--out", "d", "--now", "noon"},
      {"build", "--input", "a", "--communities", "c", "--out", "d", "e"},
  };
  for (const auto& call : calls) {
    const auto line = parse(call);
    CHECK_FALSE(line.build.has_value());
    CHECK(line.exit_code == kWrongCall);
  }
}

TEST_CASE("help is no wrong call") {
  CHECK(parse({"--help"}).exit_code == kAllGood);
  CHECK(parse({"build", "--help"}).exit_code == kAllGood);
}

}  // namespace doorstep::indexer
