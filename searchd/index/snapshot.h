#pragma once

// One generation, opened for reading: everything that a request may look at, and nothing that changes.

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <xapian.h>

#include "schema/domain/community.h"
#include "schema/index/columns.h"
#include "schema/index/generation.h"
#include "schema/index/postings.h"
#include "schema/index/texts.h"

namespace doorstep::serving {

// Xapian databases of one folder. A handle is used by one thread at a time; it is opened when none is free
// (25 µs) and kept for the next request.
class DatabasePool {
 public:
  explicit DatabasePool(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Gives its handle back on destruction. The pool must outlive it.
  class Lease {
   public:
    Lease(DatabasePool& pool, std::unique_ptr<Xapian::Database> database)
        : pool_(pool), database_(std::move(database)) {}
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    Xapian::Database& database() { return *database_; }
    // Forgets a handle that has failed, so that nobody is given it again.
    void discard() { database_.reset(); }

   private:
    DatabasePool& pool_;
    std::unique_ptr<Xapian::Database> database_;
  };

  // Throws Xapian::Error.
  Lease lease();

 private:
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Xapian::Database>> free_;
};

// What an index must have been written with for this program to read it.
struct ReaderVersions {
  std::uint32_t analyzer = 0;
  std::string lexicon;  // fingerprint
};

// Thread-safe. Holds the generation's lock shared, so that no writer removes it.
class Snapshot {
 public:
  // Opens one generation of an index folder. Throws std::runtime_error (which says what is wrong and what was expected)
  // when it is of another format, analyser or lexicon, its manifest is damaged, its files do not fit together, or a
  // writer is removing it.
  static std::shared_ptr<const Snapshot> open(const std::filesystem::path& index_dir, const std::string& generation,
                                              const ReaderVersions& versions);

  const std::string& generation() const { return generation_; }
  const std::filesystem::path& folder() const { return folder_; }
  const index::Manifest& manifest() const { return manifest_; }
  const index::Columns& columns() const { return columns_; }
  const index::Texts& texts() const { return texts_; }
  const index::Postings& postings() const { return postings_; }
  const domain::Gazetteer& communities() const { return communities_; }
  DatabasePool& databases() const { return databases_; }

  Snapshot(std::string generation, const std::filesystem::path& dir, index::Manifest manifest, index::FileLock lock);

 private:
  std::string generation_;
  std::filesystem::path folder_;
  index::Manifest manifest_;
  index::FileLock lock_;
  index::Columns columns_;
  index::Texts texts_;
  index::Postings postings_;
  domain::Gazetteer communities_;
  mutable DatabasePool databases_;
};

}  // namespace doorstep::serving
