// manifest.json: what says which files a generation has.

#include <filesystem>
#include <stdexcept>

#include "schema/index/generation.h"
#include "tests/fuzz/target.h"

namespace doorstep::fuzzing {
namespace {

index::Manifest written_and_read(const index::Manifest& manifest) {
  try {
    return index::parse_manifest(index::format_manifest(manifest));
  } catch (const std::runtime_error&) {
    require(false, "a manifest that was read can be written and read again");
    throw;
  }
}

void check_files(const index::Manifest& manifest) {
  for (const index::ManifestFile& file : manifest.files) {
    const std::filesystem::path path(file.path);
    require(!file.path.empty() && path.is_relative(), "a file is named relative to its generation");
    for (const auto& part : path) require(part != "..", "a file lies in its generation");
    require(is_utf8(file.path) && is_utf8(file.sha256), "what is said of a file is text");
  }
}

}  // namespace

bool reads(std::string_view bytes) {
  try {
    index::Manifest manifest = index::parse_manifest(bytes);
    check_files(manifest);
    const index::Manifest again = written_and_read(manifest);
    require(again.intact, "a manifest just written is intact");
    manifest.intact = true;
    require(again == manifest, "a manifest that is written is read as it was");
    return true;
  } catch (const std::runtime_error& error) {
    require(error.what()[0] != '\0', "a refusal says why");
    return false;
  }
}

}  // namespace doorstep::fuzzing
