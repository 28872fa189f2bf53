#include "indexer/posting_normalizer.h"

#include <catch2/catch.hpp>

#include "indexer/document_terms.h"
#include "schema/geo/datum.h"
#include "schema/geo/distance.h"
#include "schema/index/document_codec.h"
#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

using domain::RawPosting;

constexpr domain::LatLng kPoint{31.80, 117.20};
constexpr domain::LatLng kCentre{31.85, 117.25};

const domain::Gazetteer& gazetteer() {
  static const domain::Gazetteer gazetteer({
      {.id = "340104001001",
       .name = "三里庵社区居委会",
       .street = "三里庵街道",
       .district = "蜀山区",
       .centre = kCentre,
       .accuracy_m = 700},
      {.id = "340102001001",
       .name = "填海巷社区居委会",
       .street = "明光路街道",
       .district = "瑶海区",
       .centre = {31.8733, 117.3011}},
  });
  return gazetteer;
}

base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

NormalizedPosting normalize(RawPosting raw) {
  const testing::Words& words = testing::Words::shared();
  raw.id = "p1";
  if (raw.title.empty()) raw.title = "保洁员";
  return PostingNormalizer(gazetteer(), words.categories, words.normalizer, at("2026-11-22T12:00:00+08:00"))
      .normalize(raw);
}

domain::Posting posting(RawPosting raw) { return normalize(std::move(raw)).posting; }

std::vector<std::string> flag_codes(const NormalizedPosting& normalized) {
  std::vector<std::string> codes;
  for (const base::Issue& issue : normalized.flags) {
    CHECK(issue.severity == base::Issue::Severity::kFlag);
    codes.push_back(issue.code);
  }
  return codes;
}

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("coordinates come before the community, and the community before the address") {
  const RawPosting all{.community_id = "340104001001", .address = "填海巷社区1号", .point = kPoint};
  RawPosting without_point = all;
  without_point.point.reset();
  RawPosting address_only = without_point;
  address_only.community_id.clear();

  CHECK(posting(all).place == domain::Place{kPoint, domain::Precision::kPoint, 0, "340104001001"});
  CHECK(posting(without_point).place == domain::Place{kCentre, domain::Precision::kCommunity, 700, "340104001001"});
  CHECK(posting(address_only).place->community_id == "340102001001");
  CHECK(posting(address_only).place->accuracy_m == domain::Community::kDefaultAccuracyM);
  CHECK(posting(address_only).community_id.empty());
}

TEST_CASE("coordinates are brought to WGS-84") {
  for (const auto datum : {domain::Datum::kGcj02, domain::Datum::kBd09}) {
    const auto place = posting({.point = geo::from_wgs84(kPoint, datum), .datum = datum}).place;
    CHECK(geo::distance_m(place->point, kPoint) < 0.5);
  }
}

TEST_CASE("an unknown community is flagged, kept as who posted it, and the address decides the place") {
  const auto normalized = normalize({.community_id = "340199999999", .address = "三里庵街道三里庵社区"});

  CHECK(flag_codes(normalized) == Codes{"unknown_community"});
  CHECK(normalized.posting.community_id == "340199999999");
  CHECK(normalized.posting.place->community_id == "340104001001");
}

TEST_CASE("an address in traditional characters names its community, too") {
  CHECK(normalize({.address = "蜀山區三里庵社區"}).posting.place ==
        normalize({.address = "蜀山区三里庵社区"}).posting.place);
}

TEST_CASE("a posting that nothing places has no place, and an address that names none is flagged") {
  const auto nothing = normalize({});
  CHECK_FALSE(nothing.posting.place.has_value());
  CHECK(flag_codes(nothing).empty());  // the reader has told that nothing was given

  const auto elsewhere = normalize({.address = "北京市某路1号"});
  CHECK_FALSE(elsewhere.posting.place.has_value());
  CHECK(elsewhere.flags.front().field == "address");

  CHECK(flag_codes(normalize({.community_id = "340199999999"})) == Codes{"unknown_community", "no_place"});
}

TEST_CASE("a bare end date lasts to the end of that day in Beijing, an instant to itself") {
  const auto bare = posting({.valid_until = "2026-12-31"});
  CHECK(bare.lapses_at == at("2027-01-01T00:00:00+08:00"));
  CHECK(bare.valid_until == at("2026-12-31T23:59:59+08:00"));

  const auto instant = posting({.valid_until = "2026-12-31T18:00:00+08:00"});
  CHECK(instant.lapses_at == at("2026-12-31T18:00:00+08:00"));
  CHECK(instant.valid_until == instant.lapses_at);
}

