#include "schema/index/texts.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include <fmt/format.h>

#include "schema/index/index_layout.h"

namespace doorstep::index {
namespace {

constexpr std::array<char, 8> kTextsMagic{'D', 'S', 'T', 'E', 'X', 'T', 'S', '\0'};

// After the header the records, then rows + 1 offsets (uint64) of the records. A record: lengths of id, title and
// company (uint32 each), then the four texts one after the other.
struct TextsHeader {
  std::array<char, 8> magic;
  std::uint32_t version;
  std::uint32_t rows;
};
static_assert(sizeof(TextsHeader) == 16);

using RecordLengths = std::array<std::uint32_t, 3>;

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace

TextsWriter::TextsWriter(std::filesystem::path file)
    : file_(std::move(file)),
      out_(file_, std::ios::binary | std::ios::trunc),
      offset_(sizeof(TextsHeader)),
      starts_(file_.string() + ".starts", std::ios::binary | std::ios::trunc) {
  const TextsHeader placeholder{};
  out_.write(reinterpret_cast<const char*>(&placeholder), sizeof placeholder);
  if (!out_ || !starts_) fail(file_);
}

void TextsWriter::add(const PostingTexts& texts) {
  starts_.write(reinterpret_cast<const char*>(&offset_), sizeof offset_);
  const RecordLengths lengths{static_cast<std::uint32_t>(texts.id.size()),
                              static_cast<std::uint32_t>(texts.title.size()),
                              static_cast<std::uint32_t>(texts.company.size())};
  out_.write(reinterpret_cast<const char*>(lengths.data()), sizeof lengths);
  out_ << texts.id << texts.title << texts.company << texts.description;
  offset_ += sizeof lengths + texts.id.size() + texts.title.size() + texts.company.size() + texts.description.size();
  ++rows_;
}

void TextsWriter::finish() {
  starts_.write(reinterpret_cast<const char*>(&offset_), sizeof offset_);
  starts_.close();
  const std::string starts_file = file_.string() + ".starts";
  std::ifstream starts(starts_file, std::ios::binary);
  if (!starts_ || !starts) fail(starts_file);
  out_ << starts.rdbuf();
  out_.seekp(0);
  const TextsHeader header{kTextsMagic, kFormatVersion, rows_};
  out_.write(reinterpret_cast<const char*>(&header), sizeof header);
  out_.close();
  if (!out_) fail(file_);
  std::filesystem::remove(starts_file);
}

Texts::Texts(const std::filesystem::path& file) : file_(file) {
  const auto bytes = file_.bytes();
  TextsHeader header{};
  const auto refuse = [&file](std::string_view reason) {
    throw std::runtime_error(fmt::format("{}: {}", file.string(), reason));
  };
  if (bytes.size() < sizeof header) refuse("too short for its header");
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != kTextsMagic) refuse("not a texts file");
  if (header.version != kFormatVersion) {
    refuse(fmt::format("format version {}, this program reads {}", header.version, kFormatVersion));
  }
  const std::size_t starts_bytes = (header.rows + std::size_t{1}) * sizeof(std::uint64_t);
  if (bytes.size() < sizeof header + starts_bytes) refuse("cut short");
  rows_ = header.rows;
  texts_end_ = bytes.size() - starts_bytes;
  starts_ = bytes.data() + texts_end_;
  // The offsets frame the texts exactly, so that a file cut short anywhere is told from a whole one.
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::memcpy(&first, starts_, sizeof first);
  std::memcpy(&last, starts_ + header.rows * sizeof last, sizeof last);
  if (first != sizeof header || last != texts_end_) refuse("cut short");
}

PostingTexts Texts::row(std::uint32_t row) const {
  std::array<std::uint64_t, 2> range{};
  std::memcpy(range.data(), starts_ + row * sizeof(std::uint64_t), sizeof range);
  RecordLengths lengths{};
  if (range[1] > texts_end_ || range[0] > range[1] || range[1] - range[0] < sizeof lengths) return {};
  const std::byte* at = file_.bytes().data() + range[0];
  std::memcpy(lengths.data(), at, sizeof lengths);
  std::string_view rest(reinterpret_cast<const char*>(at + sizeof lengths), range[1] - range[0] - sizeof lengths);
  const auto take = [&rest](std::size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(taken.size());
    return taken;
  };
  PostingTexts texts;
  texts.id = take(lengths[0]);
  texts.title = take(lengths[1]);
  texts.company = take(lengths[2]);
  texts.description = rest;
  return texts;
}

}  // namespace doorstep::index
