#include "indexer/copy_groups.h"

#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "schema/index/index_layout.h"

namespace doorstep::indexer {
namespace {

// Profiles of one employer, described by numbers: the share of equal ones is their similarity.
CopyProfile described(std::vector<std::uint64_t> shingles, std::uint32_t pay = 7) {
  CopyProfile profile{.title = U"保洁", .company = U"洁净", .pay = pay, .phone = 9, .described = true};
  for (std::uint64_t& shingle : shingles) shingle = (shingle + 1) * 0xD6E8FEB86659FD93U;
  std::sort(shingles.begin(), shingles.end());
  profile.shingles = std::move(shingles);
  return profile;
}

std::vector<std::uint64_t> run(std::uint64_t first, std::uint64_t end) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t i = first; i < end; ++i) numbers.push_back(i);
  return numbers;
}

CopyGroups group(const std::vector<CopyProfile>& profiles, std::vector<bool> superseded = {}) {
  std::vector<CopySignature> signatures;
  for (const CopyProfile& profile : profiles) signatures.push_back(signature_of(profile));
  superseded.resize(profiles.size(), false);
  return group_copies(signatures, superseded, [&profiles](std::uint32_t ordinal) { return profiles[ordinal]; });
}

}  // namespace

TEST_CASE("copies get one number, postings alone none, and a superseded posting is nobody's copy") {
  const auto a = described(run(0, 50));
  const auto b = described(run(100, 150));
  const auto groups =
      group({a, {}, a, b, {}, b, a, described(run(200, 250))}, {false, false, false, false, false, true});

  CHECK(groups.group[0] != index::kNoCopies);
  CHECK(groups.group[2] == groups.group[0]);
  CHECK(groups.group[6] == groups.group[0]);
  for (const std::size_t alone : {1U, 3U, 4U, 5U, 7U}) CHECK(groups.group[alone] == index::kNoCopies);
  CHECK(groups.count == 2);
}

TEST_CASE("groups are numbered from 1 without gaps") {
  const auto a = described(run(0, 50));
  const auto b = described(run(100, 150));
  const auto c = described(run(200, 250));
  const auto groups = group({a, a, b, b, c, c});

  CHECK(groups.count == 4);
  CHECK(std::set<std::uint32_t>(groups.group.begin(), groups.group.end()) == std::set<std::uint32_t>{1, 2, 3});
}

TEST_CASE("without postings, or without copies, the count is one more than none") {
  CHECK(group({}).count == 1);
  CHECK(group({described(run(0, 50)), described(run(100, 150)), {}}).count == 1);
}

TEST_CASE("a chain of small changes ties no unlike ones together") {
  std::vector<CopyProfile> chain;
  for (std::uint64_t i = 0; i < 12; ++i) chain.push_back(described(run(10 * i, 10 * i + 60)));
  const auto groups = group(chain);

  for (std::size_t a = 0; a < chain.size(); ++a) {
    for (std::size_t b = a + 4; b < chain.size(); ++b) {
      const bool together = groups.group[a] != index::kNoCopies && groups.group[a] == groups.group[b];
      CHECK_FALSE(together);
    }
  }
}

TEST_CASE("a posting that leaves the pay out does not tie two of different pay together") {
  const auto groups = group({described(run(0, 50), 0), described(run(0, 50), 3000), described(run(0, 50), 4000)});

  CHECK(groups.group[0] == groups.group[1]);
  CHECK(groups.group[2] == index::kNoCopies);
}

TEST_CASE("a posting that leaves the education out does not tie two of different education together") {
  std::vector<CopyProfile> profiles(3, described(run(0, 50)));
  profiles[1].education = 4;
  profiles[2].education = 6;
  const auto groups = group(profiles);

  CHECK(groups.group[0] == groups.group[1]);
  CHECK(groups.group[2] == index::kNoCopies);
}

TEST_CASE("descriptions that do not fit into memory all at once are grouped like short ones") {
  constexpr std::uint64_t kLong = 20'000;  // shingles: 250 such profiles take 40 MB
  std::vector<CopyProfile> profiles;
  for (std::uint64_t i = 0; i < 250; ++i) profiles.push_back(described(run((i % 2) * kLong, (i % 2 + 1) * kLong)));
  const auto groups = group(profiles);

  CHECK(groups.count == 3);
  for (std::size_t i = 2; i < profiles.size(); ++i) CHECK(groups.group[i] == groups.group[i % 2]);
}

TEST_CASE("a thousand copies are one group, a thousand pays of one text as many vacancies") {
  std::vector<CopyProfile> same(1000, described(run(0, 50)));
  CHECK(group(same).count == 2);

  std::uint32_t pay = 1;
  for (CopyProfile& profile : same) profile.pay = pay++;
  CHECK(group(same).count == 1);
}

TEST_CASE("what says too little has an empty signature") { CHECK(signature_of({}) == CopySignature{}); }

}  // namespace doorstep::indexer
