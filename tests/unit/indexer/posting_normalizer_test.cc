#include "indexer/posting_normalizer.h"

#include <array>
#include <random>

#include <catch2/catch.hpp>

#include "indexer/document_terms.h"
#include "schema/domain/masking.h"
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

std::string utf8(char32_t c) {
  const auto byte = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6U), byte(0x80 | (c & 0x3FU))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12U), byte(0x80 | (c >> 6U & 0x3FU)), byte(0x80 | (c & 0x3FU))};
  return {byte(0xF0 | c >> 18U), byte(0x80 | (c >> 12U & 0x3FU)), byte(0x80 | (c >> 6U & 0x3FU)),
          byte(0x80 | (c & 0x3FU))};
}

std::size_t below(std::mt19937& random, std::size_t limit) { return random() % limit; }

std::string random_digit(std::mt19937& random, char digit) {
  const auto value = static_cast<char32_t>(digit - '0');
  constexpr std::u32string_view kSuperscript = U"⁰¹²³⁴⁵⁶⁷⁸⁹";
  constexpr std::u32string_view kCircled = U"⓪①②③④⑤⑥⑦⑧⑨";
  switch (below(random, 12)) {
    case 0: return utf8(U'０' + value);
    case 1: return utf8(kSuperscript[value]);
    case 2: return utf8(U'₀' + value);
    case 3: return utf8(kCircled[value]);
    case 4: return utf8(0x1D7CE + value);
    case 5: return utf8(0x1D7F6 + value);
    default: return {digit};
  }
}

// Numbers and figures, in digits of any style, with separators and what cannot be seen between them.
std::string random_contact(std::mt19937& random) {
  constexpr std::array<std::string_view, 12> kNumbers{"13812345678",   "340104199001011234",
                                                      "055162345678",  "4001234567",
                                                      "8613912345678", "34010419900101123x",
                                                      "3000",          "5000",
                                                      "160",           "2",
                                                      "91340100ma2n",  "微信"};
  constexpr std::array<std::string_view, 13> kBetween{" ", "-", "，",     "\n",     "_",      "/",     "·",
                                                      "…", "—", "\u200B", "\u00AD", "\u2060", "\uFEFF"};
  std::string text;
  const bool styled = below(random, 2) == 0;
  const std::size_t rarity = 1 + below(random, 12);
  for (std::size_t count = 1 + below(random, 4); count > 0; --count) {
    for (const char c : kNumbers.at(below(random, kNumbers.size()))) {
      text += styled && c >= '0' && c <= '9' ? random_digit(random, c) : std::string{c};
      const bool whole = (static_cast<unsigned char>(c) & 0x80U) == 0;
      if (whole && below(random, rarity) == 1) text += kBetween.at(below(random, kBetween.size()));
    }
    if (below(random, 2) == 0) text += kBetween.at(below(random, kBetween.size()));
  }
  return text;
}

// Whether 11 digits that stand side by side, or as 3, 4 and 4 with one separator between, are a mobile number.
// Parted ones that end in 00 may be figures of pay. Knows nothing of how the mask reads.
bool holds_mobile(const std::string& stored) {
  const auto digit_at = [&stored](std::size_t at) {
    return at < stored.size() && stored[at] >= '0' && stored[at] <= '9';
  };
  for (const std::string separator : {"", "\n", " ", "_", "/", "-", ",", "·"}) {
    for (std::size_t begin = 0; begin < stored.size(); ++begin) {
      if (stored[begin] != '1' || !digit_at(begin + 1) || stored[begin + 1] < '3') continue;
      if (begin > 0 && digit_at(begin - 1)) continue;
      std::size_t at = begin;
      std::size_t digits = 0;
      while (digits < 11 && digit_at(at)) {
        ++at;
        ++digits;
        if ((digits == 3 || digits == 7) && stored.compare(at, separator.size(), separator) == 0)
          at += separator.size();
      }
      const bool round = at >= 2 && stored.compare(at - 2, 2, "00") == 0;
      if (digits == 11 && !digit_at(at) && (separator.empty() || !round)) return true;
    }
  }
  return false;
}

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
  const PostingDocument document = DocumentBuilder(words.language, gazetteer()).build(masked);
  for (const auto& [term, hits] : document.terms) {
    INFO(term);
    CHECK(term.find("1380000") == std::string::npos);
    CHECK(term.find("0000") == std::string::npos);
    CHECK(term.find("司徒") == std::string::npos);
  }
  CHECK(masked.title == "保洁员***********");
}

TEST_CASE("no character that normalisation folds or drops can hide a number from the mask") {
  const text::Normalizer& normalizer = testing::Words::shared().normalizer;
  const std::vector<std::pair<std::string, std::string>> around{
      {"138", "12345678"},      {"1", "812345678"},          {"", "3812345678"},   {"1381234567", ""},
      {"1381234", "5678"},      {"170", "4000-1200"},        {"170 4000", "1200"}, {"340104199001011", "34"},
      {"3401041990010112", ""}, {"340104 19900101 123", ""}, {"400-600", "1234"},  {"0551", "62345678"}};
  int folded = 0;
  for (char32_t c = 0x80; c < 0xE1000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const std::string character = utf8(c);
    if (normalizer.normalize(character) == character) continue;
    ++folded;
    for (const auto& [before, after] : around) {
      const std::string stored = normalizer.normalize(domain::mask_contacts(before + character + after));
      if (domain::mask_contacts(stored) == stored) continue;
      INFO("U+" << std::hex << static_cast<std::uint32_t>(c));
      CHECK(domain::mask_contacts(stored) == stored);
    }
  }
  CHECK(folded > 10'000);
}

TEST_CASE("masking normalised text again finds nothing, whatever it was made of") {
  const text::Normalizer& normalizer = testing::Words::shared().normalizer;
  std::mt19937 random(2026);
  for (int round = 0; round < 60'000; ++round) {
    const std::string raw = random_contact(random);
    const std::string masked = domain::mask_contacts(raw);
    const std::string stored = normalizer.normalize(masked);
    const bool stable = domain::mask_contacts(stored) == stored && domain::mask_contacts(masked) == masked;
    if (stable && !holds_mobile(stored)) continue;
    INFO(raw);
    INFO(stored);
    CHECK(domain::mask_contacts(masked) == masked);
    CHECK(domain::mask_contacts(stored) == stored);
    CHECK_FALSE(holds_mobile(stored));
  }
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

TEST_CASE("a headcount that is not given is the title's, where it says one and exactly") {
  CHECK(posting({.title = "保洁5名"}).headcount == 5);
  CHECK(posting({.title = "保洁5名", .headcount = 0}).headcount == 5);
  CHECK(posting({.title = "保洁5名", .headcount = 3}).headcount == 3);
  CHECK_FALSE(posting({.title = "保洁2名、保安3名"}).headcount.has_value());
  CHECK_FALSE(posting({.title = "保洁3-5名"}).headcount.has_value());
}

TEST_CASE("employer types are mapped and the raw text kept") {
  const auto mapped = posting({.employer_type = "国企"});

  CHECK(mapped.employer_types == 1U << static_cast<unsigned>(domain::EmployerType::kState));
  CHECK(mapped.employer_type_text == "国企");
}

}  // namespace doorstep::indexer
