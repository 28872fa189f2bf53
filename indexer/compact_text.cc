#include "indexer/compact_text.h"

#include "schema/text/analyzer.h"

namespace doorstep::indexer {
namespace {

// Signs of general and of Chinese punctuation do not, but for 々 〆 〇.
bool tells_apart(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  const bool general = c >= 0x2000 && c <= 0x206F;
  const bool chinese = c >= 0x3000 && c <= 0x303F && (c < 0x3005 || c > 0x3007);
  return !general && !chinese;
}

}  // namespace

std::u32string compact(std::string_view normalized) {
  std::u32string out;
  out.reserve(normalized.size() / 3);
  for (std::size_t at = 0; at < normalized.size();) {
    const char32_t c = text::next_code_point(normalized, at);
    if (tells_apart(c)) out.push_back(c);
  }
  return out;
}

}  // namespace doorstep::indexer
