#include "indexer/progress.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <sstream>

namespace doorstep::indexer {
namespace {

using std::chrono::milliseconds;
using Style = Progress::Style;

// A progress whose time the test moves.
struct Run {
  explicit Run(Style style) : progress(out, style, [this] { return now; }) {}

  void wait(milliseconds time) { now += time; }
  std::ptrdiff_t times(std::string_view what) const {
    std::ptrdiff_t count = 0;
    const std::string text = out.str();
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
  }

  Progress::TimePoint now{};
  std::ostringstream out;
  Progress progress;
};

TEST_CASE("a log gets one plain line a second") {
  Run run{Style::kLines};
  run.progress.start(Phase::kRead, 1000);
  for (std::uint64_t i = 1; i <= 30; ++i) {
    run.wait(milliseconds{100});
    run.progress.update({.done = i * 10, .count = i * 100});
  }

  CHECK(run.out.str() ==
        "读取 10% 1,000 条，1,000 条/秒，还要 0:09\n"
        "读取 20% 2,000 条，1,000 条/秒，还要 0:08\n"
        "读取 30% 3,000 条，1,000 条/秒，还要 0:07\n");
}

TEST_CASE("a terminal gets a bar, drawn over at most ten times a second") {
  Run run{Style::kBar};
  run.progress.start(Phase::kWrite, 100);
  for (std::uint64_t i = 1; i <= 1000; ++i) {
    run.wait(milliseconds{1});
    run.progress.update({.done = i / 20, .count = i});
  }

  CHECK(run.times("\r\x1b[K") == 10);
  CHECK(run.times("\n") == 0);
  CHECK(run.times("写索引 [##########..........] 50% 1,000 条") == 1);
}

TEST_CASE("without a total there is neither a percentage nor a time left") {
  Run run{Style::kLines};
  run.progress.start(Phase::kRead, std::nullopt);
  run.wait(milliseconds{2000});
  run.progress.update({.done = 5, .count = 1234567});

  CHECK(run.out.str() == "读取 1,234,567 条，617,283 条/秒\n");
}

TEST_CASE("100 % is not shown before the end, nor exceeded") {
  Run run{Style::kLines};
  run.progress.start(Phase::kRead, 1000);
  run.wait(milliseconds{1000});
  run.progress.update({.done = 999, .count = 1});
  run.wait(milliseconds{1000});
  run.progress.update({.done = 2000, .count = 1});

  CHECK(run.times(" 99% ") == 1);
  CHECK(run.times(" 100% ") == 1);
}

TEST_CASE("an empty file divides nothing by zero") {
  Run run{Style::kLines};
  run.progress.start(Phase::kRead, 0);
  run.wait(milliseconds{1000});
  run.progress.update({});

  CHECK(run.out.str() == "读取 100% 0 条，0 条/秒，还要 0:00\n");
}

TEST_CASE("a long time left is told in hours") {
  Run run{Style::kLines};
  run.progress.start(Phase::kMerge, 10'000);
  run.wait(milliseconds{1000});
  run.progress.update({.done = 1, .count = 1});

  CHECK(run.times("还要 2:46:39") == 1);
}

TEST_CASE("the end of a phase is told at once, and the bar is gone") {
  Run run{Style::kBar};
  run.progress.start(Phase::kMerge, 10);
  run.wait(milliseconds{100});
  run.progress.update({.done = 5, .count = 5});
  run.wait(milliseconds{50});
  run.progress.finish({.done = 10, .count = 10});

  const std::string text = run.out.str();
  CHECK(text.substr(text.rfind('\r')) == "\r\x1b[K合并 完成：10 条，用时 0.1 秒\n");
}

TEST_CASE("a hidden bar is erased once and comes back when it is due") {
  Run run{Style::kBar};
  run.progress.start(Phase::kRead, 10);
  run.progress.hide();
  CHECK(run.out.str().empty());

  run.wait(milliseconds{100});
  run.progress.update({.done = 1, .count = 1});
  run.progress.hide();
  run.progress.hide();
  CHECK(run.times("\r\x1b[K") == 2);

  run.wait(milliseconds{100});
  run.progress.update({.done = 2, .count = 2});
  CHECK(run.times("[####................] 20%") == 1);
}

TEST_CASE("what is switched off writes nothing") {
  Run run{Style::kNone};
  run.progress.start(Phase::kRead, 10);
  run.wait(milliseconds{5000});
  run.progress.update({.done = 1, .count = 1});
  run.progress.finish({.done = 10, .count = 10});

  CHECK(run.out.str().empty());
}

TEST_CASE("a descriptor that is no terminal gets lines") { CHECK(Progress::style_for(-1) == Style::kLines); }

}  // namespace
}  // namespace doorstep::indexer
