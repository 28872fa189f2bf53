// postings.bin: what hits and single postings are shown from.

#include <stdexcept>

#include "schema/index/document_codec.h"
#include "schema/index/postings.h"
#include "tests/fuzz/scratch_file.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

void read_row(const index::Postings& postings, std::uint32_t row, std::string_view bytes) {
  const std::string_view record = postings.row(row);
  require(record.empty() || bytes.find(record) != std::string_view::npos, "a record is one of the file's");
  const auto posting = index::decode_posting(record);
  if (!posting) return;
  require(!posting->id.empty(), "a posting has an id");
  // As bytes: a point may be no number, which equals nothing.
  const std::string coded = index::encode_posting(*posting);
  const auto again = index::decode_posting(coded);
  require(again && index::encode_posting(*again) == coded, "what was read is read as it was written");
}

}  // namespace

bool reads(std::string_view bytes) {
  const ScratchFile file(of_this_version(bytes));
  try {
    const index::Postings postings(file.path());
    require(postings.rows() * sizeof(std::uint64_t) < bytes.size(), "every row has an offset in the file");
    for (std::uint32_t row = 0; row < postings.rows(); ++row) read_row(postings, row, bytes);
    return true;
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with(file.path().native()), "a refusal names the file");
    return false;
  }
}

}  // namespace doorstep::fuzzing
