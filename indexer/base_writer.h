#pragma once

// Writes the base of a generation: one compacted Xapian database, and its columns, texts and postings beside it.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "indexer/document_terms.h"
#include "schema/index/column_writer.h"
#include "schema/index/postings.h"
#include "schema/index/texts.h"

#include <xapian.h>

namespace doorstep::indexer {

// Postings are added in the order of their cell and get docids 1, 2, … in that order.
//
// They go through shards of kShardDocuments, each flushed every kFlushDocuments or kFlushTerms (small batches are
// both faster and smaller in memory than Xapian's default of 10,000), which finish() compacts in order into one.
// Not thread-safe. Throws Xapian::Error or std::system_error when the disk refuses.
class BaseWriter {
 public:
  static constexpr std::uint32_t kShardDocuments = 25'000;
  static constexpr std::uint32_t kFlushDocuments = 2'000;
  // Xapian holds some 90 bytes for a term of a posting until it is flushed: long descriptions flush sooner.
  static constexpr std::size_t kFlushTerms = 400'000;

  // `base_dir` is made; shards live in `scratch_dir` until finish(). `shard_written` is called after each of them.
  BaseWriter(
      std::filesystem::path base_dir, std::filesystem::path scratch_dir, std::function<void()> shard_written = [] {});

  void add(const domain::Posting& posting, const PostingDocument& document, std::uint64_t cell,
           std::uint32_t copy_group);

  // `copy_groups`: one more than the highest number given to add().
  void finish(std::uint32_t copy_groups);

  std::uint32_t size() const { return count_; }

  // Characters of a description on average, rounded; 0 for an empty index.
  std::uint64_t average_length() const { return count_ == 0 ? 0 : characters_ / count_; }

 private:
  std::filesystem::path shard(std::uint32_t number) const;
  void flush();
  void close_shard();

  std::filesystem::path base_dir_;
  std::filesystem::path scratch_dir_;
  std::function<void()> shard_written_;
  index::ColumnWriter columns_;
  index::TextsWriter texts_;
  index::PostingsWriter postings_;
  std::optional<Xapian::WritableDatabase> open_shard_;
  std::uint32_t shards_ = 0;
  std::uint32_t count_ = 0;
  std::uint32_t unflushed_documents_ = 0;
  std::size_t unflushed_terms_ = 0;
  std::uint64_t characters_ = 0;
};

}  // namespace doorstep::indexer
