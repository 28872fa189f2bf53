#include "schema/index/generation.h"

#include <catch2/catch.hpp>

#include <functional>

#include "schema/index/index_layout.h"
#include "tests/support/temporary_folder.h"

namespace doorstep::index {
namespace {

namespace fs = std::filesystem;
using testing::read_file;
using testing::TemporaryFolder;
using testing::write_file;

const base::Instant kBuilt = base::parse_instant("2026-11-22T12:00:00+08:00").value();

Manifest manifest() {
  return {.format_version = kFormatVersion,
          .analyzer_version = 3,
          .lexicon = "0123456789abcdef",
          .built_at = kBuilt,
          .postings = 2,
          .average_length = 40};
}

// A sealed generation of three files; its name.
std::string make_generation(const fs::path& index_dir) {
  const std::string name = new_generation_name(index_dir, kBuilt);
  fs::create_directories(index_dir / name / kBaseFolder);
  write_file(index_dir / name / kBaseFolder / "postlist.glass", std::string(3000, 'p'));
  write_file(index_dir / name / kBaseFolder / kColumnsFile, "columns");
  write_file(index_dir / name / kCommunitiesFile, "code,name\n");
  seal(index_dir / name, manifest());
  return name;
}

std::string message(const std::function<void()>& act) {
  try {
    act();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a sealed generation's manifest names every file with its size and SHA-256") {
  const TemporaryFolder folder;
  const std::string name = make_generation(folder.path());

  const Manifest read = read_manifest(folder.path() / name);

  REQUIRE(read.files.size() == 3);
  CHECK(read.files[0].path == "base/columns.bin");
  CHECK(read.files[0].bytes == 7);
  CHECK(read.files[0].sha256 == "0e624a1a135e4441e96ebbd5f95bc3df19c3c138df98c61ce684ef311d6e8b1a");
  CHECK(read.files[1].path == "base/postlist.glass");
  CHECK(read.files[2].path == "communities.csv");
  Manifest expected = manifest();
  expected.files = read.files;
  CHECK(read == expected);
  CHECK_FALSE(first_damaged_file(folder.path() / name, read).has_value());
}

TEST_CASE("a flipped bit in any file, a byte more or less, and a file that is gone are noticed") {
  const TemporaryFolder folder;
  const fs::path dir = folder.path() / make_generation(folder.path());
  const Manifest read = read_manifest(dir);
  for (const ManifestFile& file : read.files) {
    const std::string good = read_file(dir / file.path);
    for (const std::size_t at : {std::size_t{0}, good.size() / 2, good.size() - 1}) {
      for (const char bit : {'\x01', '\x10', '\x40'}) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ bit);
        write_file(dir / file.path, bad);
        CHECK(first_damaged_file(dir, read) == file.path);
      }
    }
    write_file(dir / file.path, good + "x");
    CHECK(first_damaged_file(dir, read) == file.path);
    write_file(dir / file.path, good.substr(1));
    CHECK(first_damaged_file(dir, read) == file.path);
    fs::remove(dir / file.path);
    CHECK(first_damaged_file(dir, read) == file.path);
    write_file(dir / file.path, good);
    CHECK_FALSE(first_damaged_file(dir, read).has_value());
  }
}

TEST_CASE("a flipped bit anywhere in the manifest is noticed, whatever it still says") {
  const TemporaryFolder folder;
  const fs::path dir = folder.path() / make_generation(folder.path());
  const Manifest read = read_manifest(dir);
  CHECK(read.intact);
  const std::string good = read_file(dir / kManifestFile);
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    write_file(dir / kManifestFile, bad);
    CHECK(first_damaged_file(dir, read) == kManifestFile);
    CHECK_FALSE(message([&dir] { require_readable(read_manifest(dir), 3, "0123456789abcdef"); }).empty());
  }
}

