#include "searchd/index/snapshot.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>

#include "schema/index/index_layout.h"

namespace doorstep::serving {
namespace {

domain::Gazetteer read_communities(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string csv{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  auto parsed = domain::parse_communities_csv(csv);
  if (!in || !parsed.ok()) throw std::runtime_error(fmt::format("{}：社区名册读不出来", file.string()));
  return domain::Gazetteer(std::move(parsed).value().communities);
}

// A file that was cut short would end the process when it is read past its end: it is mapped.
void require_whole_files(const std::filesystem::path& dir, const index::Manifest& manifest) {
  for (const index::ManifestFile& file : manifest.files) {
    std::error_code absent;
    const std::uintmax_t bytes = std::filesystem::file_size(dir / file.path, absent);
    if (!absent && bytes == file.bytes) continue;
    throw std::runtime_error(fmt::format("{} 不完整：应有 {} 字节，{}", file.path, file.bytes,
                                         absent ? "文件不见了" : fmt::format("现有 {} 字节", bytes)));
  }
}

}  // namespace

DatabasePool::Lease::~Lease() {
  if (!database_) return;
  const std::lock_guard guard(pool_.mutex_);
  pool_.free_.push_back(std::move(database_));
}

DatabasePool::Lease DatabasePool::lease() {
  {
    const std::lock_guard guard(mutex_);
    if (!free_.empty()) {
      auto database = std::move(free_.back());
      free_.pop_back();
      return {*this, std::move(database)};
    }
  }
  return {*this, std::make_unique<Xapian::Database>(folder_.string())};
}

Snapshot::Snapshot(std::string generation, const std::filesystem::path& dir, index::Manifest manifest,
                   index::FileLock lock)
    : generation_(std::move(generation)),
      folder_(dir),
      manifest_(std::move(manifest)),
      lock_(std::move(lock)),
      columns_(dir / index::kBaseFolder / index::kColumnsFile),
      texts_(dir / index::kBaseFolder / index::kTextsFile),
      postings_(dir / index::kBaseFolder / index::kPostingsFile),
      communities_(read_communities(dir / index::kCommunitiesFile)),
      databases_(dir / index::kBaseFolder) {
  const std::uint32_t documents = databases_.lease().database().get_doccount();
  if (columns_.rows() != documents || texts_.rows() != documents || postings_.rows() != documents) {
    throw std::runtime_error(fmt::format("{}：{} 个文档、{} 行列数据、{} 行文本、{} 行岗位，四者应当相同", dir.string(),
                                         documents, columns_.rows(), texts_.rows(), postings_.rows()));
  }
}

std::shared_ptr<const Snapshot> Snapshot::open(const std::filesystem::path& index_dir, const std::string& generation,
                                               const ReaderVersions& versions) {
  const std::filesystem::path dir = index_dir / generation;
  auto lock = index::FileLock::try_lock(dir / index::kLockFile, index::FileLock::Mode::kShared);
  if (!lock) throw std::runtime_error(fmt::format("{}：这一代索引正在被删除", dir.string()));
  index::Manifest manifest = index::read_manifest(dir);
  index::require_readable(manifest, versions.analyzer, versions.lexicon);
  require_whole_files(dir, manifest);
  try {
    return std::make_shared<const Snapshot>(generation, dir, std::move(manifest), std::move(*lock));
  } catch (const Xapian::Error& error) {
    throw std::runtime_error(fmt::format("{}：{}", dir.string(), error.get_description()));
  }
}

}  // namespace doorstep::serving
