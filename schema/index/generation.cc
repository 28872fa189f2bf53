#include "schema/index/generation.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <memory>
#include <random>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "schema/index/index_layout.h"

namespace doorstep::index {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGenerationPrefix = "gen-";

[[noreturn]] void fail(const fs::path& path) { throw std::system_error(errno, std::generic_category(), path.string()); }

// Forces a file, or the entries of a folder, to disk.
void sync(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path);
  const int failed = ::fsync(fd);
  ::close(fd);
  if (failed != 0) fail(path);
}

std::string sha256_of(const fs::path& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::ifstream in(path, std::ios::binary);
  if (!in || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) fail(path);
  std::vector<char> block(1U << 18U);
  while (in.read(block.data(), static_cast<std::streamsize>(block.size())) || in.gcount() > 0) {
    EVP_DigestUpdate(context.get(), block.data(), static_cast<std::size_t>(in.gcount()));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest.at(i));
  return hex;
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
void replace_file(const fs::path& path, const std::string& content) {
  const fs::path temporary = path.string() + ".new";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out << content;
  out.close();
  if (!out) fail(temporary);
  sync(temporary);
  fs::rename(temporary, path);
  sync(path.parent_path());
}

nlohmann::json to_json(const Manifest& manifest) {
  nlohmann::json files = nlohmann::json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return {{"format_version", manifest.format_version},
          {"analyzer_version", manifest.analyzer_version},
          {"lexicon", manifest.lexicon},
          {"built_at", base::format_beijing(manifest.built_at)},
          {"postings", manifest.postings},
          {"average_length", manifest.average_length},
          {"files", std::move(files)}};
}

Manifest from_json(const nlohmann::json& json) {
  Manifest manifest;
  json.at("format_version").get_to(manifest.format_version);
  json.at("analyzer_version").get_to(manifest.analyzer_version);
  json.at("lexicon").get_to(manifest.lexicon);
  json.at("postings").get_to(manifest.postings);
  json.at("average_length").get_to(manifest.average_length);
  const auto built_at = base::parse_instant(json.at("built_at").get<std::string>());
  if (!built_at) throw std::runtime_error("built_at is not a time");
  manifest.built_at = *built_at;
  for (const auto& file : json.at("files")) {
    manifest.files.push_back({file.at("path").get<std::string>(), file.at("bytes").get<std::uint64_t>(),
                              file.at("sha256").get<std::string>()});
  }
  return manifest;
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
                              static_cast<std::uint64_t>(fs::file_size(path)), sha256_of(path)});
    sync(path);
  }
  sync(generation_dir / kBaseFolder);
  FileLock::try_lock(generation_dir / kLockFile, FileLock::Mode::kExclusive);
  replace_file(generation_dir / kManifestFile, to_json(manifest).dump(2) + "\n");
}

std::optional<std::string> first_damaged_file(const fs::path& generation_dir, const Manifest& manifest) {
  for (const ManifestFile& file : manifest.files) {
    const fs::path path = generation_dir / file.path;
    std::error_code absent;
    if (fs::file_size(path, absent) != file.bytes || absent || sha256_of(path) != file.sha256) return file.path;
  }
  return std::nullopt;
}

void publish(const fs::path& index_dir, const std::string& generation) {
  sync(index_dir);
  replace_file(index_dir / kCurrentFile, generation + "\n");
}

void remove_old_generations(const fs::path& index_dir) {
  const auto current = current_generation(index_dir);
  for (const auto& entry : fs::directory_iterator(index_dir)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_directory() || !name.starts_with(kGenerationPrefix) || name == current) continue;
    // With CURRENT lost, any whole generation may be the one that was in service.
    if (!current && fs::exists(entry.path() / kManifestFile)) continue;
    const auto unused = FileLock::try_lock(entry.path() / kLockFile, FileLock::Mode::kExclusive);
    if (unused) fs::remove_all(entry.path());
  }
}

Manifest read_manifest(const fs::path& generation_dir) {
  const fs::path path = generation_dir / kManifestFile;
  std::ifstream in(path);
  if (!in) fail(path);
  try {
    return from_json(nlohmann::json::parse(in));
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
}

}  // namespace doorstep::index
