#pragma once

// One opening at one workplace (岗位).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/base/clock.h"
#include "schema/domain/age.h"
#include "schema/domain/employment.h"
#include "schema/domain/pay.h"
#include "schema/domain/place.h"

namespace doorstep::domain {

// What a sender wrote, checked field by field against schema/posting.schema.json but not
// interpreted. An absent, null or empty optional field is nullopt or empty here.
struct RawPosting {
  std::string id;
  std::string title;
  std::string company;
  std::string employer_type;
  std::string category;
  std::string community_id;
  std::string address;
  std::optional<LatLng> point;  // in `datum`
  Datum datum = Datum::kWgs84;  // meaningless without `point`
  std::string pay_text;
  std::string experience_text;
  std::string education_text;
  std::string employment_type;
  std::string description;
  std::vector<std::string> welfare;
  std::vector<std::string> tags;
  std::vector<std::string> groups;
  std::optional<std::uint32_t> headcount;
  std::string contact_name;
  std::string contact_phone;
  std::string posted_at;    // as written; the schema admits only what parse_instant reads
  std::string valid_until;  // as written
  std::string source;

  bool operator==(const RawPosting&) const = default;
};

// What is indexed and shown. Free text is masked; contact name and phone are not in it at all.
struct Posting {
  std::string id;
  std::string title;
  std::string company;
  EmployerTypes employer_types = 0;
  std::string employer_type_text;  // as written
  std::string category;            // given, or derived; empty: unknown
  std::string community_id;        // the community that posted it; empty: unknown
  std::string address;
  std::optional<Place> place;  // nullopt: never inside a circle
  Pay pay;
  AgeRange age;  // stated in title, description or requirements
  Experience experience;
  std::string experience_text;
  std::optional<Education> education;
  std::string education_text;
  std::string employment_type;  // 全职 兼职 小时工 临时 短期 公益性岗位, or as written; empty: unknown
  std::string description;
  std::vector<std::string> welfare;
  std::vector<std::string> tags;
  std::vector<std::string> groups;
  std::optional<std::uint32_t> headcount;  // as given, else as the title says it (保洁5名)
  std::optional<base::Instant> posted_at;
  std::optional<base::Instant> valid_until;  // as stated; of a bare date its last second
  base::Instant lapses_at;  // first moment it is no longer shown: as stated, or 60 days after it was posted or read
  std::string source;

  bool operator==(const Posting&) const = default;
};

// A posting without a stated end lapses this long after it was posted or last confirmed.
inline constexpr std::chrono::days kLapse{60};

}  // namespace doorstep::domain
