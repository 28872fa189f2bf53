#include "schema/json/suggestion.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace doorstep::json {
namespace {

// Longer than any name we know, so that no chosen name makes the comparison long.
constexpr std::size_t kMaxNameBytes = 40;

char folded(char byte) {
  if (byte == '-' || byte == ' ') return '_';
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
}

// Letters put in, left out, replaced, or swapped with their neighbour (optimal string alignment).
std::size_t edit_distance(std::string_view left, std::string_view right) {
  using Row = std::vector<std::size_t>;
  Row before_last(right.size() + 1);
  Row last(right.size() + 1);
  Row row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const bool same = folded(left[i]) == folded(right[j]);
      row[j + 1] = std::min({last[j] + (same ? 0 : 1), last[j + 1] + 1, row[j] + 1});
      const bool swapped =
          i > 0 && j > 0 && folded(left[i]) == folded(right[j - 1]) && folded(left[i - 1]) == folded(right[j]);
      if (swapped) row[j + 1] = std::min(row[j + 1], before_last[j - 1] + 1);
    }
  }
  return row.back();
}

}  // namespace

std::string_view closest_name(std::string_view name, std::span<const std::string_view> candidates) {
  if (name.size() > kMaxNameBytes) return {};
  std::string_view best;
  std::size_t least = kMaxNameBytes;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < least && distance * 3 <= candidate.size()) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

}  // namespace doorstep::json
