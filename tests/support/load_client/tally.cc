#include "tests/support/load_client/tally.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <sstream>

namespace doorstep::load {
namespace {

constexpr std::uint64_t kMicroseconds = 1'000'000;

// Reasons and statuses are our own words: nothing in them needs escaping.
void write(std::ostream& out, const char* name, const std::map<std::string, std::uint64_t>& counts) {
  out << '"' << name << "\":{";
  const char* separator = "";
  for (const auto& [key, count] : counts) {
    out << separator << '"' << key << "\":" << count;
    separator = ",";
  }
  out << "},";
}

void write(std::ostream& out, const char* name, std::optional<std::uint32_t> microseconds) {
  out << '"' << name << "\":";
  if (microseconds) {
    out << *microseconds;
  } else {
    out << "null";
  }
}

void write_percentiles(std::ostream& out, std::vector<std::uint32_t>& values, bool with_p90) {
  write(out, "p50_us", percentile(values, 0.50));
  if (with_p90) write(out << ',', "p90_us", percentile(values, 0.90));
  write(out << ',', "p99_us", percentile(values, 0.99));
  write(out << ',', "max_us", percentile(values, 1.0));
}

}  // namespace

std::optional<std::uint32_t> percentile(std::vector<std::uint32_t>& values, double share) {
  if (values.empty()) return std::nullopt;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size())));
  const auto index = std::clamp<std::size_t>(rank, 1, values.size()) - 1;
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

NumberAfter number_after(std::string_view body, std::string_view text) {
  NumberAfter found;
  for (auto at = body.find(text); at != std::string_view::npos; at = body.find(text, at)) {
    at += text.size();
    const auto end = std::min(body.find_first_not_of("0123456789", at), body.size());
    const auto digits = body.substr(at, end - at);
    if (digits.empty() || (!found.digits.empty() && found.digits != digits)) found.mixed = true;
    if (found.digits.empty()) found.digits = digits;
  }
  return found;
}

void Tally::add_answer(const Answer& answer, std::uint64_t at_us, std::uint64_t took_us) {
  ++answers_;
  ++by_status_[std::to_string(answer.status)];
  if ((answer.status == 503 || answer.status == 429) && !answer.has_retry_after) ++retry_after_missing_;
  if (answer.status != 200) return;
  const auto second = static_cast<std::size_t>(at_us / kMicroseconds);
  if (took_us_.size() <= second) took_us_.resize(second + 1);
  constexpr std::uint64_t kLongest = std::numeric_limits<std::uint32_t>::max();
  took_us_[second].push_back(static_cast<std::uint32_t>(std::min(took_us, kLongest)));
  if (number_after_.empty()) return;
  const auto number = number_after(answer.body, number_after_);
  if (number.mixed) {
    ++mixed_;
  } else if (!number.digits.empty()) {
    ++by_number_[std::string(number.digits)];
  }
}

std::string Tally::to_json(const RunTimes& times) {
  std::vector<std::uint32_t> all;
  for (const auto& second : took_us_) all.insert(all.end(), second.begin(), second.end());
  const auto failed = std::accumulate(failures_.begin(), failures_.end(), std::uint64_t{0},
                                      [](std::uint64_t sum, const auto& entry) { return sum + entry.second; });
  std::ostringstream out;
  out << "{\"requests\":" << answers_ + failed << ",\"seconds\":" << times.seconds
      << ",\"throughput\":" << (times.seconds > 0 ? static_cast<double>(answers_) / times.seconds : 0)
      << ",\"cpu_seconds\":" << times.cpu_seconds << ',';
  write(out, "by_status", by_status_);
  write(out, "failures", failures_);
  write(out, "by_number", by_number_);
  out << "\"retried\":" << retried_ << ",\"mixed\":" << mixed_ << ",\"retry_after_missing\":" << retry_after_missing_
      << ",\"unsent\":" << unsent_ << ',';
  write_percentiles(out, all, true);
  out << ",\"timeline\":[";
  for (std::size_t i = 0; i < took_us_.size(); ++i) {
    out << (i == 0 ? "" : ",") << "{\"second\":" << i << ",\"requests\":" << took_us_[i].size() << ',';
    write_percentiles(out, took_us_[i], false);
    out << '}';
  }
  out << "]}\n";
  return out.str();
}

}  // namespace doorstep::load
