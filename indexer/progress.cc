#include "indexer/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace doorstep::indexer {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::chrono::milliseconds kRedrawEvery{1000 / Progress::kRedrawsPerSecond};
constexpr std::chrono::seconds kLineEvery{1};
constexpr std::size_t kBarCells = 20;
// A rate over less than this is noise.
constexpr Seconds kMinElapsed{0.05};

constexpr std::string_view kEraseLine = "\r\x1b[K";

double fraction_of(std::uint64_t done, std::uint64_t total) {
  if (total == 0) return 1;
  return std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
}

std::string bar(double fraction) {
  const auto full = static_cast<std::size_t>(fraction * static_cast<double>(kBarCells));
  return "[" + std::string(full, '#') + std::string(kBarCells - full, '.') + "] ";
}

// 12,345
std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

// 0:07, 12:34, 1:02:03
std::string clock_text(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace

std::string_view phase_name(Phase phase) {
  switch (phase) {
    case Phase::kRead: return "读取";
    case Phase::kWrite: return "写索引";
    case Phase::kMerge: return "合并";
  }
  return "";
}

Progress::Style Progress::style_for(int fd) { return ::isatty(fd) == 1 ? Style::kBar : Style::kLines; }

void Progress::start(Phase phase, std::optional<std::uint64_t> total) {
  phase_ = phase;
  total_ = total;
  started_ = now_();
  next_draw_ = started_ + (style_ == Style::kBar ? kRedrawEvery : std::chrono::milliseconds{kLineEvery});
}

void Progress::update(State state) {
  if (style_ == Style::kNone) return;
  const TimePoint at = now_();
  if (at < next_draw_) return;
  draw(state, at);
  next_draw_ = at + (style_ == Style::kBar ? kRedrawEvery : std::chrono::milliseconds{kLineEvery});
}

void Progress::finish(State state) {
  if (style_ == Style::kNone) return;
  const TimePoint at = now_();
  hide();
  const Seconds elapsed = at - started_;
  out_ << fmt::format("{} 完成：{} 条，用时 {:.1f} 秒\n", phase_name(phase_), grouped(state.count), elapsed.count())
       << std::flush;
}

void Progress::hide() {
  if (!bar_shown_) return;
  out_ << kEraseLine << std::flush;
  bar_shown_ = false;
}

void Progress::draw(State state, TimePoint at) {
  const std::string text = describe(state, at);
  if (style_ == Style::kBar) {
    out_ << kEraseLine << text << std::flush;
    bar_shown_ = true;
  } else {
    out_ << text << '\n' << std::flush;
  }
}

std::string Progress::describe(State state, TimePoint at) const {
  const Seconds elapsed = std::max(Seconds{at - started_}, kMinElapsed);
  std::string text = fmt::format("{} ", phase_name(phase_));
  const double fraction = total_ ? fraction_of(state.done, *total_) : 0;
  if (total_ && style_ == Style::kBar) text += bar(fraction);
  if (total_) text += fmt::format("{}% ", static_cast<int>(fraction * 100));
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(state.count) / elapsed.count());
  text += fmt::format("{} 条，{} 条/秒", grouped(state.count), grouped(rate));
  if (fraction > 0) text += fmt::format("，还要 {}", clock_text(elapsed.count() * (1 - fraction) / fraction));
  return text;
}

}  // namespace doorstep::indexer
