// Reads postings as JSONL on stdin and prints `id<TAB>group` for each, as a build would group them: what copies_test.py
// judges. 0: a posting alone. Lines that are refused are left out.

#include <iostream>
#include <string>
#include <vector>

#include "indexer/copy_check.h"
#include "indexer/copy_groups.h"
#include "indexer/posting_normalizer.h"
#include "schema/json/posting_reader.h"
#include "tests/support/words.h"

using namespace doorstep;

int main() {
  std::ios::sync_with_stdio(false);
  const auto& words = testing::Words::shared();
  const domain::Gazetteer nowhere(std::vector<domain::Community>{});
  const indexer::PostingNormalizer normalizer(nowhere, words.categories, words.normalizer, base::Instant{});
  std::vector<std::string> ids;
  std::vector<indexer::CopyProfile> profiles;
  std::vector<indexer::CopySignature> signatures;
  for (std::string line; std::getline(std::cin, line);) {
    const auto read = json::read_posting(line);
    if (!read.ok()) continue;
    const domain::RawPosting& raw = read.value().posting;
    const domain::Posting posting = normalizer.normalize(raw).posting;
    ids.push_back(posting.id);
    profiles.push_back(indexer::copy_profile(posting, indexer::phone_key(raw.contact_phone, 1), words.normalizer));
    signatures.push_back(indexer::signature_of(profiles.back()));
  }
  const auto groups = indexer::group_copies(signatures, std::vector<bool>(ids.size(), false),
                                            [&profiles](std::uint32_t ordinal) { return profiles[ordinal]; });
  for (std::size_t i = 0; i < ids.size(); ++i) std::cout << ids[i] << '\t' << groups.group[i] << '\n';
  return std::cout.flush() ? 0 : 1;
}
