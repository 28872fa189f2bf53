#include "indexer/identity.h"

#include <catch2/catch.hpp>

#include <functional>
#include <set>

#include "schema/index/index_layout.h"
#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

constexpr std::uint64_t kSeed = 42;
constexpr std::string_view kPhone = "13800001234";

domain::Posting vacancy() {
  domain::Posting posting;
  posting.id = "a";
  posting.title = "保洁员";
  posting.company = "洁净物业";
  posting.description = "打扫楼道，每天两次";
  posting.pay.text = "3000元/月";
  posting.address = "1号楼";
  return posting;
}

PostingKeys keys(const domain::Posting& posting, std::string_view phone = kPhone, std::uint64_t seed = kSeed) {
  return keys_of(posting, phone, testing::Words::shared().normalizer, seed);
}

bool copies(const domain::Posting& a, const domain::Posting& b) {
  return keys(a).content != 0 && keys(a).content == keys(b).content;
}

domain::Posting changed(const std::function<void(domain::Posting&)>& change) {
  domain::Posting posting = vacancy();
  posting.id = "b";
  change(posting);
  return posting;
}

}  // namespace

TEST_CASE("the same vacancy under another id, channel, community, place and date is a copy") {
  CHECK(copies(vacancy(), changed([](domain::Posting& p) {
                 p.source = "企业直报";
                 p.community_id = "340104001001";
                 p.place = domain::Place{};
                 p.posted_at = base::parse_instant("2026-11-01");
                 p.welfare = {"包吃"};
               })));
}

TEST_CASE("spaces, punctuation, width, case and script do not make another vacancy") {
  CHECK(copies(vacancy(), changed([](domain::Posting& p) {
                 p.title = "【保潔員】";
                 p.description = "打掃樓道 每天兩次！";
                 p.pay.text = "３０００元/月";
               })));
}

TEST_CASE("another title, company, description, pay or address is another vacancy") {
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.title = "保洁主管"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.company = "清新物业"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.description = "打扫楼道，每天三次"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.pay.text = "3500元/月"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.address = "2号楼"; })));
}

TEST_CASE("words that moved from one field to the next are another vacancy") {
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) {
                       p.title = "保洁员洁净";
                       p.company = "物业";
                     })));
}

TEST_CASE("another phone is another vacancy, as of a chain's branches") {
  CHECK(keys(vacancy(), "13800001234").content != keys(vacancy(), "13800004321").content);
  CHECK(keys(vacancy(), "").content != keys(vacancy(), "13800004321").content);
}

TEST_CASE("what says too little has no copies") {
  const auto nameless = changed([](domain::Posting& p) { p.company.clear(); });
  CHECK(keys(nameless, "").content == 0);
  CHECK(keys(nameless, kPhone).content != 0);

  const auto bare = changed([](domain::Posting& p) {
    p.description.clear();
    p.pay.text.clear();
    p.address.clear();
  });
  CHECK(keys(bare, "").content == 0);
  CHECK(keys(bare, kPhone).content != 0);
}

TEST_CASE("a long description that stands twice is a copy, whoever sent it") {
  const auto described = changed([](domain::Posting& p) {
    p.company.clear();
    p.description = "负责三栋楼的走廊、电梯间和垃圾房，早上六点到十点，做六休一，会用洗地机的优先，可以带教";
  });
  CHECK(keys(described, "").content != 0);
}

TEST_CASE("keys differ from build to build, so that no phone can be looked up by them") {
  CHECK(keys(vacancy(), kPhone, 1).content != keys(vacancy(), kPhone, 2).content);
  CHECK(keys(vacancy(), kPhone, 1).id != keys(vacancy(), kPhone, 2).id);
}

TEST_CASE("of lines with one id the last stands") {
  CHECK(find_superseded({}) == std::vector<bool>{});
  CHECK(find_superseded({7, 8, 7, 9, 7, 8}) == std::vector<bool>{true, true, true, false, false, false});
}

TEST_CASE("copies get one number, postings alone none, and a superseded posting is nobody's copy") {
  const auto groups = group_copies({5, 0, 5, 6, 0, 6, 5, 9}, {false, false, false, false, false, true, false, false});

  CHECK(groups.group[0] != index::kNoCopies);
  CHECK(groups.group[2] == groups.group[0]);
  CHECK(groups.group[6] == groups.group[0]);
  for (const std::size_t alone : {1U, 3U, 4U, 5U, 7U}) CHECK(groups.group[alone] == index::kNoCopies);
  CHECK(groups.count == 2);
}

TEST_CASE("groups are numbered from 1 without gaps") {
  const auto groups = group_copies({1, 1, 2, 2, 3, 3}, std::vector<bool>(6, false));

  CHECK(groups.count == 4);
  CHECK(std::set<std::uint32_t>(groups.group.begin(), groups.group.end()) == std::set<std::uint32_t>{1, 2, 3});
}

TEST_CASE("without copies the count is one more than none") {
  CHECK(group_copies({1, 2, 0}, {false, false, false}).count == 1);
}

}  // namespace doorstep::indexer
