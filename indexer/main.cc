// indexer: job postings in, a searchable index out.

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>

#include <xapian.h>

#include "indexer/build.h"
#include "indexer/options.h"
#include "indexer/progress.h"
#include "indexer/report.h"
#include "schema/base/clock.h"

namespace {

using doorstep::indexer::Progress;

int run_build(const doorstep::indexer::BuildOptions& options) {
  std::unique_ptr<doorstep::base::Clock> clock = std::make_unique<doorstep::base::SystemClock>();
  if (options.now) clock = std::make_unique<doorstep::base::FixedClock>(*options.now);
  Progress progress(std::cerr, Progress::style_for(STDERR_FILENO), [] { return std::chrono::steady_clock::now(); });
  const auto summary = doorstep::indexer::build_index(options, *clock, progress, std::cerr);
  std::cerr << doorstep::indexer::format_summary(summary);
  std::cout << doorstep::indexer::summary_json(summary) << '\n';
  // The index is published by now: what follows can fail without undoing it.
  if (!std::cout.flush()) std::cerr << "错误：汇总写不到标准输出\n";
  try {
    if (!options.report.empty()) doorstep::indexer::write_summary(options.report, summary);
  } catch (const std::exception& error) {
    std::cerr << "错误：汇总写不出来：" << error.what() << '\n';
  }
  return summary.exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  // A pager that is closed on the report must not end the build.
  std::signal(SIGPIPE, SIG_IGN);
  const auto command = doorstep::indexer::parse_command_line(argc, argv);
  if (!command.build) return command.exit_code;
  try {
    return run_build(*command.build);
  } catch (const doorstep::indexer::WrongCall& error) {
    std::cerr << "错误：" << error.what() << '\n';
    return doorstep::indexer::kWrongCall;
  } catch (const Xapian::Error& error) {
    std::cerr << "错误：索引库：" << error.get_description() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "错误：" << error.what() << '\n';
  }
  return doorstep::indexer::kNothingDone;
}
