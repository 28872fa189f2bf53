#include "schema/index/postings.h"

#include "schema/index/document_codec.h"

namespace doorstep::index {
namespace {

constexpr RecordsMagic kPostingsMagic{'D', 'S', 'P', 'O', 'S', 'T', 'S', '\0'};

}  // namespace

PostingsWriter::PostingsWriter(std::filesystem::path file) : records_(std::move(file), kPostingsMagic) {}

void PostingsWriter::add(const domain::Posting& posting) { records_.add({encode_posting(posting)}); }

Postings::Postings(const std::filesystem::path& file) : records_(file, kPostingsMagic, "postings") {}

}  // namespace doorstep::index