TEST_CASE("a manifest is text and back; what is no manifest is refused, and nothing else happens") {
  Manifest written = manifest();
  written.files = {{"base/columns.bin", 7, std::string(64, 'a')}, {"communities.csv", 9, std::string(64, 'b')}};

  CHECK(parse_manifest(format_manifest(written)) == written);

  const std::string text = format_manifest(written);
  const auto altered = [&text](const std::string& from, const std::string& to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return other;
  };
  CHECK_FALSE(parse_manifest(altered("\"postings\": 2", "\"postings\": 3")).intact);
  for (const std::string& bad :
       {std::string("[]"), std::string("{}"), std::string("\"\xFF\""), std::string(10'000, '['),
        altered("\": 7", "\": -7"), altered("\": 7", "\": 7.5"), altered("\": 7", "\": 18446744073709551615"),
        altered("base/", "../"), altered("base/", "/"), altered("communities.csv", ""),
        altered("2026-11-22", "2026-13-22")}) {
    CHECK_THROWS_AS(parse_manifest(bad), std::runtime_error);
  }
}

TEST_CASE("comparing stops where it is told to, having told each piece") {
  const TemporaryFolder folder;
  const fs::path dir = folder.path() / make_generation(folder.path());
  std::size_t bytes = 0;
  const auto proof = prove(dir, read_manifest(dir), [&bytes](std::size_t piece) { return (bytes += piece) > 0; });
  CHECK(proof.outcome == Proof::Outcome::kGood);
  CHECK(bytes == 3000 + 7 + 10);

  CHECK(prove(dir, read_manifest(dir), [](std::size_t) { return false; }).outcome == Proof::Outcome::kAbandoned);
}

TEST_CASE("whole generations are told, the latest written first") {
  const TemporaryFolder folder;
  const std::string first = make_generation(folder.path());
  const std::string second = make_generation(folder.path());
  fs::create_directories(folder.path() / "gen-interrupted");
  const auto written = fs::last_write_time(folder.path() / first / kManifestFile);
  fs::last_write_time(folder.path() / second / kManifestFile, written + std::chrono::seconds{1});
  CHECK(whole_generations(folder.path()) == std::vector<std::string>{second, first});

  fs::last_write_time(folder.path() / first / kManifestFile, written + std::chrono::seconds{2});
  CHECK(whole_generations(folder.path()) == std::vector<std::string>{first, second});
}

TEST_CASE("CURRENT moves in one step: before it the old generation is named, after it the new one") {
  const TemporaryFolder folder;
  const std::string first = make_generation(folder.path());
  const std::string second = make_generation(folder.path());
  publish(folder.path(), first);
  std::vector<std::string> named;

  publish(folder.path(), second, [&](PublishStep) { named.push_back(current_generation(folder.path()).value()); });

  CHECK(named == std::vector<std::string>{first, second});
}

TEST_CASE("the current generation is the one that was published last") {
  const TemporaryFolder folder;
  CHECK_FALSE(current_generation(folder.path()).has_value());
  const std::string first = make_generation(folder.path());
  const std::string second = make_generation(folder.path());
  CHECK_FALSE(current_generation(folder.path()).has_value());

  publish(folder.path(), second);
  CHECK(current_generation(folder.path()) == second);
  publish(folder.path(), first);
  CHECK(current_generation(folder.path()) == first);
}

TEST_CASE("a CURRENT that is damaged names nothing, and never a folder elsewhere") {
  const TemporaryFolder folder;
  for (const char* damaged : {"", "\n", "garbage\n", "../gen-1\n", "gen-../../etc\n", "/gen-1\n"}) {
    write_file(folder.path() / kCurrentFile, damaged);
    CHECK_FALSE(current_generation(folder.path()).has_value());
  }
}

TEST_CASE("names of generations sort by time and are never given twice") {
  const TemporaryFolder folder;
  const std::string name = new_generation_name(folder.path(), kBuilt);

  CHECK(name.starts_with("gen-20261122T120000-"));
  CHECK(name < new_generation_name(folder.path(), kBuilt + std::chrono::seconds{1}));
  CHECK(name != new_generation_name(folder.path(), kBuilt));
}

TEST_CASE("old generations go, the current one and those that somebody reads stay") {
  const TemporaryFolder folder;
  const std::string old = make_generation(folder.path());
  const std::string read = make_generation(folder.path());
  const std::string current = make_generation(folder.path());
  fs::create_directories(folder.path() / "gen-interrupted" / "building");
  fs::create_directories(folder.path() / "not-ours");
  publish(folder.path(), current);
  auto reader = FileLock::try_lock(folder.path() / read / kLockFile, FileLock::Mode::kShared);
  REQUIRE(reader.has_value());

  remove_old_generations(folder.path());

  CHECK_FALSE(fs::exists(folder.path() / old));
  CHECK_FALSE(fs::exists(folder.path() / "gen-interrupted"));
  CHECK(fs::exists(folder.path() / read / kManifestFile));
  CHECK(fs::exists(folder.path() / current / kManifestFile));
  CHECK(fs::exists(folder.path() / "not-ours"));

  reader.reset();
  remove_old_generations(folder.path());
  CHECK_FALSE(fs::exists(folder.path() / read));
  CHECK(fs::exists(folder.path() / current / kManifestFile));
}

TEST_CASE("with CURRENT lost, whole generations stay: one of them was in service") {
  const TemporaryFolder folder;
  const std::string whole = make_generation(folder.path());
  fs::create_directories(folder.path() / "gen-interrupted");

  remove_old_generations(folder.path());

  CHECK(fs::exists(folder.path() / whole / kManifestFile));
  CHECK_FALSE(fs::exists(folder.path() / "gen-interrupted"));
}

TEST_CASE("with the current generation damaged, the other whole ones stay: one of them may be the last that is good") {
  const TemporaryFolder folder;
  const std::string other = make_generation(folder.path());
  const std::string current = make_generation(folder.path());
  publish(folder.path(), current);
  const fs::path file = folder.path() / current / kCommunitiesFile;
  const std::string good = read_file(file);
  write_file(file, "damaged");

  remove_old_generations(folder.path());
  CHECK(fs::exists(folder.path() / other / kManifestFile));

  write_file(file, good);
  remove_old_generations(folder.path());
  CHECK_FALSE(fs::exists(folder.path() / other));
}

TEST_CASE("readers share a lock, a writer has it alone, and it is free when its holder is gone") {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / "LOCK";
  write_file(file, "");
  {
    const auto first = FileLock::try_lock(file, FileLock::Mode::kShared);
    const auto second = FileLock::try_lock(file, FileLock::Mode::kShared);
    CHECK(first.has_value());
    CHECK(second.has_value());
    CHECK_FALSE(FileLock::try_lock(file, FileLock::Mode::kExclusive).has_value());
  }
  const auto writer = FileLock::try_lock(file, FileLock::Mode::kExclusive);
  CHECK(writer.has_value());
  CHECK_FALSE(FileLock::try_lock(file, FileLock::Mode::kShared).has_value());
}

TEST_CASE("a reader makes no lock of its own, for it may have no right to write: a sealed generation has one") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(FileLock::try_lock(folder.path() / kLockFile, FileLock::Mode::kShared), std::system_error);

  const std::string name = make_generation(folder.path());

  CHECK(FileLock::try_lock(folder.path() / name / kLockFile, FileLock::Mode::kShared).has_value());
}

TEST_CASE("an index folder has one writer, and the second is told which folder is busy") {
  const TemporaryFolder folder;
  const fs::path dir = folder.path() / "new" / "index";
  {
    const FileLock writer = lock_for_writing(dir);
    CHECK_THROWS_AS(lock_for_writing(dir), WriterBusy);
    CHECK(contains(message([&dir] { lock_for_writing(dir); }), dir.string()));
  }
  CHECK_NOTHROW(lock_for_writing(dir));
}

TEST_CASE("an index of another format, analyser or lexicon is refused naming both") {
  CHECK_NOTHROW(require_readable(manifest(), 3, "0123456789abcdef"));
  const std::string analyzer = message([] { require_readable(manifest(), 977, "0123456789abcdef"); });
  CHECK(contains(analyzer, "是 3"));
  CHECK(contains(analyzer, "需要 977"));
  const std::string lexicon = message([] { require_readable(manifest(), 3, "fedcba9876543210"); });
  CHECK(contains(lexicon, "0123456789abcdef"));
  CHECK(contains(lexicon, "fedcba9876543210"));
  const std::string format = message([] {
    Manifest other = manifest();
    other.format_version = 977;
    require_readable(other, 3, "0123456789abcdef");
  });
  CHECK(contains(format, "是 977"));
  CHECK(contains(format, "需要 " + std::to_string(kFormatVersion)));
}

TEST_CASE("a manifest that is damaged or gone is refused by name") {
  const TemporaryFolder folder;
  const fs::path dir = folder.path() / make_generation(folder.path());
  const fs::path file = dir / kManifestFile;
  const std::string good = read_file(file);
  const auto refused = [&](const std::string& text) {
    write_file(file, text);
    return contains(message([&dir] { read_manifest(dir); }), file.string());
  };
  const auto replaced = [&good](const std::string& from, const std::string& to) {
    std::string text = good;
    REQUIRE(contains(text, from));
    return text.replace(text.find(from), from.size(), to);
  };

  CHECK(refused(""));
  CHECK(refused("[]"));
  CHECK(refused("{}"));
  CHECK(refused(good.substr(0, good.size() / 2)));
  CHECK(refused(replaced("\"format_version\": 5", "\"format_version\": \"5\"")));
  CHECK(refused(replaced("2026-11-22T12:00:00+08:00", "yesterday")));
  CHECK(refused(replaced("\"sha256\"", "\"sha512\"")));
  fs::remove(file);
  CHECK(contains(message([&dir] { read_manifest(dir); }), file.string()));
}

}  // namespace doorstep::index
