#pragma once

// Which lines speak of the same posting, and which postings of the same vacancy.

#include <cstdint>
#include <string_view>
#include <vector>

#include "indexer/spill.h"
#include "schema/domain/posting.h"
#include "schema/text/analyzer.h"

namespace doorstep::indexer {

// Keys of a posting. Copies agree in normalised title, company, description, pay, address and contact phone; a posting that
// says too little to tell two vacancies apart (neither company nor phone and no long description, or nothing of the work) can have
// none. The phone is only hashed, with `seed` that lives as long as one build.
PostingKeys keys_of(const domain::Posting& posting, std::string_view contact_phone, const text::Normalizer& normalizer,
                    std::uint64_t seed);

// By ordinal: whether a later line has the same id, and so replaces this one.
std::vector<bool> find_superseded(const std::vector<std::uint64_t>& id_keys);

struct CopyGroups {
  std::vector<std::uint32_t> group;  // by ordinal; index::kNoCopies for a posting alone
  std::uint32_t count = 1;           // one more than the highest
};

// Superseded postings are nobody's copy.
CopyGroups group_copies(const std::vector<std::uint64_t>& content_keys, const std::vector<bool>& superseded);

}  // namespace doorstep::indexer
