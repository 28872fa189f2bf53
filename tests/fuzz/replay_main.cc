// Gives a target every file of its corpus, where there is no libFuzzer.
//
// fuzz_<name> FOLDER: 0 when every promise was kept; 1 when there is nothing to replay, or when the corpus no longer reaches
// into the parser: one that refuses everything (or nothing) has gone stale.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <vector>

#include "tests/fuzz/target.h"
#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_of(const fs::path& folder) {
  std::vector<fs::path> files;
  if (!fs::is_directory(folder)) return files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::vector<fs::path> files = files_of(argv[1]);
  if (files.empty()) {
    std::fprintf(stderr, "%s: no such folder, or nothing in it\n", argv[1]);
    return 1;
  }
  doorstep::fuzzing::reads({});
  std::size_t accepted = 0;
  for (const fs::path& file : files) {
    // Told before it is read: what aborts is the last one named.
    std::printf("%s\n", file.filename().c_str());
    std::fflush(stdout);
    if (doorstep::fuzzing::reads(doorstep::testing::read_file(file))) ++accepted;
  }
  std::printf("%zu inputs, %zu accepted\n", files.size(), accepted);
  if (accepted > 0 && accepted < files.size()) return 0;
  std::fprintf(stderr, "%s: the corpus must hold inputs that are accepted and inputs that are refused\n", argv[1]);
  return 1;
}
