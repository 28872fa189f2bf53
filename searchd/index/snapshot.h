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

// Thread-safe. Holds the generation's lock shared, so that no writer removes it.
class Snapshot {
 public:
  // Opens the generation that CURRENT names. Throws std::runtime_error (which says what is wrong and what was
  // expected) when there is none, it is of another format, analyser or lexicon, or its files do not fit together.
  static std::shared_ptr<const Snapshot> open_current(const std::filesystem::path& index_dir,
                                                      std::uint32_t analyzer_version, const std::string& lexicon);

  const std::string& generation() const { return generation_; }
  const index::Manifest& manifest() const { return manifest_; }
  const index::Columns& columns() const { return columns_; }
  const index::Texts& texts() const { return texts_; }
  const domain::Gazetteer& communities() const { return communities_; }
  DatabasePool& databases() const { return databases_; }

  Snapshot(std::string generation, const std::filesystem::path& dir, index::Manifest manifest, index::FileLock lock);

 private:
  std::string generation_;
  index::Manifest manifest_;
  index::FileLock lock_;
  index::Columns columns_;
  index::Texts texts_;
  domain::Gazetteer communities_;
  mutable DatabasePool databases_;
};

}  // namespace doorstep::serving
