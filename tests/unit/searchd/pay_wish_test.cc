#include "searchd/search/pay_wish.h"

#include <catch2/catch.hpp>

#include <string>

#include "tests/unit/domain/vector_file.h"

namespace doorstep::search {
namespace {

std::string shown(const std::optional<std::uint32_t>& figure) { return figure ? std::to_string(*figure) : "-"; }

std::string unit_of(const PayWish& wish) {
  if (wish.unit == domain::PayUnit::kNone) return "-";
  return std::string(domain::pay_unit_name(wish.unit));
}

// "5000以上 5000 - -", as the columns of the table after the query.
std::string read(std::string_view query) {
  const auto wish = find_pay_wish(query);
  if (!wish) return "- - - -";
  return std::string(query.substr(wish->begin, wish->end - wish->begin)) + ' ' + shown(wish->at_least) + ' ' +
         shown(wish->at_most) + ' ' + unit_of(*wish);
}

std::string read_age(std::string_view query) {
  const auto wish = find_age_wish(query);
  if (!wish) return "-";
  return std::string(query.substr(wish->begin, wish->end - wish->begin)) + '=' + std::to_string(wish->years);
}

}  // namespace

TEST_CASE("pay is read as people ask for it, and a figure that counts something else is none") {
  const auto rows = tests::read_vectors("pay_wishes.tsv");
  CHECK(rows.size() >= 60);
  for (const auto& row : rows) {
    INFO(row[0]);
    CHECK(read(row[0]) == row[1] + ' ' + row[2] + ' ' + row[3] + ' ' + row[4]);
  }
}

TEST_CASE("of several figures the first that is pay counts") {
  CHECK(read("8小时 5000以上") == "5000以上 5000 - -");
  CHECK(read("3公里 保洁 一天150") == "一天150 3300 - day");
}

TEST_CASE("figures no wage can be are no wish for pay") {
  for (const char* query : {"", "0", "0元", "工资99999999999999999999", "9999999元", "13800001234", "00000", "1252"}) {
    INFO(query);
    const auto wish = find_pay_wish(query);
    if (wish) CHECK(wish->at_least.value_or(0) <= 1'000'000);
  }
  CHECK(read("13800001234") == "- - - -");
  CHECK(read("工资99999999999999999999") == "- - - -");
}

TEST_CASE("an age is one where years of a life are meant") {
  CHECK(read_age("55岁") == "55岁=55");
  CHECK(read_age("55岁保洁") == "55岁=55");
  CHECK(read_age("五十多岁能做的") == "五十多岁=50");
  CHECK(read_age("年龄45") == "年龄45=45");
  CHECK(read_age("16周岁") == "16周岁=16");
  CHECK(read_age("3岁宝宝") == "-");
  CHECK(read_age("120岁") == "-");
  CHECK(read_age("5000") == "-");
  CHECK(read_age("55") == "-");
  CHECK(read_age("") == "-");
}

}  // namespace doorstep::search
