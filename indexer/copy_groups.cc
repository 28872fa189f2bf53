#include "indexer/copy_groups.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <utility>

#include <xxhash.h>

#include "schema/index/index_layout.h"

namespace doorstep::indexer {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

std::uint64_t hash(std::u32string_view text, std::uint64_t seed) {
  return XXH3_64bits_withSeed(text.data(), text.size() * sizeof(char32_t), seed);
}

// Who is behind a band. A posting without company is known by its phone, one without phone by its company.
std::uint64_t salt_of(const CopyProfile& profile, std::size_t band) {
  const bool by_phone = band >= CopySignature::kBands - CopySignature::kPhoneBands;
  const bool phone_counts = profile.phone != 0 && (by_phone || profile.company.empty());
  return phone_counts ? XXH3_64bits_withSeed(&profile.phone, sizeof profile.phone, band) : hash(profile.company, band);
}

// One bit a character, so that a subset of characters has a subset of bits.
std::uint64_t bits_of(std::u32string_view title) {
  std::uint64_t bits = 0;
  for (const char32_t c : title) bits |= std::uint64_t{1} << ((c * 0x9E3779B1U) >> 26U & 63U);
  return bits;
}

// Employment type, education, experience, groups, and what tags say. 0: nothing of it.
std::uint64_t hash_of_labels(const CopyProfile& profile) {
  // None asked for and not said are one.
  std::vector<std::uint64_t> said{profile.employment_type,
                                  profile.education,
                                  profile.experience.min_years.value_or(0),
                                  profile.experience.max_years.value_or(0),
                                  profile.label_marks.said,
                                  profile.label_marks.denied};
  said.insert(said.end(), profile.groups.begin(), profile.groups.end());
  if (std::all_of(said.begin(), said.end(), [](std::uint64_t one) { return one == 0; })) return 0;
  return XXH3_64bits(said.data(), said.size() * sizeof said.front());
}

bool is_subset(std::uint64_t a, std::uint64_t b) { return (a & ~b) == 0; }

bool may_be_copies(const CopySignature& a, const CopySignature& b) {
  const bool pay = a.pay == b.pay || a.pay == 0 || b.pay == 0;
  const bool phone = a.phone == b.phone || a.phone == 0 || b.phone == 0;
  return pay && phone && (is_subset(a.title, b.title) || is_subset(b.title, a.title));
}

// By ordinal, the number of the bucket of those that share a band; kNone for one that is alone in it.
struct Buckets {
  std::vector<std::uint32_t> of;
  std::uint32_t count = 0;
};

Buckets buckets_of(const std::vector<CopySignature>& signatures, const std::vector<bool>& superseded,
                   std::size_t band) {
  std::vector<std::uint32_t> ordinals;
  for (std::uint32_t i = 0; i < signatures.size(); ++i) {
    if (!superseded[i] && signatures[i] != CopySignature{}) ordinals.push_back(i);
  }
  const auto key = [&](std::uint32_t ordinal) { return signatures[ordinal].bands.at(band); };
  std::sort(ordinals.begin(), ordinals.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  Buckets buckets{.of = std::vector<std::uint32_t>(signatures.size(), kNone)};
  for (auto begin = ordinals.begin(); begin != ordinals.end();) {
    const auto end =
        std::find_if(begin, ordinals.end(), [&](std::uint32_t other) { return key(other) != key(*begin); });
    if (end - begin > 1) {
      std::for_each(begin, end, [&](std::uint32_t ordinal) { buckets.of[ordinal] = buckets.count; });
      ++buckets.count;
    }
    begin = end;
  }
  return buckets;
}

// The groups that have come to each bucket so far, by the ordinal of their first posting.
class Arrivals {
 public:
  explicit Arrivals(std::uint32_t buckets) : latest_(buckets, kNone) {}

  // Calls `visit` with those of `bucket`, the latest kMostCompared.
  template <typename Visit>
  void visit(std::uint32_t bucket, const Visit& visit) const {
    std::size_t taken = 0;
    for (std::uint32_t at = latest_[bucket]; at != kNone && taken < kMostCompared; at = entries_[at].before, ++taken) {
      visit(entries_[at].first);
    }
  }

  void add(std::uint32_t bucket, std::uint32_t first) {
    if (latest_[bucket] != kNone && entries_[latest_[bucket]].first == first) return;
    entries_.push_back({first, latest_[bucket]});
    latest_[bucket] = static_cast<std::uint32_t>(entries_.size() - 1);
  }

 private:
  struct Entry {
    std::uint32_t first = 0;
    std::uint32_t before = kNone;
  };
  std::vector<std::uint32_t> latest_;
  std::vector<Entry> entries_;
};

std::size_t bytes_of(const CopyProfile& profile) {
  return sizeof profile + (profile.shingles.capacity() + profile.numbers.capacity()) * sizeof(std::uint64_t) +
         (profile.title.size() + profile.company.size() + profile.address.size()) * sizeof(char32_t);
}

// The profiles read last: the first of a big group is asked for again and again.
class Profiles {
 public:
  explicit Profiles(const std::function<CopyProfile(std::uint32_t)>& profile_of) : profile_of_(profile_of) {}

  // Valid until the next call.
  const CopyProfile& of(std::uint32_t ordinal) {
    auto& slot = slots_.at(ordinal % kSlots);
    if (slot && slot->first == ordinal) return slot->second;
    CopyProfile profile = profile_of_(ordinal);
    bytes_ += bytes_of(profile);
    if (bytes_ > kMostBytes) {
      std::fill(slots_.begin(), slots_.end(), std::nullopt);
      bytes_ = bytes_of(profile);
    } else if (slot) {
      bytes_ -= bytes_of(slot->second);
    }
    slot.emplace(ordinal, std::move(profile));
    return slot->second;
  }

 private:
  static constexpr std::size_t kSlots = 1024;
  // Usual descriptions need 4 MB; one of 20,000 characters, the longest, has 160 KB of shingles.
  static constexpr std::size_t kMostBytes = 32U << 20U;
  const std::function<CopyProfile(std::uint32_t)>& profile_of_;
  std::vector<std::optional<std::pair<std::uint32_t, CopyProfile>>> slots_ =
      std::vector<std::optional<std::pair<std::uint32_t, CopyProfile>>>(kSlots);
  std::size_t bytes_ = 0;  // of all slots
};

class Grouping {
 public:
  Grouping(const std::vector<CopySignature>& signatures, const std::vector<bool>& superseded,
           const std::function<CopyProfile(std::uint32_t)>& profile_of)
      : signatures_(signatures), profiles_(profile_of), first_(signatures.size(), kNone) {
    for (std::size_t band = 0; band < CopySignature::kBands; ++band) {
      buckets_.push_back(buckets_of(signatures, superseded, band));
      arrivals_.emplace_back(buckets_.back().count);
    }
  }

  CopyGroups run() {
    for (std::uint32_t ordinal = 0; ordinal < signatures_.size(); ++ordinal) place(ordinal);
    return numbered();
  }

 private:
  void place(std::uint32_t ordinal) {
    std::vector<std::uint32_t> firsts;
    for (std::size_t band = 0; band < CopySignature::kBands; ++band) {
      if (buckets_[band].of[ordinal] == kNone) continue;
      arrivals_[band].visit(buckets_[band].of[ordinal], [&](std::uint32_t first) {
        if (may_be_copies(signatures_[first], signatures_[ordinal])) firsts.push_back(first);
      });
    }
    const std::vector<std::uint32_t> candidates = likeliest(std::move(firsts));
    const auto found =
        std::find_if(candidates.begin(), candidates.end(), [&](std::uint32_t first) { return fits(first, ordinal); });
    first_[ordinal] = found == candidates.end() ? ordinal : *found;
    if (found != candidates.end()) bear_witness(*found, ordinal);
    for (std::size_t band = 0; band < CopySignature::kBands; ++band) {
      if (buckets_[band].of[ordinal] != kNone) arrivals_[band].add(buckets_[band].of[ordinal], first_[ordinal]);
    }
  }

  // `firsts` holds a group once for every band it shares. Most bands first, of equals the latest, which is the likeliest to be
  // among the profiles read last.
  static std::vector<std::uint32_t> likeliest(std::vector<std::uint32_t> firsts) {
    std::sort(firsts.begin(), firsts.end());
    std::vector<std::pair<std::size_t, std::uint32_t>> counted;
    for (const std::uint32_t first : firsts) {
      if (counted.empty() || counted.back().second != first) counted.emplace_back(0, first);
      ++counted.back().first;
    }
    std::sort(counted.begin(), counted.end(), std::greater<>());
    if (counted.size() > kMostChecked) counted.resize(kMostChecked);
    std::vector<std::uint32_t> ordered;
    for (const auto& [bands, first] : counted) ordered.push_back(first);
    return ordered;
  }

  bool fits(std::uint32_t first, std::uint32_t ordinal) {
    if (!agree(first, ordinal)) return false;
    const auto witnesses = witnesses_.find(first);
    return witnesses == witnesses_.end() || std::all_of(witnesses->second.begin(), witnesses->second.end(),
                                                        [&](std::uint32_t witness) { return agree(witness, ordinal); });
  }

  // Among a group's witnesses besides its first, those that say what none before them said.
  void bear_witness(std::uint32_t first, std::uint32_t ordinal) {
    const auto says_same = [&](std::uint32_t other) {
      const CopySignature& a = signatures_[other];
      const CopySignature& b = signatures_[ordinal];
      return a.title == b.title && a.pay == b.pay && a.phone == b.phone && a.labels == b.labels;
    };
    if (says_same(first)) return;
    std::vector<std::uint32_t>& witnesses = witnesses_[first];
    if (witnesses.size() + 1 >= kMostWitnesses || std::any_of(witnesses.begin(), witnesses.end(), says_same)) return;
    witnesses.push_back(ordinal);
  }

  bool agree(std::uint32_t known, std::uint32_t ordinal) {
    if (!may_be_copies(signatures_[known], signatures_[ordinal])) return false;
    const CopyProfile before = profiles_.of(known);  // its own: the other may take its slot
    return are_copies(before, profiles_.of(ordinal));
  }

  CopyGroups numbered() const {
    CopyGroups groups;
    groups.group.assign(first_.size(), index::kNoCopies);
    for (std::size_t i = 0; i < first_.size(); ++i) {
      const std::uint32_t first = first_[i];
      if (first == i) continue;
      if (groups.group[first] == index::kNoCopies) groups.group[first] = groups.count++;
      groups.group[i] = groups.group[first];
    }
    return groups;
  }

  const std::vector<CopySignature>& signatures_;
  Profiles profiles_;
  std::vector<Buckets> buckets_;
  std::vector<Arrivals> arrivals_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> witnesses_;  // by first; only where there are any
  std::vector<std::uint32_t> first_;  // by ordinal: the first posting of its group
};

}  // namespace

CopySignature signature_of(const CopyProfile& profile) {
  CopySignature signature;
  if (!tells_enough(profile)) return signature;
  for (std::size_t band = 0; band < CopySignature::kBands; ++band) {
    // Multiples of the golden ratio, then an odd factor: fixed, so that the same input gives the same candidates.
    const std::uint64_t offset = 0x9E3779B97F4A7C15U * (band + 1);
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t shingle : profile.shingles)
      least = std::min(least, (shingle ^ offset) * 0xBF58476D1CE4E5B9U);
    const std::uint64_t key = XXH3_64bits_withSeed(&least, sizeof least, salt_of(profile, band));
    signature.bands.at(band) = std::max<std::uint32_t>(static_cast<std::uint32_t>(key), 1);
  }
  signature.title = bits_of(profile.title);
  signature.pay = profile.pay;
  signature.phone = profile.phone;
  signature.labels = hash_of_labels(profile);
  return signature;
}

CopyGroups group_copies(const std::vector<CopySignature>& signatures, const std::vector<bool>& superseded,
                        const std::function<CopyProfile(std::uint32_t)>& profile_of) {
  return Grouping(signatures, superseded, profile_of).run();
}

}  // namespace doorstep::indexer
