#include "schema/domain/masking.h"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

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

TEST_CASE("a mobile number in digits of another style is masked") {
  const std::string masked = "***********";
  for (const std::string text : {"①③⑧①②③④⑤⑥⑦⑧", "𝟏𝟑𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖", "𝟷𝟹𝟾𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾", "¹³⁸¹²³⁴⁵⁶⁷⁸", "₁₃₈₁₂₃₄₅₆₇₈",
                                 "1③8１𝟐³₄⑤❻⑦8", "⒈⒊⒏⒈⒉⒊⒋⒌⒍⒎⒏", "⑴⑶⑻⑴⑵⑶⑷⑸⑹⑺⑻", "❶❸❽❶❷❸❹❺❻❼❽"}) {
    INFO(text);
    CHECK(mask_contacts(text) == masked);
  }
  CHECK(mask_contacts("⑬⑧⑫③④⑤⑥⑦⑧") == masked);
  CHECK(mask_contacts("138①②③④-⑤⑥⑦⑧") == "*******-****");
}

TEST_CASE("a marker before a number is not part of it, and both numbers of a marked list are masked") {
  CHECK(mask_contacts("①13812345678②0551-62345678") == "①***********②****-********");
  CHECK(mask_contacts("①138-1234-5678") == "①***-****-****");
  CHECK(mask_contacts("100m²13812345678") == "100m²***********");
}

TEST_CASE("invisible characters and combining marks do not hide a number") {
  for (const char* hidden : {"\u00AD", "\u200B", "\u200F", "\u202A", "\u202E", "\u2060", "\u2064", "\uFEFF",
                             "\uFE0F\u20E3", "\u034F", "\u0332"}) {
    INFO(hidden);
    CHECK(mask_contacts(std::string("138") + hidden + "12345678。") == "***********。");
    CHECK(mask_contacts(std::string("340104") + hidden + "199001011234") == "******************");
  }
}

TEST_CASE("a number is masked whatever punctuation parts it") {
  for (const char* separator :
       {"\n", "\r\n", "_", "/", "·", "，", ",", "、", "。", "~", "～", "—", "——", "|", "*", "…", "📞", " "}) {
    INFO(separator);
    const std::string gap = separator;
    CHECK(mask_contacts("138" + gap + "1234" + gap + "5678") == "***" + gap + "****" + gap + "****");
    CHECK(mask_contacts("138" + gap + "12345678") == "***" + gap + "********");
    CHECK(mask_contacts("0551" + gap + "62345678") == "****" + gap + "********");
  }
  CHECK(mask_contacts("138 12 34 56 78") == "*** ** ** ** **");
  CHECK(mask_contacts("340104-1990-0101-1234") == "******-****-****-****");
}

TEST_CASE("numbers that run together are all masked") {
  CHECK(mask_contacts("1381234567813912345678") == std::string(22, '*'));
  CHECK(mask_contacts("138123456780551623456788613912345678") == std::string(36, '*'));
  CHECK(mask_contacts("13812345678340104199001011234") == std::string(29, '*'));
  CHECK(mask_contacts("1381234567834010419900101123x。") == std::string(29, '*') + "。");
  CHECK(mask_contacts("1381234567800000000000") == "1381234567800000000000");
}

TEST_CASE("a number is masked directly after letters") {
  CHECK(mask_contacts("vx13812345678") == "vx***********");
  CHECK(mask_contacts("微信13812345678") == "微信***********");
  CHECK(mask_contacts("tel:13812345678") == "tel:***********");
  // 18 characters are not yet a unified social credit code.
  CHECK(mask_contacts("13812345678LIUYANG") == "***********LIUYANG");
}

TEST_CASE("seven or eight digits after a calling word are a number, elsewhere they are figures") {
  CHECK(mask_contacts("电话：63451238") == "电话：********");
  CHECK(mask_contacts("联系电话 6345-1238，找王姐") == "联系电话 ****-****，找王姐");
  CHECK(mask_contacts("座机:6345123") == "座机:*******");
  CHECK(mask_contacts("Tel 63451238") == "Tel ********");
  CHECK(mask_contacts("热线（63451238）") == "热线（********）");
  CHECK(mask_contacts("面积63451238") == "面积63451238");
  CHECK(mask_contacts("电话销售3000-5000元") == "电话销售3000-5000元");
  CHECK(mask_contacts("编号20261122") == "编号20261122");
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
  CHECK(mask_contacts("34010419900101123Ⅹ") == "******************");
  CHECK(mask_contacts("34010419900101123?") == "*****************?");
  CHECK(mask_contacts("340104199013011234") == "340104199013011234");
  CHECK(mask_contacts("340104199001321234") == "340104199001321234");
}

TEST_CASE("other digits stay") {
  for (const std::string text : {"4000-6000元/月",
                                 "1500-2000 300全勤",
                                 "400-600 4000元",
                                 "2026-11-22 08:00",
                                 "长江西路1388号3栋501室",
                                 "统一社会信用代码91340100MA2N13800X",
                                 "91340100138000012345",
                                 "91340100MA13800001",
                                 "12345678901",
                                 "招3-5名，18-45岁",
                                 "150-200元/天",
                                 "13800元",
                                 "QQ 123456789",
                                 "6228480000000000000",
                                 "N95x3",
                                 "0.5元/件",
                                 "3000-5000",
                                 "4000—6000元/月",
                                 "15000-20000",
                                 "15000-20000·13薪",
                                 "①5000②6000③7000",
                                 "身高160，3000-5000元",
                                 "170\n4000-6000",
                                 "150/2000/3000元",
                                 "400/600/4000元",
                                 "0900-2100，3000-5000",
                                 "08:00-17:30，18:30",
                                 "18-45岁，3000，5000",
                                 "2026-11-22，2026/12/31",
                                 "20261122-20261231",
                                 "½天150",
                                 "1、3000 2、5000",
                                 "138 1234 567X",
                                 "91340100138000012M",
                                 "1500,2000,3000",
                                 "①3000-5000②4000-6000"}) {
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
  for (const std::string_view part : {"1", "1 ", "138 ", "A1", "138-0000-", "0551-", "１", "①", "⒈", "①1", "½",
                                      "13812345678", "\u200B", "1\u0301", "1，"}) {
    std::string text;
    while (text.size() < 100'000) text += part;
    CHECK_FALSE(mask_contacts(text).empty());
  }
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}
