#include "schema/index/records.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "schema/index/index_layout.h"

namespace doorstep::index {
namespace {

// After the header the records, then rows + 1 offsets (uint64) of the records.
struct RecordsHeader {
  RecordsMagic magic;
  std::uint32_t version;
  std::uint32_t rows;
};
static_assert(sizeof(RecordsHeader) == 16);

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace

RecordsWriter::RecordsWriter(std::filesystem::path file, RecordsMagic magic)
    : file_(std::move(file)),
      magic_(magic),
      out_(file_, std::ios::binary | std::ios::trunc),
      offset_(sizeof(RecordsHeader)),
      starts_(file_.string() + ".starts", std::ios::binary | std::ios::trunc) {
  const RecordsHeader placeholder{};
  out_.write(reinterpret_cast<const char*>(&placeholder), sizeof placeholder);
  if (!out_ || !starts_) fail(file_);
}

void RecordsWriter::add(std::initializer_list<std::string_view> pieces) {
  starts_.write(reinterpret_cast<const char*>(&offset_), sizeof offset_);
  for (const std::string_view piece : pieces) {
    out_ << piece;
    offset_ += piece.size();
  }
  ++rows_;
}

void RecordsWriter::finish() {
  starts_.write(reinterpret_cast<const char*>(&offset_), sizeof offset_);
  starts_.close();
  const std::string starts_file = file_.string() + ".starts";
  std::ifstream starts(starts_file, std::ios::binary);
  if (!starts_ || !starts) fail(starts_file);
  out_ << starts.rdbuf();
  out_.seekp(0);
  const RecordsHeader header{magic_, kFormatVersion, rows_};
  out_.write(reinterpret_cast<const char*>(&header), sizeof header);
  out_.close();
  if (!out_) fail(file_);
  std::filesystem::remove(starts_file);
}

Records::Records(const std::filesystem::path& file, RecordsMagic magic, std::string_view kind) : file_(file) {
  const auto bytes = file_.bytes();
  RecordsHeader header{};
  const auto refuse = [&file](std::string_view reason) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), reason));
  };
  if (bytes.size() < sizeof header) refuse("too short for its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != magic) refuse(fmt::format("not a {} file", kind));
  if (header.version != kFormatVersion) {
    refuse(fmt::format("format version {}, this program reads {}", header.version, kFormatVersion));
  }
  const std::size_t starts_bytes = (header.rows + std::size_t{1}) * sizeof(std::uint64_t);
  if (bytes.size() < sizeof header + starts_bytes) refuse("cut short");
  rows_ = header.rows;
  records_end_ = bytes.size() - starts_bytes;
  starts_ = bytes.data() + records_end_;
  // The offsets frame the records exactly, so that a file cut short anywhere is told from a whole one.
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, starts_, sizeof first);
  std::memcpy(&last, starts_ + header.rows * sizeof last, sizeof last);
  if (first != sizeof header || last != records_end_) refuse("cut short");
}

std::string_view Records::row(std::uint32_t row) const {
  if (row >= rows_) return {};
  std::array<std::uint64_t, 2> range{};
  std::memcpy(range.data(), starts_ + row * sizeof(std::uint64_t), sizeof range);
  if (range[0] < sizeof(RecordsHeader) || range[0] > range[1] || range[1] > records_end_) return {};
  return {reinterpret_cast<const char*>(file_.bytes().data() + range[0]), range[1] - range[0]};
}

}  // namespace doorstep::index
