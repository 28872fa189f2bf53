// texts.bin: what `exact` and the phrase boost compare with.

#include <stdexcept>

#include "schema/index/texts.h"
#include "tests/fuzz/scratch_file.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

void read_row(const index::Texts& texts, std::uint32_t row, std::string_view bytes) {
  const index::PostingTexts text = texts.row(row);
  std::size_t size = 0;
  for (const std::string_view part : {text.id, text.title, text.company, text.description}) {
    size += part.size();
    require(part.empty() || bytes.find(part) != std::string_view::npos, "a text is one of the file's");
  }
  require(size <= bytes.size(), "a row is no longer than the file");
}

}  // namespace

bool reads(std::string_view bytes) {
  const ScratchFile file(of_this_version(bytes));
  try {
    const index::Texts texts(file.path());
    require(texts.rows() * sizeof(std::uint64_t) < bytes.size(), "every row has an offset in the file");
    for (std::uint32_t row = 0; row < texts.rows(); ++row) read_row(texts, row, bytes);
    return true;
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with(file.path().native()), "a refusal names the file");
    return false;
  }
}

}  // namespace doorstep::fuzzing
