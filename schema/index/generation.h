#pragma once

// An index folder: CURRENT names the generation in service, WRITER is the lock of the one writing process, and each
// generation is a folder that never changes once CURRENT has named it.
//
// Who calls what: a writer calls lock_for_writing, makes a folder of new_generation_name, fills it, seals it (manifest with
// SHA-256, synced to disk) and publishes it (CURRENT by rename). A reader calls current_generation, holds a shared
// FileLock on the generation's lock file while it uses the folder, and calls read_manifest and require_readable.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"

namespace doorstep::index {

struct ManifestFile {
  std::string path;  // relative to the generation
  std::uint64_t bytes = 0;
  std::string sha256;  // 64 hex digits

  bool operator==(const ManifestFile&) const = default;
};

struct Manifest {
  std::uint32_t format_version = 0;
  std::uint32_t analyzer_version = 0;
  std::string lexicon;  // fingerprint
  base::Instant built_at;
  std::uint64_t postings = 0;
  std::uint64_t average_length = 0;  // characters of a description, the statistic of text ranking
  std::vector<ManifestFile> files;
  // Of a manifest that was read: whether it is what was written, by its own checksum.
  bool intact = true;

  bool operator==(const Manifest&) const = default;
};

// Another process is writing this index folder.
class WriterBusy : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// An advisory lock (flock) on a file, held until destruction; the system drops it when the process dies.
class FileLock {
 public:
  enum class Mode { kShared, kExclusive };

  // nullopt: somebody holds it otherwise. For an exclusive lock the file is made if need be; a shared one wants it to be
  // there. Throws std::system_error when it cannot be opened.
  static std::optional<FileLock> try_lock(const std::filesystem::path& file, Mode mode);

  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

// Makes the index folder if need be. Throws WriterBusy.
FileLock lock_for_writing(const std::filesystem::path& index_dir);

// A name for a new generation: sortable by time, and not one that exists.
std::string new_generation_name(const std::filesystem::path& index_dir, base::Instant built_at);

// The generation in service; nullopt: nothing was published yet, or CURRENT is damaged.
std::optional<std::string> current_generation(const std::filesystem::path& index_dir);

// Fills in Manifest::files from what is in the folder, writes the manifest, makes the readers' lock file and syncs everything
// to disk.
void seal(const std::filesystem::path& generation_dir, Manifest manifest);

// What comparing a generation's files with its manifest has shown.
struct Proof {
  enum class Outcome {
    kGood,
    kDamaged,    // `file` differs in size, SHA-256 or presence
    kAbandoned,  // go_on said no
  };
  Outcome outcome = Outcome::kGood;
  std::string file;  // relative to the generation
};

// Compares every file with its size and SHA-256, and the manifest on disk with `manifest`. go_on is called after each
// piece (at most 1 MB) with its bytes; what it waits, the comparing waits.
Proof prove(const std::filesystem::path& generation_dir, const Manifest& manifest,
            const std::function<bool(std::size_t bytes)>& go_on);

// The first file that is damaged, or nullopt.
std::optional<std::string> first_damaged_file(const std::filesystem::path& generation_dir, const Manifest& manifest);

// A moment in publish(): for tests of what a crash leaves.
enum class PublishStep { kBeforeRename, kAfterRename };

// Points CURRENT at a sealed generation, in one step for readers and for a crash.
void publish(const std::filesystem::path& index_dir, const std::string& generation,
             const std::function<void(PublishStep)>& reached = {});

// The generations that have a manifest, the latest written first.
std::vector<std::string> whole_generations(const std::filesystem::path& index_dir);

// Removes every generation but the current one that no reader holds, and what an interrupted build left. When CURRENT
// cannot be read, whole generations stay.
// Only while holding the writer's lock.
void remove_old_generations(const std::filesystem::path& index_dir);

// The text of manifest.json, with its checksum.
std::string format_manifest(const Manifest& manifest);

// Throws std::runtime_error for what is no manifest. A manifest that says other than what its checksum was made from is
// not intact, but still tells its versions.
Manifest parse_manifest(std::string_view text);

// Throws std::runtime_error naming the file and what is wrong with it.
Manifest read_manifest(const std::filesystem::path& generation_dir);

// Throws std::runtime_error naming both versions when this program cannot read such an index, and for a manifest that is
// not intact.
void require_readable(const Manifest& manifest, std::uint32_t analyzer_version, const std::string& lexicon);

}  // namespace doorstep::index
