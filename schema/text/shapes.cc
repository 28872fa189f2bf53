#include "schema/text/shapes.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "schema/text/data_lines.h"

namespace doorstep::text {
namespace {

// Characters that agree in their corners may differ in the middle.
constexpr double kCornersTell = 0.9;

std::string known(std::string_view field) { return field == "-" ? std::string() : std::string(field); }

// Levenshtein.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({row[j] + 1, row[j + 1] + 1, replaced}));
    }
  }
  return row.back();
}

double share_of_components(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (a.empty() || b.empty()) return 0;
  return 1.0 - static_cast<double>(edits(a, b)) / static_cast<double>(longer);
}

double share_of_corners(std::string_view a, std::string_view b) {
  if (a.empty() || a.size() != b.size()) return 0;
  const int equal = std::inner_product(a.begin(), a.end(), b.begin(), 0, std::plus<>(), std::equal_to<>());
  return static_cast<double>(equal) / static_cast<double>(a.size());
}

}  // namespace

Shapes::Shapes(std::string_view shapes_tsv) {
  for_each_character_line("shapes", shapes_tsv, [this](const CharacterLine& line) {
    shapes_.push_back({line.character, known(line.fields.front()), known(line.fields.back())});
  });
  std::stable_sort(shapes_.begin(), shapes_.end(), [](const Shape& a, const Shape& b) { return a.c < b.c; });
}

const Shapes::Shape* Shapes::find(char32_t c) const {
  const auto found = std::lower_bound(shapes_.begin(), shapes_.end(), c,
                                      [](const Shape& shape, char32_t wanted) { return shape.c < wanted; });
  return found != shapes_.end() && found->c == c ? &*found : nullptr;
}

double Shapes::likeness(char32_t a, char32_t b) const {
  if (a == b) return 1;
  const Shape* first = find(a);
  const Shape* second = find(b);
  if (first == nullptr || second == nullptr) return 0;
  return std::max(share_of_components(first->components, second->components),
                  kCornersTell * share_of_corners(first->corners, second->corners));
}

}  // namespace doorstep::text
