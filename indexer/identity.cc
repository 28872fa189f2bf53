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

// Spaces, punctuation and letter case do not make another vacancy.
void append_compact(std::string& out, std::string_view text, const text::Normalizer& normalizer) {
  for (const char c : normalizer.normalize(text)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool kept = byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
    if (kept) out.push_back(c);
  }
  out.push_back('\n');  // a field's end: "ab" + "c" is not "a" + "bc"
}

}  // namespace

PostingKeys keys_of(const domain::Posting& posting, std::string_view contact_phone, const text::Normalizer& normalizer,
                    std::uint64_t seed) {
  PostingKeys keys;
  keys.id = XXH3_64bits_withSeed(posting.id.data(), posting.id.size(), seed);
  const bool told = !posting.description.empty() || !posting.pay.text.empty() || !posting.address.empty();
  if (posting.company.empty() || !told) return keys;
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
