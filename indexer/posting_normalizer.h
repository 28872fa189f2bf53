#pragma once

// RawPosting -> Posting: what can be compared, filtered and shown, from what a sender wrote.

#include <string>

#include "schema/base/clock.h"
#include "schema/base/result.h"
#include "schema/domain/category.h"
#include "schema/domain/community.h"
#include "schema/domain/posting.h"
#include "schema/text/analyzer.h"

namespace doorstep::indexer {

struct NormalizedPosting {
  domain::Posting posting;
  base::Issues flags;  // an unknown community, no place to be found, …
};

// Thread-safe. What it is constructed with must outlive it.
class PostingNormalizer {
 public:
  // `read_at` is when postings without a date count as posted.
  PostingNormalizer(const domain::Gazetteer& gazetteer, const domain::Categories& categories,
                    const text::Normalizer& normalizer, base::Instant read_at);

  // Every text is masked; the place comes from coordinates, else from the community, else from the one community
  // that the address names.
  NormalizedPosting normalize(const domain::RawPosting& raw) const;

 private:
  void find_place(const domain::RawPosting& raw, NormalizedPosting& result) const;
  void read_dates(const domain::RawPosting& raw, domain::Posting& posting) const;

  const domain::Gazetteer& gazetteer_;
  const domain::Categories& categories_;
  const text::Normalizer& normalizer_;
  base::Instant read_at_;
};

}  // namespace doorstep::indexer
