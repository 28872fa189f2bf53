#include "schema/index/generation.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "schema/index/index_layout.h"
#include "schema/index/sha256.h"

namespace doorstep::index {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGenerationPrefix = "gen-";
constexpr std::size_t kPieceBytes = 1U << 18U;

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

// Forces a file, or the entries of a folder, to disk.
void sync(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path);
  const int failed = ::fsync(fd);
  ::close(fd);
  if (failed != 0) fail(path);
}

// nullopt: go_on said no.
std::optional<std::string> sha256_of(const fs::path& path, const std::function<bool(std::size_t)>& go_on) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail(path);
  Sha256 hash;
  std::vector<char> piece(kPieceBytes);
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size())) || in.gcount() > 0) {
    const auto bytes = static_cast<std::size_t>(in.gcount());
    hash.add({piece.data(), bytes});
    if (!go_on(bytes)) return std::nullopt;
  }
  return hash.hex();
}

bool never_tires(std::size_t) { return true; }

bool is_good(const fs::path& generation_dir) {
  try {
    return !first_damaged_file(generation_dir, read_manifest(generation_dir));
  } catch (const std::exception&) {
    return false;
  }
}

// The process or the machine has run out of something: says nothing about the file.
bool is_for_now(const std::system_error& error) {
  const int code = error.code().value();
  return code == EMFILE || code == ENFILE || code == ENOMEM;
}

std::vector<fs::path> files_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename() != kLockFile) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Replaces a file in one step: a reader sees the old or the new, whole.
void replace_file(const fs::path& path, const std::string& content,
                  const std::function<void(PublishStep)>& reached = {}) {
  const fs::path temporary = path.string() + ".new";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) fail(temporary);
  sync(temporary);
  if (reached) reached(PublishStep::kBeforeRename);
  fs::rename(temporary, path);
  if (reached) reached(PublishStep::kAfterRename);
  sync(path.parent_path());
}

}  // namespace

std::string new_generation_name(const fs::path& index_dir, base::Instant built_at) {
  std::string stamp = base::format_beijing(built_at).substr(0, 19);
  stamp.erase(std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == '-' || c == ':'; }), stamp.end());
  std::random_device random;
  for (;;) {
    std::string name = fmt::format("{}{}-{:08x}", kGenerationPrefix, stamp, random());
    if (!fs::exists(index_dir / name)) return name;
  }
}

std::optional<std::string> current_generation(const fs::path& index_dir) {
  std::ifstream in(index_dir / kCurrentFile);
  std::string name;
  if (!std::getline(in, name) || !name.starts_with(kGenerationPrefix) || name.find('/') != std::string::npos) {
    return std::nullopt;
  }
  return name;
}

void seal(const fs::path& generation_dir, Manifest manifest) {
  manifest.files.clear();
  for (const fs::path& path : files_below(generation_dir)) {
    manifest.files.push_back({fs::relative(path, generation_dir).string(),
                              static_cast<std::uint64_t>(fs::file_size(path)), sha256_of(path, never_tires).value()});
    sync(path);
  }
  sync(generation_dir / kBaseFolder);
  FileLock::try_lock(generation_dir / kLockFile, FileLock::Mode::kExclusive);
  replace_file(generation_dir / kManifestFile, format_manifest(manifest));
}

Proof prove(const fs::path& generation_dir, const Manifest& manifest,
            const std::function<bool(std::size_t bytes)>& go_on) {
  const auto damaged = [](std::string_view file) { return Proof{Proof::Outcome::kDamaged, std::string(file)}; };
  try {
    if (read_manifest(generation_dir) != manifest) return damaged(kManifestFile);
  } catch (const std::system_error& error) {
    if (is_for_now(error)) throw;
    return damaged(kManifestFile);
  } catch (const std::exception&) {
    return damaged(kManifestFile);
  }
  for (const ManifestFile& file : manifest.files) {
    const fs::path path = generation_dir / file.path;
    std::error_code absent;
    if (fs::file_size(path, absent) != file.bytes || absent) return damaged(file.path);
    try {
      const auto sha256 = sha256_of(path, go_on);
      if (!sha256) return {Proof::Outcome::kAbandoned, file.path};
      if (*sha256 != file.sha256) return damaged(file.path);
    } catch (const std::system_error& error) {
      if (is_for_now(error)) throw;
      return damaged(file.path);
    }
  }
  return {};
}

std::optional<std::string> first_damaged_file(const fs::path& generation_dir, const Manifest& manifest) {
  const Proof proof = prove(generation_dir, manifest, never_tires);
  if (proof.outcome == Proof::Outcome::kGood) return std::nullopt;
  return proof.file;
}

void publish(const fs::path& index_dir, const std::string& generation,
             const std::function<void(PublishStep)>& reached) {
  sync(index_dir);
  replace_file(index_dir / kCurrentFile, generation + "\n", reached);
}

std::vector<std::string> whole_generations(const fs::path& index_dir) {
  std::vector<std::pair<fs::file_time_type, std::string>> found;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(index_dir, unreadable)) {
    const std::string name = entry.path().filename().string();
    std::error_code absent;
    const auto written = fs::last_write_time(entry.path() / kManifestFile, absent);
    if (!absent && name.starts_with(kGenerationPrefix)) found.emplace_back(written, name);
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<std::string> names;
  names.reserve(found.size());
  for (auto& [written, name] : found) names.push_back(std::move(name));
  return names;
}

void remove_old_generations(const fs::path& index_dir) {
  const auto current = current_generation(index_dir);
  const bool current_is_good = current && is_good(index_dir / *current);
  for (const auto& entry : fs::directory_iterator(index_dir)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || !name.starts_with(kGenerationPrefix) || name == current) continue;
    // Without a good generation in service any whole one may be the last that is.
    if (!current_is_good && fs::exists(entry.path() / kManifestFile)) continue;
    const auto unused = FileLock::try_lock(entry.path() / kLockFile, FileLock::Mode::kExclusive);
    if (unused) fs::remove_all(entry.path());
  }
}

Manifest read_manifest(const fs::path& generation_dir) {
  const fs::path path = generation_dir / kManifestFile;
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in) fail(path);
  try {
    return parse_manifest(text);
  } catch (const std::exception& error) {
    throw std::runtime_error(fmt::format("{}: {}", path.string(), error.what()));
  }
}

void require_readable(const Manifest& manifest, std::uint32_t analyzer_version, const std::string& lexicon) {
  const auto refuse = [](std::string_view what, const auto& found, const auto& wanted) {
    throw std::runtime_error(
        fmt::format("索引的{}是 {}，本程序需要 {}：请用同一版本的 indexer 重建索引", what, found, wanted));
  };
  if (manifest.format_version != kFormatVersion) refuse("格式版本", manifest.format_version, kFormatVersion);
  if (manifest.analyzer_version != analyzer_version) refuse("分词版本", manifest.analyzer_version, analyzer_version);
  if (manifest.lexicon != lexicon) refuse("词库指纹", manifest.lexicon, lexicon);
  if (!manifest.intact) throw std::runtime_error(fmt::format("{} 与自己的校验和不符：索引已损坏", kManifestFile));
}

}  // namespace doorstep::index
