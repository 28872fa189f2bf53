#pragma once

// Where normalised postings wait between the two passes of a build: on disk, so that memory holds some tens of
// bytes a posting and not the postings.
//
// First every add(); then keys, read() by ordinal and order(), each as often as wanted.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <vector>

#include "indexer/copy_groups.h"
#include "schema/domain/posting.h"

namespace doorstep::indexer {

// What tells postings apart. Equal hashes of ids are taken for equal ids (1 in 37 million for a million postings).
struct PostingKeys {
  std::uint64_t id = 0;
  CopySignature copy;
};

// Where a posting was read: the number of the input, and the line (saturated).
struct ReadAt {
  std::uint32_t input = 0;
  std::uint32_t line = 0;
};

struct SpilledPosting {
  std::uint32_t ordinal = 0;  // in order of reading, from 0
  ReadAt read_at;
  domain::Posting posting;
};

// Not thread-safe. Throws std::system_error when the disk refuses.
class Spill {
 public:
  // Writes into `folder`, which must exist; removes its files on destruction.
  explicit Spill(std::filesystem::path folder);
  ~Spill();
  Spill(const Spill&) = delete;
  Spill& operator=(const Spill&) = delete;

  void add(const domain::Posting& posting, ReadAt read_at, std::uint64_t cell, const PostingKeys& keys);

  std::uint32_t size() const { return count_; }

  struct Reference {
    std::uint64_t cell = 0;
    std::uint64_t offset = 0;
  };
  // Where the postings stand, by ordinal.
  std::vector<Reference> references();
  // The same in the order of their cell, then of reading.
  std::vector<Reference> order();

  // One kind of key of every posting, by ordinal.
  std::vector<std::uint64_t> id_keys();
  std::vector<CopySignature> copy_signatures();

  SpilledPosting read(const Reference& reference) const;

  // Removes its files; nothing may be called after.
  void remove();

 private:
  template <typename T>
  std::vector<T> load(std::ofstream& out, const std::filesystem::path& file);

  std::filesystem::path folder_;
  std::ofstream postings_;
  std::ofstream references_;
  std::ofstream ids_;
  std::ofstream signatures_;
  std::uint64_t offset_ = 0;
  std::uint32_t count_ = 0;
  int reading_fd_ = -1;
};

}  // namespace doorstep::indexer
