#include "indexer/build.h"

#include <catch2/catch.hpp>

#include <sstream>

#include "schema/geo/cover.h"
#include "schema/index/columns.h"
#include "schema/index/generation.h"
#include "schema/index/index_layout.h"
#include "schema/index/texts.h"
#include "tests/support/temporary_folder.h"

namespace doorstep::indexer {
namespace {

namespace fs = std::filesystem;
using testing::write_file;

// A folder with a communities file, in which builds are run.
class Workshop {
 public:
  Workshop() {
    write_file(path("communities.csv"),
               "code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m\n"
               "340104001001,三里庵社区居委会,三里庵街道,蜀山区,117.25,31.85,500\n");
  }

  fs::path path(const std::string& name) const { return folder_.path() / name; }
  fs::path out() const { return path("index"); }

  Summary build(const std::string& jsonl) {
    write_file(path("in.jsonl"), jsonl);
    problems_.str("");
    const base::FixedClock clock(base::parse_instant("2026-11-22T12:00:00+08:00").value());
    std::ostringstream nowhere;
    Progress progress(nowhere, Progress::Style::kNone, [] { return std::chrono::steady_clock::time_point{}; });
    return build_index(
        {.inputs = {path("in.jsonl").string()}, .communities = path("communities.csv").string(), .out = out().string()},
        clock, progress, problems_);
  }

  fs::path generation() const { return out() / index::current_generation(out()).value(); }
  std::string problems() const { return problems_.str(); }

 private:
  testing::TemporaryFolder folder_;
  std::ostringstream problems_;
};

std::string line(const std::string& id, double lat) {
  return R"({"id":")" + id + R"(","title":"保洁员","posted_at":"2026-11-20","lat":)" + std::to_string(lat) +
         R"(,"lng":117.2,"datum":"wgs84"})" + "\n";
}

}  // namespace

TEST_CASE("a build publishes one sealed generation that is whole, and nothing else is left") {
  Workshop workshop;

  const Summary summary = workshop.build(line("a", 31.8) + line("b", 31.9));

  CHECK(summary.exit_code == kAllGood);
  CHECK(summary.indexed == 2);
  CHECK(workshop.generation().filename() == summary.generation);
  const index::Manifest manifest = index::read_manifest(workshop.generation());
  CHECK(manifest.postings == 2);
  CHECK_FALSE(index::first_damaged_file(workshop.generation(), manifest).has_value());
  for (const auto& entry : fs::recursive_directory_iterator(workshop.out())) {
    const std::string name = entry.path().filename().string();
    CHECK(name.find("spill") == std::string::npos);
    CHECK(name.find(".part") == std::string::npos);
    CHECK(name != "building");
  }
}

TEST_CASE("rows stand in the order of their place, those without one last") {
  Workshop workshop;
  std::string jsonl = R"({"id":"nowhere","title":"保洁员"})"
                      "\n";
  for (int i = 0; i < 50; ++i) jsonl += line("p" + std::to_string(i), 31.0 + (i * 37 % 50) / 40.0);

  const Summary summary = workshop.build(jsonl);

  CHECK(summary.without_place == 1);
  const index::Columns columns(workshop.generation() / index::kBaseFolder / index::kColumnsFile);
  REQUIRE(columns.rows() == 51);
  CHECK(std::is_sorted(columns.cell().begin(), columns.cell().end()));
  CHECK(columns.placed_rows() == 50);
  CHECK(index::Texts(workshop.generation() / index::kBaseFolder / index::kTextsFile).row(50).id == "nowhere");
}

TEST_CASE("the last line of one id stands, once") {
  Workshop workshop;

  const Summary summary = workshop.build(line("a", 31.8) + line("b", 31.8) + line("a", 32.5) + line("a", 31.9));

  CHECK(summary.indexed == 2);
  CHECK(summary.replaced == 2);
  const index::Columns columns(workshop.generation() / index::kBaseFolder / index::kColumnsFile);
  const std::uint64_t stands = geo::cell_of({31.9, 117.2});
  CHECK(std::count(columns.cell().begin(), columns.cell().end(), stands) == 1);
}

TEST_CASE("when no line is good the generation in service stays") {
  Workshop workshop;
  const std::string served = workshop.build(line("a", 31.8)).generation;

  const Summary summary = workshop.build("{\n{\"id\":\"x\"}\n");

  CHECK(summary.exit_code == kNothingDone);
  CHECK(summary.refused == 2);
  CHECK(summary.generation.empty());
  CHECK(index::current_generation(workshop.out()) == served);
  CHECK(workshop.problems().find("in.jsonl:2: title: ") != std::string::npos);
}

TEST_CASE("the next build removes the last, unless somebody reads it") {
  Workshop workshop;
  workshop.build(line("a", 31.8));
  const fs::path first = workshop.generation();
  {
    const auto reader = index::FileLock::try_lock(first / index::kLockFile, index::FileLock::Mode::kShared);
    workshop.build(line("b", 31.8));
    CHECK(fs::exists(first / index::kManifestFile));
  }
  workshop.build(line("c", 31.8));
  CHECK_FALSE(fs::exists(first));
}

TEST_CASE("while another writes, a build does not begin") {
  Workshop workshop;
  const std::string served = workshop.build(line("a", 31.8)).generation;
  const auto other = index::lock_for_writing(workshop.out());

  CHECK_THROWS_AS(workshop.build(line("b", 31.8)), index::WriterBusy);
  CHECK(index::current_generation(workshop.out()) == served);
}

TEST_CASE("a communities file that cannot be used is a wrong call, and begins nothing") {
  Workshop workshop;
  write_file(workshop.path("communities.csv"), "code,name\n1,2\n");

  CHECK_THROWS_AS(workshop.build(line("a", 31.8)), WrongCall);
  CHECK_FALSE(fs::exists(workshop.out()));
}

TEST_CASE("a wrong row of the communities file is told, and refuses no posting") {
  Workshop workshop;
  write_file(workshop.path("communities.csv"),
             "code,name,street,district,lng_wgs84,lat_wgs84\n"
             "340104001001,三里庵社区居委会,三里庵街道,蜀山区,117.25,31.85\n"
             "340104001002,竹荫里社区居委会,三里庵街道,蜀山区,31.85,117.25\n");

  const Summary summary = workshop.build(line("a", 31.8));

  CHECK(summary.exit_code == kAllGood);
  CHECK(summary.indexed == 1);
  CHECK(summary.flags.size() >= 1);
  CHECK(workshop.problems().find("communities.csv:3: ") != std::string::npos);
}

}  // namespace doorstep::indexer
