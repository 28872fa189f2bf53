#include "indexer/copy_check.h"

#include <catch2/catch.hpp>

#include <functional>

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
  posting.pay = domain::parse_pay("3000元/月");
  posting.address = "1号楼";
  return posting;
}

CopyProfile profile(const domain::Posting& posting, std::string_view phone = kPhone) {
  return copy_profile(posting, phone_key(phone, kSeed), testing::Words::shared().normalizer);
}

domain::Posting changed(const std::function<void(domain::Posting&)>& change) {
  domain::Posting posting = vacancy();
  posting.id = "b";
  change(posting);
  return posting;
}

bool copies(const domain::Posting& a, const domain::Posting& b) {
  const bool found = are_copies(profile(a), profile(b));
  CHECK(found == are_copies(profile(b), profile(a)));
  return found;
}

}  // namespace

// What is a copy case by case stands in tests/golden/copies.tsv.

TEST_CASE("the same vacancy under another id, channel, community, place, address and date is a copy") {
  CHECK(copies(vacancy(), changed([](domain::Posting& p) {
                 p.source = "企业直报";
                 p.community_id = "340104001001";
                 p.place = domain::Place{};
                 p.address = "望江西路8号";
                 p.posted_at = base::parse_instant("2026-11-01");
                 p.welfare = {"包吃"};
               })));
}

TEST_CASE("spaces, punctuation, width, case, script and decorations do not make another vacancy") {
  CHECK(copies(vacancy(), changed([](domain::Posting& p) {
                 p.title = "【急】保潔員（长期有效）!!";
                 p.description = "打掃樓道 每天兩次！";
                 p.pay = domain::parse_pay("３０００元/月");
               })));
}

TEST_CASE("another title, company, description or pay is another vacancy") {
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.title = "保洁主管"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.company = "清新物业"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.description = "打扫楼道，每天三次"; })));
  CHECK_FALSE(copies(vacancy(), changed([](domain::Posting& p) { p.pay = domain::parse_pay("3500元/月"); })));
}

TEST_CASE("another phone is another vacancy, as of a chain's branches; an unsaid one is not") {
  CHECK_FALSE(are_copies(profile(vacancy(), kPhone), profile(vacancy(), "13800004321")));
  CHECK(are_copies(profile(vacancy(), kPhone), profile(vacancy(), "")));
}

TEST_CASE("blanks around a dash do not make other hours") {
  const auto at = [](std::string hours) {
    return changed([&](domain::Posting& p) { p.description = "打扫写字楼的走廊和电梯间，上班" + hours; });
  };
  CHECK(copies(at("8:00-17:30；双休"), at("8:00 - 17:30 双休")));
  CHECK(copies(at("六点到十点；18岁以上"), at("六点到十点 18岁以上")));
  CHECK_FALSE(copies(at("8:00-17:30"), at("9:00-17:30")));
}

TEST_CASE("twenty thousand blanks are one") {
  const auto told = [](std::size_t blanks) {
    return profile(changed([&](domain::Posting& p) {
      p.description = "普工，早上8点" + std::string(blanks, ' ') + "-" + std::string(blanks, ' ') + "17点" +
                      std::string(blanks, ' ') + "x";
    }));
  };
  CHECK(told(19'900) == told(1));
  CHECK(told(1).numbers == profile(changed([](domain::Posting& p) { p.description = "8点-17点"; })).numbers);
}

TEST_CASE("how many are looked for is no figure of the work, an hour before 人 is one") {
  const auto numbers = [](std::string text) {
    return profile(changed([&](domain::Posting& p) { p.description = std::move(text); })).numbers;
  };
  CHECK(numbers("招5人").empty());
  CHECK(numbers("8点人到齐，17点下班") == numbers("8点，17点"));
}

TEST_CASE("what says too little has no copies") {
  const auto nameless = changed([](domain::Posting& p) { p.company.clear(); });
  CHECK_FALSE(tells_enough(profile(nameless, "")));
  CHECK(tells_enough(profile(nameless, kPhone)));

  const auto bare = changed([](domain::Posting& p) {
    p.description.clear();
    p.pay = {};
    p.address.clear();
  });
  CHECK_FALSE(tells_enough(profile(bare, "")));
  CHECK(tells_enough(profile(bare, kPhone)));
}

TEST_CASE("a phone's key is of its digits and differs from build to build") {
  CHECK(phone_key("", kSeed) == 0);
  CHECK(phone_key("138 0000 1234", kSeed) == phone_key("+86 13800001234", kSeed));
  CHECK(phone_key(kPhone, 1) != phone_key(kPhone, 2));
}

TEST_CASE("similarity is the share of what both have") {
  CHECK(jaccard({}, {}) == 1);
  CHECK(jaccard({1, 2, 3}, {}) == 0);
  CHECK(jaccard({1, 2, 3}, {2, 3, 4}) == 0.5);
}

}  // namespace doorstep::indexer
