#include "schema/domain/pay.h"

#include <chrono>

#include <catch2/catch.hpp>

#include "tests/unit/domain/vector_file.h"

namespace {

using doorstep::domain::parse_pay;
using doorstep::domain::Pay;
using doorstep::domain::pay_unit_name;

std::string shown(std::optional<std::uint32_t> value) { return value ? std::to_string(*value) : ""; }

// "4000 6000 12 month", as the columns of the vectors.
std::string shown(const Pay& pay) {
  return shown(pay.monthly_min) + "|" + shown(pay.monthly_max) + "|" + std::to_string(pay.months) + "|" +
         std::string(pay_unit_name(pay.unit)) + "|" + (pay.negotiable ? "1" : "0");
}

struct Row {
  std::string text;
  std::string expected;
};

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(shown(parse_pay(row.text)) == row.expected);
  }
}

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string whole;
  while (whole.size() < bytes) whole += text;
  return whole;
}

}  // namespace

TEST_CASE("every pay vector reads as agreed") {
  for (const auto& row : doorstep::tests::read_vectors("pay_vectors.tsv")) {
    INFO("pay_vectors.tsv: " << row[0]);
    CHECK(shown(parse_pay(row[0])) == row[1] + "|" + row[2] + "|" + row[3] + "|" + row[4] + "|" + row[5]);
  }
}

TEST_CASE("the text is kept as it was given") { CHECK(parse_pay(" 4－6K ").text == " 4－6K "); }

TEST_CASE("Chinese numerals are read as they are spoken") {
  check_rows({{"三千五到四千五", "3500|4500|12|month|0"},
              {"一万二到一万五", "12000|15000|12|month|0"},
              {"三到五千", "3000|5000|12|month|0"},
              {"八九百到一千二一个月", "800|1200|12|month|0"},
              {"两三千", "2000|3000|12|month|0"},
              {"三千零五十元", "3050|3050|12|month|0"},
              {"叁仟伍佰元/月", "3500|3500|12|month|0"},
              {"一百二一天", "2640|2640|12|day|0"},
              {"十七八块一小时", "2992|3168|12|hour|0"},
              {"三块五一单", "||12|piece|0"},
              {"月入过万", "10000||12|month|0"},
              {"萬二", "||12|none|0"},
              {"兩萬五", "25000|25000|12|month|0"},
              {"1万2-1万5", "12000|15000|12|month|0"},
              {"八千到一万", "8000|10000|12|month|0"}});
}

TEST_CASE("a figure borrows the unit its neighbour names") {
  check_rows({{"8-1.2万", "8000|12000|12|month|0"},
              {"1万-2", "10000|20000|12|month|0"},
              {"800-1k", "800|1000|12|month|0"},
              {"4K/月-6K/月", "4000|6000|12|month|0"},
              {"3½-4½千", "3500|4500|12|month|0"}});
}

TEST_CASE("a circled list number is no digit of the pay behind it") {
  check_rows({{"①5000-6000", "5000|6000|12|month|0"}, {"①-②万", "10000|20000|12|month|0"}});
}

TEST_CASE("what else is counted is not pay") {
  check_rows({{"4000-6000元 招8人 年龄18-45岁", "4000|6000|12|month|0"},
              {"上班时间8:00-17:30，工资4200", "4200|4200|12|month|0"},
              {"每天8小时，月休4天，4500-5000", "4500|5000|12|month|0"},
              {"五险一金，13薪，1-3年经验，6000元", "6000|6000|13|month|0"},
              {"每月15号发薪，3800元", "3800|3800|12|month|0"},
              {"电话0551-62345678，工资3500", "3500|3500|12|month|0"},
              {"做六休一", "||12|none|0"},
              {"试用期3个月", "||12|none|0"},
              {"提成15%-30%，底薪3000", "3000||12|month|0"}});
}

TEST_CASE("the unit may stand before the figure, behind it, or in brackets") {
  check_rows({{"薪资(元/天)：150", "3300|3300|12|day|0"},
              {"150（元/天）", "3300|3300|12|day|0"},
              {"200元1天", "4400|4400|12|day|0"},
              {"1小时25元", "4400|4400|12|hour|0"},
              {"150元/8小时", "3300|3300|12|day|0"},
              {"日结，160", "3520|3520|12|day|0"},
              {"20元/h", "3520|3520|12|hour|0"},
              {"100元/人/天", "2200|2200|12|day|0"},
              {"年薪10-15", "8333|12500|12|year|0"},
              {"每单3-5元", "||12|piece|0"}});
}

TEST_CASE("the words around a figure say whether it is a minimum, a maximum or the whole") {
  check_rows({{"最低4000，最高8000", "4000|8000|12|month|0"},
              {"4000元+提成", "4000||12|month|0"},
              {"4000元+五险一金", "4000|4000|12|month|0"},
              {"4000加提成", "4000||12|month|0"},
              {"底薪+提成 4000-8000", "4000|8000|12|month|0"},
              {"3000底薪，综合5000以上", "5000||12|month|0"},
              {"5000封顶", "|5000|12|month|0"},
              {"不到5000", "|5000|12|month|0"},
              {"试用期3000转正4500", "4500|4500|12|month|0"},
              {"全勤奖200", "||12|none|0"},
              {"计件，月入4000-6000", "4000|6000|12|month|0"}});
}

TEST_CASE("absurd figures are no pay") {
  check_rows({{"0元", "||12|none|0"},
              {"0-1", "||12|none|0"},
              {"99999999元/月", "||12|none|0"},
              {"25000-99999999", "25000||12|month|0"},
              {"13800000000", "||12|none|0"},
              {"3000美元/月", "||12|none|0"}});
}

TEST_CASE("hostile pay texts are read in bounded time and never overflow") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string_view part :
       {"9",  "一",  "一万", "万", "1,000", "1-",   "-",    "五六", "1.",  "每", "1/", "1元/", "底薪", "+",
        "1+", "1天", "(",    "1(", "①",     "1万2", "\xFF", "至",   "1:1", "薪", "1 ", "每个", "*1"}) {
    INFO(part);
    const Pay pay = parse_pay(repeated(part, 100'000));
    CHECK(pay.monthly_max.value_or(0) <= 10'000'000);
    CHECK(pay.monthly_min.value_or(0) <= 10'000'000);
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
}
