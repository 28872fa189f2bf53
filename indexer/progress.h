#pragma once

// Says how far a run has come: a bar redrawn in place on a terminal, a plain line now and then elsewhere.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

namespace doorstep::indexer {

enum class Phase { kRead, kWrite, kMerge };

// 读取, 写索引, 合并
std::string_view phase_name(Phase phase);

// start(), any number of update(), finish(); again for the next phase. Not thread-safe. The stream must outlive it.
class Progress {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using TimeSource = std::function<TimePoint()>;

  enum class Style {
    kBar,    // for a terminal: at most kRedrawsPerSecond
    kLines,  // for a log: one line a second at most
    kNone,   // for tests and other programs
  };

  // How far a phase has come. `done` and `total` share a unit (bytes read, shards merged), of which the percentage is
  // taken; `count` is what a person counts in: postings.
  struct State {
    std::uint64_t done = 0;
    std::uint64_t count = 0;
  };

  static constexpr int kRedrawsPerSecond = 10;

  Progress(std::ostream& out, Style style, TimeSource now) : out_(out), style_(style), now_(std::move(now)) {}

  // kBar if `fd` is a terminal, else kLines.
  static Style style_for(int fd);

  // `total` nullopt: unknown, as of a pipe; then neither percentage nor time left is shown.
  void start(Phase phase, std::optional<std::uint64_t> total);

  // Cheap when nothing is due. A `done` beyond the total is shown as 100 %.
  void update(State state);

  // Ends the phase with a line of its own, whatever was drawn last.
  void finish(State state);

  // Takes the bar off the terminal so that something else can be written; the next update that is due draws it again.
  void hide();

 private:
  std::string describe(State state, TimePoint at) const;
  void draw(State state, TimePoint at);

  std::ostream& out_;
  Style style_;
  TimeSource now_;
  Phase phase_ = Phase::kRead;
  std::optional<std::uint64_t> total_;
  TimePoint started_{};
  TimePoint next_draw_{};
  bool bar_shown_ = false;
};

}  // namespace doorstep::indexer
