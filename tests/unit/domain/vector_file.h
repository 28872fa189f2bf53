#pragma once

// Tables of (text, expected …) rows under tests/golden.

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace doorstep::tests {

// The rows of a tab-separated file below its heading; every row has as many cells as the heading.
inline std::vector<std::vector<std::string>> read_vectors(const std::string& name) {
  std::ifstream file(std::string(DOORSTEP_SOURCE_DIR) + "/tests/golden/" + name);
  if (!file) throw std::runtime_error("cannot read tests/golden/" + name);
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> cells(1);
    for (const char c : line) {
      if (c == '\t') {
        cells.emplace_back();
      } else {
        cells.back().push_back(c);
      }
    }
    if (!rows.empty()) cells.resize(rows.front().size());
    rows.push_back(std::move(cells));
  }
  if (rows.size() < 2) throw std::runtime_error("no rows in tests/golden/" + name);
  rows.erase(rows.begin());
  return rows;
}

}  // namespace doorstep::tests
