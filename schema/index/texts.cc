#include "schema/index/texts.h"

#include <array>
#include <cstring>

namespace doorstep::index {
namespace {

constexpr RecordsMagic kTextsMagic{'D', 'S', 'T', 'E', 'X', 'T', 'S', '\0'};

// A record: bytes of id, title and company, then the four texts one after the other.
using RecordLengths = std::array<std::uint32_t, 3>;

}  // namespace

TextsWriter::TextsWriter(std::filesystem::path file) : records_(std::move(file), kTextsMagic) {}

void TextsWriter::add(const PostingTexts& texts) {
  const RecordLengths lengths{static_cast<std::uint32_t>(texts.id.size()),
                              static_cast<std::uint32_t>(texts.title.size()),
                              static_cast<std::uint32_t>(texts.company.size())};
  const std::string_view coded(reinterpret_cast<const char*>(lengths.data()), sizeof lengths);
  records_.add({coded, texts.id, texts.title, texts.company, texts.description});
}

Texts::Texts(const std::filesystem::path& file) : records_(file, kTextsMagic, "texts") {}

PostingTexts Texts::row(std::uint32_t row) const {
  std::string_view rest = records_.row(row);
  RecordLengths lengths{};
  if (rest.size() < sizeof lengths) return {};
  std::memcpy(lengths.data(), rest.data(), sizeof lengths);
  rest.remove_prefix(sizeof lengths);
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
