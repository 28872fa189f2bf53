#pragma once

// A posting with every field told.

#include "schema/domain/posting.h"

namespace doorstep::testing {

inline domain::Posting full_posting() {
  domain::Posting posting;
  posting.id = "p-1";
  posting.title = "保洁员";
  posting.company = "洁净物业";
  posting.employer_types = 0b11'0000'0101;
  posting.employer_type_text = "民营企业";
  posting.category = "家政";
  posting.community_id = "340104001001";
  posting.address = "三里庵街道\n1号";
  posting.place = domain::Place{{31.8501234567, 117.25}, domain::Precision::kStreet, 70'000, "340104001002"};
  posting.pay = {.text = "3-5K",
                 .monthly_min = 3000,
                 .monthly_max = 5000,
                 .months = 13,
                 .unit = domain::PayUnit::kPiece,
                 .negotiable = true};
  posting.experience = {.min_years = 0, .max_years = 300};
  posting.experience_text = "不限";
  posting.education = domain::Education::kDoctor;
  posting.education_text = "博士";
  posting.age = {.min_years = 18, .max_years = 55};
  posting.employment_type = "全职";
  posting.description = std::string("打扫\n") + std::string(5000, 'x');
  posting.welfare = {"包吃", "包住"};
  posting.tags = {"急", "急"};
  posting.groups = {"妇女"};
  posting.headcount = 4'000'000'000U;
  posting.posted_at = base::parse_instant("2026-11-20T08:00:00+08:00");
  posting.valid_until = base::parse_instant("2026-12-31");
  posting.lapses_at = *base::parse_instant("2027-01-01");
  posting.source = "社区公告";
  return posting;
}

}  // namespace doorstep::testing
