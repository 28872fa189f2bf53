#include "schema/json/posting_json.h"

#include <cmath>

namespace doorstep::json {
namespace {

double rounded_degrees(double degrees) { return std::round(degrees * 1e6) / 1e6; }

void write_known(JsonWriter& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.key(name).text(value);
}

void write_known(JsonWriter& out, std::string_view name, std::optional<std::uint32_t> value) {
  if (value) out.key(name).integer(*value);
}

void write_known(JsonWriter& out, std::string_view name, std::optional<base::Instant> value) {
  if (value) out.key(name).text(base::format_beijing(*value));
}

template <typename Strings>
void write_list(JsonWriter& out, std::string_view name, const Strings& values) {
  if (values.empty()) return;
  out.key(name).begin_array();
  for (const auto& value : values) out.text(value);
  out.end_array();
}

void write_pay(JsonWriter& out, const domain::Pay& pay) {
  if (pay.text.empty() && pay.unit == domain::PayUnit::kNone && !pay.negotiable) return;
  out.key("pay").begin_object();
  write_known(out, "text", pay.text);
  write_known(out, "monthly_min", pay.monthly_min);
  write_known(out, "monthly_max", pay.monthly_max);
  // How many months are paid is a statement only about a pay that is known.
  if (pay.reach()) out.key("months").integer(pay.months);
  out.key("unit").text(domain::pay_unit_name(pay.unit));
  out.key("negotiable").boolean(pay.negotiable);
  out.end_object();
}

void write_experience(JsonWriter& out, const domain::Experience& experience) {
  if (!experience.min_years && !experience.max_years) return;
  out.key("experience").begin_object();
  write_known(out, "min_years", experience.min_years);
  write_known(out, "max_years", experience.max_years);
  out.end_object();
}

}  // namespace

void write_point(JsonWriter& out, const ShownPoint& shown) {
  out.key("lat").number(rounded_degrees(shown.point.lat_deg));
  out.key("lng").number(rounded_degrees(shown.point.lng_deg));
  out.key("datum").text(domain::datum_name(shown.datum));
}

void write_posting_summary(JsonWriter& out, const domain::Posting& posting) {
  out.key("id").text(posting.id);
  out.key("title").text(posting.title);
  write_known(out, "company", posting.company);
  write_list(out, "employer_type", domain::employer_type_names(posting.employer_types));
  write_pay(out, posting.pay);
  write_known(out, "category", posting.category);
  write_known(out, "employment_type", posting.employment_type);
  write_known(out, "posted_at", posting.posted_at);
  write_known(out, "valid_until", posting.valid_until);
}

void write_posting_details(JsonWriter& out, const domain::Posting& posting) {
  write_known(out, "description", posting.description);
  write_known(out, "address", posting.address);
  write_known(out, "headcount", posting.headcount);
  write_experience(out, posting.experience);
  write_known(out, "experience_text", posting.experience_text);
  if (posting.education) out.key("education").text(domain::education_name(*posting.education));
  write_known(out, "education_text", posting.education_text);
  write_list(out, "tags", posting.tags);
  write_list(out, "welfare", posting.welfare);
  write_list(out, "groups", posting.groups);
}

}  // namespace doorstep::json