TEST_CASE("without an end a posting lapses 60 days after it was posted, or read") {
  const auto posted = posting({.posted_at = "2026-11-01"});
  CHECK(posted.lapses_at == at("2026-12-31T00:00:00+08:00"));
  CHECK_FALSE(posted.valid_until.has_value());

  const auto undated = posting({});
  CHECK(undated.lapses_at == at("2027-01-21T12:00:00+08:00"));
  CHECK_FALSE(undated.posted_at.has_value());
}

TEST_CASE("a phone number is in no field and no index term, and the contact's name neither") {
  const std::string phone = "13800001234";
  const std::string call = "联系电话" + phone + "，微信同号";
  RawPosting raw{.title = "保洁员" + phone,
                 .company = "洁净物业" + phone,
                 .employer_type = call,
                 .category = "家政" + phone,
                 .address = "1号楼" + phone};
  raw.pay_text = "3000元/月 " + phone;
  raw.experience_text = call;
  raw.education_text = call;
  raw.employment_type = "全职" + phone;
  raw.description = "打扫，１３８００００１２３４，138-0000-1234，138 0000 1234，+86" + phone;
  raw.welfare = {call};
  raw.tags = {phone};
  raw.groups = {call};
  raw.contact_name = "司徒某某";
  raw.contact_phone = phone;
  raw.source = "电话" + phone;

  const domain::Posting masked = posting(raw);

  const testing::Words& words = testing::Words::shared();
  const std::string stored = words.normalizer.normalize(index::encode_posting(masked));
  for (const char* part : {"13800001234", "138-0000-1234", "138 0000 1234", "司徒"}) {
    INFO(part);
    CHECK(stored.find(part) == std::string::npos);
  }
  const PostingDocument document = DocumentBuilder(words.analyzer, gazetteer()).build(masked);
  for (const auto& [term, hits] : document.terms) {
    INFO(term);
    CHECK(term.find("1380000") == std::string::npos);
    CHECK(term.find("0000") == std::string::npos);
    CHECK(term.find("司徒") == std::string::npos);
  }
  CHECK(masked.title == "保洁员***********");
}

TEST_CASE("an identity number is masked, a figure of pay is not") {
  const auto masked = posting({.pay_text = "5000-8000元/月", .description = "身份证34010419900307001X，工资8000"});

  CHECK(masked.description.find("19900307") == std::string::npos);
  CHECK(masked.description.find("8000") != std::string::npos);
  CHECK(masked.pay.text == "5000-8000元/月");
  CHECK(masked.pay.monthly_max == 8000);
}

TEST_CASE("each field is believed first about its own matter, then about the other") {
  const auto both = posting({.experience_text = "1-3年 | 大专"});
  CHECK(both.experience.min_years == 1);
  CHECK(both.education == domain::Education::kCollege);

  const auto swapped = posting({.education_text = "本科 3年以上"});
  CHECK(swapped.education == domain::Education::kBachelor);
  CHECK(swapped.experience.min_years == 3);

  const auto own = posting({.experience_text = "5年，博士优先", .education_text = "大专"});
  CHECK(own.education == domain::Education::kCollege);
}

TEST_CASE("不限 says nothing about the other matter") {
  const auto experience = posting({.experience_text = "不限"});
  CHECK(experience.experience.min_years == 0);
  CHECK_FALSE(experience.education.has_value());

  const auto education = posting({.education_text = "不限"});
  CHECK(education.education == domain::Education::kAny);
  CHECK_FALSE(education.experience.min_years.has_value());
}

TEST_CASE("a category that is given stays, one that is not is derived from the title") {
  CHECK(posting({.category = "自定"}).category == "自定");
  CHECK_FALSE(posting({.title = "保潔員"}).category.empty());
  CHECK(posting({.title = "保潔員"}).category == posting({.title = "保洁员"}).category);
  CHECK(posting({.title = "某某"}).category.empty());
}

TEST_CASE("blanks around texts go, also ideographic ones, and empty or repeated items of lists") {
  const auto cleaned = posting({.title = " 　保洁员\t\n", .welfare = {"包吃 ", "　", "包吃", "包住"}});

  CHECK(cleaned.title == "保洁员");
  CHECK(cleaned.welfare == std::vector<std::string>{"包吃", "包住"});
}

TEST_CASE("a headcount of nought is not said") {
  CHECK_FALSE(posting({.headcount = 0}).headcount.has_value());
  CHECK(posting({.headcount = 3}).headcount == 3);
}

TEST_CASE("employer types are mapped and the raw text kept") {
  const auto mapped = posting({.employer_type = "国企"});

  CHECK(mapped.employer_types == 1U << static_cast<unsigned>(domain::EmployerType::kState));
  CHECK(mapped.employer_type_text == "国企");
}

}  // namespace doorstep::indexer
