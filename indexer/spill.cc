#include "indexer/spill.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "schema/index/document_codec.h"

namespace doorstep::indexer {
namespace {

// Before every posting in the file: its ordinal, its bytes, its input and line.
using RecordHeader = std::array<std::uint32_t, 4>;

constexpr std::array<const char*, 4> kFiles{"postings.spill", "references.spill", "ids.spill", "signatures.spill"};

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

void read_at(int fd, void* to, std::size_t size, std::uint64_t offset) {
  char* at = static_cast<char*>(to);
  while (size > 0) {
    const ssize_t got = ::pread(fd, at, size, static_cast<off_t>(offset));
    if (got <= 0) throw std::system_error(got < 0 ? errno : EIO, std::generic_category(), kFiles[0]);
    at += got;
    size -= static_cast<std::size_t>(got);
    offset += static_cast<std::uint64_t>(got);
  }
}

template <typename T>
void put(std::ofstream& out, const T& value) {
  out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

Spill::Spill(std::filesystem::path folder) : folder_(std::move(folder)) {
  const std::array<std::ofstream*, 4> streams{&postings_, &references_, &ids_, &signatures_};
  for (std::size_t i = 0; i < streams.size(); ++i) {
    streams.at(i)->open(folder_ / kFiles.at(i), std::ios::binary | std::ios::trunc);
    if (!*streams.at(i)) fail(folder_ / kFiles.at(i));
  }
}

Spill::~Spill() { remove(); }

void Spill::remove() {
  if (reading_fd_ >= 0) ::close(reading_fd_);
  reading_fd_ = -1;
  for (const char* file : kFiles) {
    std::error_code ignored;  // a left-over is cleared with the generation's folder
    std::filesystem::remove(folder_ / file, ignored);
  }
}

void Spill::add(const domain::Posting& posting, ReadAt read_at, std::uint64_t cell, const PostingKeys& keys) {
  const std::string bytes = index::encode_posting(posting);
  const RecordHeader header{count_, static_cast<std::uint32_t>(bytes.size()), read_at.input, read_at.line};
  put(postings_, header);
  postings_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  put(references_, Reference{cell, offset_});
  put(ids_, keys.id);
  put(signatures_, keys.copy);
  if (!postings_ || !references_ || !ids_ || !signatures_) fail(folder_);
  offset_ += sizeof header + bytes.size();
  ++count_;
}

template <typename T>
std::vector<T> Spill::load(std::ofstream& out, const std::filesystem::path& file) {
  if (out.is_open()) out.close();
  std::vector<T> values(count_);
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(count_ * sizeof(T)));
  if (!out || !in) fail(file);
  return values;
}

std::vector<Spill::Reference> Spill::references() {
  if (reading_fd_ < 0) {
    postings_.close();
    reading_fd_ = ::open((folder_ / kFiles[0]).c_str(), O_RDONLY | O_CLOEXEC);
    if (!postings_ || reading_fd_ < 0) fail(folder_ / kFiles[0]);
  }
  return load<Reference>(references_, folder_ / kFiles[1]);
}

std::vector<Spill::Reference> Spill::order() {
  auto references = this->references();
  // Offsets rise in the order of reading.
  std::sort(references.begin(), references.end(), [](const Reference& a, const Reference& b) {
    return a.cell != b.cell ? a.cell < b.cell : a.offset < b.offset;
  });
  return references;
}

std::vector<std::uint64_t> Spill::id_keys() { return load<std::uint64_t>(ids_, folder_ / kFiles[2]); }

std::vector<CopySignature> Spill::copy_signatures() { return load<CopySignature>(signatures_, folder_ / kFiles[3]); }

SpilledPosting Spill::read(const Reference& reference) const {
  RecordHeader header{};
  read_at(reading_fd_, header.data(), sizeof header, reference.offset);
  std::string bytes(header[1], '\0');
  read_at(reading_fd_, bytes.data(), bytes.size(), reference.offset + sizeof header);
  auto posting = index::decode_posting(bytes);
  if (!posting) throw std::runtime_error("the build's own temporary file was damaged");
  return {header[0], {header[2], header[3]}, std::move(*posting)};
}

}  // namespace doorstep::indexer
