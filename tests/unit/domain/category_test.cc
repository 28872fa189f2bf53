#include "schema/domain/category.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "schema/domain/folding.h"

using namespace doorstep::domain;

namespace {

Categories built_in() {
  auto result = parse_categories(built_in_categories_tsv());
  REQUIRE(result.ok());
  return std::move(result).value();
}

}  // namespace

TEST_CASE("the longest word in a title decides its trade") {
  const Categories categories({{.category = "物业", .words = {"物业"}}, {.category = "安保", .words = {"物业保安"}}});
  CHECK(categories.derive("急聘物业保安") == "安保");
  CHECK(categories.derive("物业主管") == "物业");
  CHECK(categories.derive("厨师").empty());
  CHECK(categories.derive("").empty());
}

TEST_CASE("of words of one length the last in the title decides, then the first in the file") {
  const Categories categories({{.category = "甲", .words = {"物业"}},
                               {.category = "乙", .words = {"保洁"}},
                               {.category = "丙", .words = {"保洁"}}});
  CHECK(categories.derive("物业保洁") == "乙");
  CHECK(categories.derive("保洁物业") == "甲");
}

TEST_CASE("an aside in brackets decides only where the rest of the title says nothing") {
  CHECK(built_in().derive("菜市场管理员(可兼职)") != "兼职零工");
  CHECK(built_in().derive("厨师(可兼职)") == "餐饮");
  CHECK(built_in().derive("【日结】保安") == "安保");
  CHECK(built_in().derive("(长期兼职)") == "兼职零工");
}

TEST_CASE("a Latin word counts only whole") {
  const Categories categories(
      {{.category = "互联网技术", .words = {"java", "c++"}}, {.category = "设计", .words = {"ui"}}});
  CHECK(categories.derive("javascript").empty());
  CHECK(categories.derive("build").empty());
  CHECK(categories.derive("java开发") == "互联网技术");
  CHECK(categories.derive("c++开发") == "互联网技术");
}

TEST_CASE("titles that people write are sorted into their trades") {
  const Categories categories = built_in();
  const std::vector<std::pair<std::string, std::string>> rows{{"急聘保洁阿姨5名", "家政保洁"},
                                                              {"金牌月嫂", "家政保洁"},
                                                              {"物业保安", "安保"},
                                                              {"楼栋管家", "物业"},
                                                              {"徽菜厨师", "餐饮"},
                                                              {"超市理货员", "零售"},
                                                              {"快递小哥", "物流快递"},
                                                              {"仓库管理员", "仓储"},
                                                              {"a2司机", "司机"},
                                                              {"一线普工", "生产制造"},
                                                              {"氩弧焊工", "技工"},
                                                              {"中央空调维保工", "维修"},
                                                              {"贴砖师傅", "建筑装修"},
                                                              {"美容师", "美容美发"},
                                                              {"养老护理员", "护理养老"},
                                                              {"门诊护士", "医疗"},
                                                              {"幼儿园老师", "教育托育"},
                                                              {"行政专员", "文职行政"},
                                                              {"主办会计", "财务会计"},
                                                              {"在线客服", "客服"},
                                                              {"电话销售", "销售"},
                                                              {"java后端开发", "互联网技术"},
                                                              {"社区网格员", "社区服务"},
                                                              {"园林绿化工", "环卫绿化"},
                                                              {"暑期工", "兼职零工"},
                                                              {"酒店客房服务员", "酒店旅游"},
                                                              {"外卖骑手", "物流快递"},
                                                              {"洗车工", "汽车服务"}};
  for (const auto& [title, expected] : rows) {
    INFO(title);
    CHECK(categories.derive(title) == expected);
  }
}

TEST_CASE("no word of the built-in list stands under two trades, and each is in normal form") {
  const Categories categories = built_in();
  std::vector<std::string> seen;
  for (const auto& rule : categories.rules()) {
    for (const std::string& word : rule.words) {
      INFO(rule.category << " " << word);
      CHECK(std::find(seen.begin(), seen.end(), word) == seen.end());
      seen.push_back(word);
      for (std::size_t at = 0; at < word.size();) {
        const DecodedChar here = decode_utf8(word, at);
        CHECK_FALSE((here.code >= U'A' && here.code <= U'Z'));
        CHECK_FALSE((here.code >= U'！' && here.code <= U'～'));
        at += here.size;
      }
    }
  }
  CHECK(categories.rules().size() >= 25);
}

TEST_CASE("mistakes in a category file are told with their line") {
  const auto result = parse_categories("# 注释\n安保\t保安\n没有制表符\n安保\t门卫\n空\t\n");
  REQUIRE_FALSE(result.ok());
  std::vector<std::string> told;
  for (const auto& issue : result.issues()) told.push_back(issue.field + " " + issue.code);
  CHECK(told == std::vector<std::string>{"line 3 no_tab", "line 4 duplicate", "line 5 no_words"});
  CHECK_FALSE(parse_categories("").ok());
}
