#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::text {

// A text under construction and, when `mapped`, the place in the original that each of its bytes came from
// (see Normalizer::Mapped, without the one past the end).
struct MappedText {
  bool mapped = false;
  std::string text;
  std::vector<std::uint32_t> source;

  void append(std::string_view bytes, std::size_t from) {
    text.append(bytes);
    if (mapped) source.insert(source.end(), bytes.size(), static_cast<std::uint32_t>(from));
  }

  void truncate(std::size_t size) {
    text.resize(size);
    if (mapped) source.resize(size);
  }
};

}  // namespace doorstep::text
