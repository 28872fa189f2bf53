#pragma once

// How Han characters look: which are taken for each other when read or written in a hurry (沽 and 洁, 帅 and 师).

#include <string>
#include <string_view>
#include <vector>

namespace doorstep::text {

// Immutable after construction; safe to share between threads.
class Shapes {
 public:
  // `shapes_tsv` as schema/data/shapes.tsv. Throws std::runtime_error naming the line that is wrong.
  explicit Shapes(std::string_view shapes_tsv);

  // From 0, nothing in common, to 1, the same: the greater of the shares of components and (a little less) of corners that
  // two characters have in common. From kAlike on they are easily confused. 0 for one that is not known.
  double likeness(char32_t a, char32_t b) const;

  static constexpr double kAlike = 0.5;

 private:
  struct Shape {
    char32_t c = 0;
    // Empty: not known.
    std::string components;  // a letter each
    std::string corners;     // four digits
  };

  const Shape* find(char32_t c) const;

  std::vector<Shape> shapes_;  // sorted
};

// The text of schema/data/shapes.tsv as compiled into the program.
std::string_view built_in_shapes_tsv();

}  // namespace doorstep::text
