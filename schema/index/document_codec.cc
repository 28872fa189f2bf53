#include "schema/index/document_codec.h"

#include <bit>
#include <cmath>
#include <cstring>

namespace doorstep::index {
namespace {

using domain::Posting;

// Stored: append only.
enum class Field : std::uint8_t {
  kId = 1,
  kTitle = 2,
  kCompany = 3,
  kEmployerTypes = 4,
  kEmployerTypeText = 5,
  kCategory = 6,
  kCommunityId = 7,
  kAddress = 8,
  kPoint = 9,
  kPrecision = 10,
  kAccuracyM = 11,
  kPlaceCommunityId = 12,
  kPayText = 13,
  kPayMin = 14,
  kPayMax = 15,
  kPayMonths = 16,
  kPayUnit = 17,
  kPayNegotiable = 18,
  kMinYears = 19,
  kMaxYears = 20,
  kExperienceText = 21,
  kEducation = 22,
  kEducationText = 23,
  kEmploymentType = 24,
  kDescription = 25,
  kWelfare = 26,
  kTag = 27,
  kGroup = 28,
  kHeadcount = 29,
  kPostedAt = 30,
  kValidUntil = 31,
  kLapsesAt = 32,
  kSource = 33,
  kMinAge = 34,
  kMaxAge = 35,
};

class Encoder {
 public:
  void text(Field field, std::string_view value) {
    if (!value.empty()) bytes(field, value);
  }
  void texts(Field field, const std::vector<std::string>& values) {
    for (const std::string& value : values) bytes(field, value);
  }
  void number(Field field, std::uint64_t value) {
    std::string coded;
    append_varint(coded, value);
    bytes(field, coded);
  }
  template <typename T>
  void number(Field field, const std::optional<T>& value) {
    if (value) number(field, static_cast<std::uint64_t>(*value));
  }
  void instant(Field field, const std::optional<base::Instant>& value) {
    if (value) number(field, static_cast<std::uint64_t>(value->time_since_epoch().count()));
  }
  void point(domain::LatLng point) {
    std::string coded(sizeof point, '\0');
    std::memcpy(coded.data(), &point, sizeof point);
    bytes(Field::kPoint, coded);
  }
  std::string take() { return std::move(out_); }

 private:
  static void append_varint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<char>(value | 0x80U));
    out.push_back(static_cast<char>(value));
  }
  void bytes(Field field, std::string_view value) {
    out_.push_back(static_cast<char>(field));
    append_varint(out_, value.size());
    out_.append(value);
  }

  std::string out_;
};

std::optional<std::uint64_t> take_varint(std::string_view& rest) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64 && !rest.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest.front());
    rest.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80) return value;
  }
  return std::nullopt;
}

std::uint32_t number_of(std::string_view coded) { return static_cast<std::uint32_t>(take_varint(coded).value_or(0)); }

base::Instant instant_of(std::string_view coded) {
  return base::Instant{std::chrono::seconds{static_cast<std::int64_t>(take_varint(coded).value_or(0))}};
}

domain::LatLng point_of(std::string_view coded) {
  domain::LatLng point;
  if (coded.size() == sizeof point) std::memcpy(&point, coded.data(), sizeof point);
  return point;
}

domain::Place& place_of(Posting& posting) {
  if (!posting.place) posting.place.emplace();
  return *posting.place;
}

// Returns whether the field was one of these.
bool decode_text(Posting& posting, Field field, std::string_view value) {
  switch (field) {
    case Field::kId: posting.id = value; return true;
    case Field::kTitle: posting.title = value; return true;
    case Field::kCompany: posting.company = value; return true;
    case Field::kEmployerTypeText: posting.employer_type_text = value; return true;
    case Field::kCategory: posting.category = value; return true;
    case Field::kCommunityId: posting.community_id = value; return true;
    case Field::kAddress: posting.address = value; return true;
    case Field::kPlaceCommunityId: place_of(posting).community_id = value; return true;
    case Field::kPayText: posting.pay.text = value; return true;
    case Field::kExperienceText: posting.experience_text = value; return true;
    case Field::kEducationText: posting.education_text = value; return true;
    case Field::kEmploymentType: posting.employment_type = value; return true;
    case Field::kDescription: posting.description = value; return true;
    case Field::kWelfare: posting.welfare.emplace_back(value); return true;
    case Field::kTag: posting.tags.emplace_back(value); return true;
    case Field::kGroup: posting.groups.emplace_back(value); return true;
    case Field::kSource: posting.source = value; return true;
    default: return false;
  }
}

