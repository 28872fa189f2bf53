#include "indexer/identity.h"

#include <algorithm>
#include <numeric>

#include <xxhash.h>

#include "schema/index/index_layout.h"

namespace doorstep::indexer {
namespace {

std::vector<std::uint32_t> ordinals_by_key(const std::vector<std::uint64_t>& keys) {
  std::vector<std::uint32_t> ordinals(keys.size());
  std::iota(ordinals.begin(), ordinals.end(), 0U);
  std::sort(ordinals.begin(), ordinals.end(),
            [&keys](std::uint32_t a, std::uint32_t b) { return keys[a] != keys[b] ? keys[a] < keys[b] : a < b; });
  return ordinals;
}

// Whether a character tells one vacancy from another: signs of general and of Chinese punctuation do not, but for 々 〆 〇.
bool tells_apart(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  const bool general = c >= 0x2000 && c <= 0x206F;
  const bool chinese = c >= 0x3000 && c <= 0x303F && (c < 0x3005 || c > 0x3007);
  return !general && !chinese;
}

// Spaces, punctuation and letter case do not make another vacancy.
void append_compact(std::string& out, std::string_view text, const text::Normalizer& normalizer) {
  const std::string normalized = normalizer.normalize(text);
  for (std::size_t at = 0; at < normalized.size();) {
    const std::size_t begin = at;
    if (tells_apart(text::next_code_point(normalized, at))) out.append(normalized, begin, at - begin);
  }
  out.push_back('\n');  // a field's end: "ab" + "c" is not "a" + "bc"
}

// Whether postings that agree in all of this can hardly be two vacancies: somebody is named, and something said of the
// work; or it is described at a length that nobody writes twice.
bool tells_enough(const domain::Posting& posting, std::string_view contact_phone) {
  constexpr std::size_t kLongDescription = 90;  // bytes, 30 Han characters
  const bool named = !posting.company.empty() || !contact_phone.empty();
  const bool told = !posting.description.empty() || !posting.pay.text.empty() || !posting.address.empty() ||
                    (!posting.company.empty() && !contact_phone.empty());
  return (named && told) || posting.description.size() >= kLongDescription;
}

}  // namespace

PostingKeys keys_of(const domain::Posting& posting, std::string_view contact_phone, const text::Normalizer& normalizer,
                    std::uint64_t seed) {
  PostingKeys keys;
  keys.id = XXH3_64bits_withSeed(posting.id.data(), posting.id.size(), seed);
  if (!tells_enough(posting, contact_phone)) return keys;
  std::string content;
  for (const std::string* text :
       {&posting.title, &posting.company, &posting.description, &posting.pay.text, &posting.address}) {
    append_compact(content, *text, normalizer);
  }
  content.append(contact_phone);
  keys.content = std::max<std::uint64_t>(XXH3_64bits_withSeed(content.data(), content.size(), seed), 1);
  return keys;
}

std::vector<bool> find_superseded(const std::vector<std::uint64_t>& id_keys) {
  std::vector<bool> superseded(id_keys.size(), false);
  const auto ordinals = ordinals_by_key(id_keys);
  for (std::size_t i = 0; i + 1 < ordinals.size(); ++i) {
    if (id_keys[ordinals[i]] == id_keys[ordinals[i + 1]]) superseded[ordinals[i]] = true;
  }
  return superseded;
}

CopyGroups group_copies(const std::vector<std::uint64_t>& content_keys, const std::vector<bool>& superseded) {
  CopyGroups groups;
  groups.group.assign(content_keys.size(), index::kNoCopies);
  const auto ordinals = ordinals_by_key(content_keys);
  std::uint32_t last = 0;  // the latest posting of this key that counts
  bool has_last = false;
  for (const std::uint32_t ordinal : ordinals) {
    if (content_keys[ordinal] == 0 || superseded[ordinal]) continue;
    if (has_last && content_keys[last] == content_keys[ordinal]) {
      if (groups.group[last] == index::kNoCopies) groups.group[last] = groups.count++;
      groups.group[ordinal] = groups.group[last];
    }
    last = ordinal;
    has_last = true;
  }
  return groups;
}

}  // namespace doorstep::indexer
