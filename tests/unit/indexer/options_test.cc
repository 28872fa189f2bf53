#include "indexer/options.h"

#include <cstdlib>
#include <iostream>

#include <catch2/catch.hpp>

#include "indexer/report.h"
#include "tests/support/captured.h"

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

TEST_CASE("a test can have the build end at a step; a step that does not exist is a wrong call") {
  const std::vector<const char*> call{"build", "--input", "a", "--communities", "c", "--out", "d"};
  CHECK_FALSE(parse(call).build->abort_at.has_value());

  ::setenv("DOORSTEP_ABORT_AT", "before_rename", 1);
  CHECK(parse(call).build->abort_at == BuildStep::kBeforeRename);
  ::setenv("DOORSTEP_ABORT_AT", "after_shard", 1);
  CHECK(parse(call).build->abort_at == BuildStep::kAfterShard);
  ::setenv("DOORSTEP_ABORT_AT", "after_lunch", 1);
  CHECK(parse(call).exit_code == kWrongCall);
  ::unsetenv("DOORSTEP_ABORT_AT");
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

TEST_CASE("a wrong call is told in Chinese, with what is wrong in it") {
  const std::vector<std::pair<std::vector<const char*>, std::string>> calls{
      {{}, "少了子命令，如 build"},
      {{"build", "--input", "a", "--communities", "c"}, "少了 --out"},
      {{"build", "--input", "a", "--communities", "c", "--out", "d", "--fast"}, "不认识：--fast"},
      {{"build", "--input", "a", "--communities", "c", "--out", "d", "--now", "noon"}, "--now: 不是带时区的时间"},
      {{"build", "--input", "a", "--communities", "c", "--out"}, "--out 后面的值太多或太少"},
  };
  for (const auto& [call, told] : calls) {
    const testing::Captured errors(std::cerr);
    parse(call);
    CHECK_THAT(errors.text(), Catch::Contains(told));
    CHECK_THAT(errors.text(), Catch::Contains("indexer build --help"));
  }
}

TEST_CASE("help is no wrong call, and Chinese") {
  const testing::Captured told(std::cout);
  CHECK(parse({"--help"}).exit_code == kAllGood);
  CHECK(parse({"build", "--help"}).exit_code == kAllGood);

  CHECK_THAT(told.text(), Catch::Contains("用法") && Catch::Contains("--communities 值 （必需）"));
  CHECK_THAT(told.text(), !Catch::Contains("Usage") && !Catch::Contains("Options") && !Catch::Contains("Print this"));
}

}  // namespace doorstep::indexer