void decode_number(Posting& posting, Field field, std::string_view value) {
  switch (field) {
    case Field::kEmployerTypes: posting.employer_types = static_cast<domain::EmployerTypes>(number_of(value)); break;
    case Field::kPoint: place_of(posting).point = point_of(value); break;
    case Field::kPrecision: place_of(posting).precision = static_cast<domain::Precision>(number_of(value) & 3U); break;
    case Field::kAccuracyM: place_of(posting).accuracy_m = number_of(value); break;
    case Field::kPayMin: posting.pay.monthly_min = number_of(value); break;
    case Field::kPayMax: posting.pay.monthly_max = number_of(value); break;
    case Field::kPayMonths: posting.pay.months = number_of(value); break;
    case Field::kPayUnit: posting.pay.unit = static_cast<domain::PayUnit>(std::min(number_of(value), 6U)); break;
    case Field::kPayNegotiable: posting.pay.negotiable = number_of(value) != 0; break;
    case Field::kMinYears: posting.experience.min_years = number_of(value); break;
    case Field::kMaxYears: posting.experience.max_years = number_of(value); break;
    case Field::kEducation: posting.education = static_cast<domain::Education>(std::min(number_of(value), 8U)); break;
    case Field::kHeadcount: posting.headcount = number_of(value); break;
    case Field::kPostedAt: posting.posted_at = instant_of(value); break;
    case Field::kValidUntil: posting.valid_until = instant_of(value); break;
    case Field::kMinAge: posting.age.min_years = number_of(value); break;
    case Field::kMaxAge: posting.age.max_years = number_of(value); break;
    case Field::kLapsesAt: posting.lapses_at = instant_of(value); break;
    default: break;  // a later version's field
  }
}

}  // namespace

std::string encode_posting(const Posting& posting) {
  Encoder out;
  out.text(Field::kId, posting.id);
  out.text(Field::kTitle, posting.title);
  out.text(Field::kCompany, posting.company);
  if (posting.employer_types != 0) out.number(Field::kEmployerTypes, std::uint64_t{posting.employer_types});
  out.text(Field::kEmployerTypeText, posting.employer_type_text);
  out.text(Field::kCategory, posting.category);
  out.text(Field::kCommunityId, posting.community_id);
  out.text(Field::kAddress, posting.address);
  if (posting.place) {
    out.point(posting.place->point);
    out.number(Field::kPrecision, static_cast<std::uint64_t>(posting.place->precision));
    out.number(Field::kAccuracyM, std::uint64_t{posting.place->accuracy_m});
    out.text(Field::kPlaceCommunityId, posting.place->community_id);
  }
  out.text(Field::kPayText, posting.pay.text);
  out.number(Field::kPayMin, posting.pay.monthly_min);
  out.number(Field::kPayMax, posting.pay.monthly_max);
  out.number(Field::kPayMonths, std::uint64_t{posting.pay.months});
  out.number(Field::kPayUnit, static_cast<std::uint64_t>(posting.pay.unit));
  if (posting.pay.negotiable) out.number(Field::kPayNegotiable, std::uint64_t{1});
  out.number(Field::kMinYears, posting.experience.min_years);
  out.number(Field::kMaxYears, posting.experience.max_years);
  out.text(Field::kExperienceText, posting.experience_text);
  out.number(Field::kEducation, posting.education);
  out.text(Field::kEducationText, posting.education_text);
  out.text(Field::kEmploymentType, posting.employment_type);
  out.text(Field::kDescription, posting.description);
  out.texts(Field::kWelfare, posting.welfare);
  out.texts(Field::kTag, posting.tags);
  out.texts(Field::kGroup, posting.groups);
  out.number(Field::kHeadcount, posting.headcount);
  out.instant(Field::kPostedAt, posting.posted_at);
  out.instant(Field::kValidUntil, posting.valid_until);
  out.instant(Field::kLapsesAt, posting.lapses_at);
  out.text(Field::kSource, posting.source);
  out.number(Field::kMinAge, posting.age.min_years);
  out.number(Field::kMaxAge, posting.age.max_years);
  return out.take();
}

std::optional<Posting> decode_posting(std::string_view bytes) {
  Posting posting;
  while (!bytes.empty()) {
    const auto field = static_cast<Field>(bytes.front());
    bytes.remove_prefix(1);
    const auto size = take_varint(bytes);
    if (!size || *size > bytes.size()) return std::nullopt;
    const std::string_view value = bytes.substr(0, *size);
    bytes.remove_prefix(*size);
    if (!decode_text(posting, field, value)) decode_number(posting, field, value);
  }
  if (posting.id.empty()) return std::nullopt;
  if (posting.place && !(std::isfinite(posting.place->point.lat_deg) && std::isfinite(posting.place->point.lng_deg))) {
    return std::nullopt;
  }
  return posting;
}

}  // namespace doorstep::index
