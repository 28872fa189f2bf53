#include "indexer/base_writer.h"

#include <string>

#include "schema/index/index_layout.h"

namespace doorstep::indexer {
namespace {

// Nothing is ever deleted or replaced in a base, and a shard need not survive a crash.
constexpr int kShardFlags = Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST |
                            Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS;

std::filesystem::path created(std::filesystem::path folder) {
  std::filesystem::create_directories(folder);
  return folder;
}

}  // namespace

BaseWriter::BaseWriter(std::filesystem::path base_dir, std::filesystem::path scratch_dir,
                       std::function<void()> shard_written)
    : base_dir_(created(std::move(base_dir))),
      scratch_dir_(created(std::move(scratch_dir))),
      shard_written_(std::move(shard_written)),
      columns_(scratch_dir_ / index::kColumnsFile),
      texts_(scratch_dir_ / index::kTextsFile),
      postings_(scratch_dir_ / index::kPostingsFile) {}

std::filesystem::path BaseWriter::shard(std::uint32_t number) const {
  return scratch_dir_ / ("shard" + std::to_string(number));
}

void BaseWriter::add(const domain::Posting& posting, const PostingDocument& document, std::uint64_t cell,
                     std::uint32_t copy_group) {
  if (!open_shard_) open_shard_.emplace(shard(shards_++).string(), kShardFlags);
  Xapian::Document stored;
  for (const auto& [term, hits] : document.terms) stored.add_term(term, hits);
  open_shard_->add_document(stored);
  columns_.add(posting, cell, {copy_group, document.description_characters, document.employer, document.labels});
  texts_.add({posting.id, document.title, document.company, document.description});
  postings_.add(posting);
  characters_ += document.description_characters;
  ++count_;
  ++unflushed_documents_;
  unflushed_terms_ += document.terms.size();
  if (count_ % kShardDocuments == 0) {
    close_shard();
  } else if (unflushed_documents_ >= kFlushDocuments || unflushed_terms_ >= kFlushTerms) {
    flush();
  }
}

void BaseWriter::flush() {
  open_shard_->commit();
  unflushed_documents_ = 0;
  unflushed_terms_ = 0;
}

void BaseWriter::close_shard() {
  if (!open_shard_) return;
  flush();
  open_shard_.reset();
  shard_written_();
}

void BaseWriter::finish(std::uint32_t copy_groups) {
  close_shard();
  if (shards_ == 0) Xapian::WritableDatabase(shard(shards_++).string(), kShardFlags).commit();
  Xapian::Database all;
  for (std::uint32_t i = 0; i < shards_; ++i) all.add_database(Xapian::Database(shard(i).string()));
  all.compact(base_dir_.string(), Xapian::Compactor::FULL);
  columns_.finish(copy_groups);
  texts_.finish();
  postings_.finish();
  for (const std::string_view file : {index::kColumnsFile, index::kTextsFile, index::kPostingsFile}) {
    std::filesystem::rename(scratch_dir_ / file, base_dir_ / file);
  }
  std::filesystem::remove_all(scratch_dir_);
}

}  // namespace doorstep::indexer
