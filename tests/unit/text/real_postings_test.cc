// The promises on real postings, where the shared data lies beside the tree.

#include <catch2/catch.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "tests/unit/text/properties.h"

namespace doorstep::text {
namespace {

namespace fs = std::filesystem;

fs::path shared_postings() {
  const char* shared = std::getenv("DOORSTEP_SHARED");
  return fs::path(shared != nullptr ? shared : DOORSTEP_SOURCE_DIR "/../shared") / "data" / "postings";
}

// Whole lines of JSON are good enough as texts; the long ones are left out.
std::vector<std::string> lines_of_gzip(const fs::path& file, std::size_t count) {
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(("gzip -dc '" + file.string() + "'").c_str(), "r"),
                                                         close);
  REQUIRE(pipe != nullptr);
  std::vector<std::string> lines;
  std::array<char, 8192> line{};
  while (lines.size() < count && std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr) {
    lines.emplace_back(line.data());
  }
  return lines;
}

TEST_CASE("the promises hold on thousands of real postings", "[shared]") {
  const fs::path postings = shared_postings();
  if (!fs::exists(postings)) {
    if (std::getenv("CI") != nullptr) FAIL("no postings at " << postings);
    WARN("skipped: no postings at " << postings);
    return;
  }
  std::size_t checked = 0;
  for (const auto& file : fs::directory_iterator(postings)) {
    for (const std::string& text : lines_of_gzip(file.path(), 400)) {
      const std::string normalized = World::shared().normalizer.normalize(text);
      CAPTURE(file.path(), text);
      REQUIRE(World::shared().normalizer.normalize(normalized) == normalized);
      REQUIRE(broken_promise(normalized, World::shared().analyzer.terms_of_normalized(normalized)) == "");
      REQUIRE(broken_offsets(text, World::shared().analyzer.terms(text)) == "");
      ++checked;
    }
  }
  CHECK(checked > 2000);
}

}  // namespace
}  // namespace doorstep::text
