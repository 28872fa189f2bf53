#include "schema/domain/masking.h"

#include <chrono>

#include <catch2/catch.hpp>

using doorstep::domain::mask_contacts;

TEST_CASE("mobile numbers are masked however they are written") {
  const std::vector<std::pair<std::string, std::string>> rows{{"电话13800001234联系", "电话***********联系"},
                                                              {"+8613800001234", "+*************"},
                                                              {"+86 138-0000-1234", "+** ***-****-****"},
                                                              {"138 0000 1234", "*** **** ****"},
                                                              {"138.0000.1234", "***.****.****"},
                                                              {"１３８００００１２３４", "***********"},
                                                              {"138 00001234", "*** ********"},
                                                              {"1 3 8 0 0 0 0 1 2 3 4", "* * * * * * * * * * *"},
                                                              {"vx13800001234", "vx***********"},
                                                              {"13800001234/13900001234", "***********/***********"},
                                                              {"013800001234", "************"}};
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(mask_contacts(text) == expected);
  }
}

TEST_CASE("landlines and service numbers are masked") {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"0551-62345678", "****-********"}, {"(0551)6234567", "(****)*******"}, {"055162345678", "************"},
      {"010-12345678", "010-12345678"},   {"010-62345678", "***-********"},   {"021 6234 5678", "*** **** ****"},
      {"400-123-4567", "***-***-****"},   {"4001234567", "**********"},       {"800 8101234", "*** *******"}};
  for (const auto& [text, expected] : rows) {
    INFO(text);
    CHECK(mask_contacts(text) == expected);
  }
}

TEST_CASE("identity numbers are masked when the birthday in them can be one") {
  CHECK(mask_contacts("身份证340104199001011234") == "身份证******************");
  CHECK(mask_contacts("34010419900101123X。") == "******************。");
  CHECK(mask_contacts("340104 19900101 123x") == "****** ******** ****");
  CHECK(mask_contacts("340104900101123") == "***************");
  CHECK(mask_contacts("340104199013011234") == "340104199013011234");
  CHECK(mask_contacts("340104199001321234") == "340104199001321234");
}

TEST_CASE("other digits stay") {
  for (const std::string text :
       {"4000-6000元/月", "1500-2000 300全勤", "400-600 4000元", "2026-11-22 08:00", "长江西路1388号3栋501室",
        "统一社会信用代码91340100MA2N13800X", "91340100138000012345", "91340100MA13800001", "12345678901",
        "招3-5名，18-45岁", "150-200元/天", "13800元", "QQ 123456789", "6228480000000000000", "N95x3", "0.5元/件"}) {
    INFO(text);
    CHECK(mask_contacts(text) == text);
  }
}

TEST_CASE("invalid UTF-8 passes through unchanged, also beside a number") {
  CHECK(mask_contacts("\xFF\xE4\xB8"
                      "13800001234\xC0") == "\xFF\xE4\xB8***********\xC0");
}

TEST_CASE("masking twice changes nothing more") {
  const std::string once = mask_contacts("电话138-0000-1234，0551-62345678");
  CHECK(mask_contacts(once) == once);
}

TEST_CASE("masking takes time in proportion to the text") {
  const auto start = std::chrono::steady_clock::now();
  for (const std::string_view part : {"1", "1 ", "138 ", "A1", "138-0000-", "0551-", "１"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    CHECK_FALSE(mask_contacts(text).empty());
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
