#include "searchd/search/query_reader.h"

#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/words.h"

namespace doorstep::search {
namespace {

using Strings = std::vector<std::string>;

const QueryReader& reader() {
  static const domain::Gazetteer gazetteer({{.id = "340104001001",
                                             .name = "梅山路社区居委会",
                                             .street = "三里庵街道",
                                             .district = "蜀山区",
                                             .centre = {31.85, 117.25},
                                             .accuracy_m = 700}});
  static const QueryReader reader(testing::Words::shared().language, gazetteer);
  return reader;
}

QueryReading read(std::string_view query, IgnoredParts ignored = 0) { return reader().read(query, ignored); }

// What is required, as "word" or "word→meaning"; what is only welcome has a question mark.
Strings wanted(const QueryReading& reading) {
  Strings all;
  if (reading.plan.choices.empty()) return all;
  for (const Concept& one : reading.plan.choices.front()) {
    all.push_back(one.word + (one.meaning.empty() ? "" : "→" + one.meaning) + (one.required ? "" : "?"));
  }
  return all;
}
Strings wanted(std::string_view query, IgnoredParts ignored = 0) { return wanted(read(query, ignored)); }

// "pay 5000以上=pay_min=5000", in order.
Strings understood(std::string_view query, IgnoredParts ignored = 0) {
  Strings all;
  for (const Understood& one : read(query, ignored).understood)
    all.push_back(one.kind + ' ' + one.text + '=' + one.value);
  return all;
}

Strings unwanted(std::string_view query, IgnoredParts ignored = 0) {
  Strings all;
  for (const Unwanted& one : read(query, ignored).plan.unwanted) all.push_back(one.word + (one.in_texts ? "?" : ""));
  return all;
}

const Concept& first(const QueryReading& reading) { return reading.plan.choices.at(0).at(0); }

bool has_term(const Concept& one, std::string_view term) {
  return std::find(one.terms.begin(), one.terms.end(), term) != one.terms.end();
}

}  // namespace

TEST_CASE("a name of work is that work, whatever it is called, and what narrower work there is") {
  const QueryReading reading = read("保洁阿姨");

  CHECK(wanted(reading) == Strings{"保洁阿姨→保洁"});
  CHECK(reading.job == "保洁");
  CHECK(first(reading).role == Role::kJob);
  CHECK(has_term(first(reading), "C保洁"));
  CHECK(has_term(first(reading), "N保洁"));
  CHECK(first(reading).factors.size() == first(reading).terms.size());
  CHECK(understood("保洁阿姨") == Strings{"job 保洁阿姨=保洁"});
  CHECK(wanted("保洁 保洁员") == Strings{"保洁→保洁"});
}

TEST_CASE("work knows of what it is a kind, to be widened to") {
  const QueryReading reading = read("货车司机");

  CHECK(has_term({.word = {}, .terms = first(reading).broader_terms}, "C司机"));
  CHECK(first(reading).broader.find("司机") != std::string::npos);
}

TEST_CASE("a word that no name is known for is looked for as it stands") {
  const QueryReading reading = read("风筝 保洁");

  CHECK(wanted(reading) == Strings{"风筝", "保洁→保洁"});
  CHECK(first(reading).terms == Strings{"W风筝"});
  REQUIRE(reading.unknown.size() == 1);
  CHECK(reading.unknown[0].text == "风筝");
  CHECK(reading.unknown[0].in_dictionary);
  CHECK_FALSE(read("qwxzjk").unknown.at(0).in_dictionary);
  CHECK(read("保洁").unknown.empty());
}

TEST_CASE("characters side by side that make no word are looked for by their pairs, in words and across") {
  const QueryReading reading = read("鑫淼焱");

  CHECK(wanted(reading) == Strings{"鑫淼", "淼焱"});
  CHECK(first(reading).terms == Strings{"W鑫淼", "S鑫淼"});
  CHECK(reading.unknown.at(0).text == "鑫淼焱");
}

TEST_CASE("a lone character beside words is a remnant, alone it is what was asked for") {
  CHECK(wanted("叉车公") == wanted("叉车"));
  CHECK(wanted("鱻") == Strings{"鱻"});
}

TEST_CASE("words around a wish are no part of it") {
  CHECK(wanted("我想找附近的保洁的工作") == Strings{"保洁→保洁"});
  CHECK(wanted("哪里有招保洁的") == Strings{"保洁→保洁"});
  CHECK(wanted("三里庵附近有没有保洁岗位") == Strings{"三里庵→三里庵街道", "保洁→保洁"});
}

TEST_CASE("without any character or word of work a query is a browse, and punctuation alone finds nothing") {
  CHECK(read("").plan == QueryPlan{});
  CHECK(read(" \t　").plan.choices.empty());
  CHECK(read("有没有工作").plan.choices.empty());
  CHECK(read("附近").plan.choices.empty());
  REQUIRE(read("？！").plan.choices.size() == 1);
  CHECK(read("？！").plan.choices[0].empty());
}

TEST_CASE("pay is a filter, told with the words it was read from") {
  CHECK(read("保洁 5000以上").filters == Filters{.pay_min = 5000});
  CHECK(wanted("保洁 5000以上") == Strings{"保洁→保洁"});
  CHECK(understood("保洁 5000以上") == Strings{"pay 5000以上=pay_min=5000", "job 保洁=保洁"});
  CHECK(read("5000到6000").filters == Filters{.pay_min = 5000, .pay_max = 6000});
  CHECK(read("一天150 洗碗").filters == Filters{.pay_min = 3300, .pay_unit = domain::PayUnit::kDay});
  CHECK(understood("3000以下") == Strings{"pay 3000以下=pay_max=3000"});
  CHECK(read("5000以上").plan.choices.empty());
}

TEST_CASE("an age is a filter") {
  CHECK(read("55岁 保洁").filters == Filters{.age = 55});
  CHECK(understood("55岁 保洁") == Strings{"age 55岁=age=55", "job 保洁=保洁"});
  CHECK(read("55岁 4000以上").filters == Filters{.pay_min = 4000, .age = 55});
}

TEST_CASE("a place is looked for at it, in its streets, and where it is named, and may be searched from") {
  const QueryReading reading = read("三里庵 保洁");

  CHECK(wanted(reading) == Strings{"三里庵→三里庵街道", "保洁→保洁"});
  CHECK(first(reading).role == Role::kPlace);
  CHECK(has_term(first(reading), "P三里庵街道"));
  CHECK(has_term(first(reading), "W三里庵"));
  CHECK(reading.understood.front() == Understood{"place", "三里庵", "三里庵街道", "340104001001"});
  CHECK(has_term(first(read("高新区")), "P高新"));
  CHECK(first(read("高新区")).terms.size() > 2);
  CHECK(read("高新区").understood.front().community_id.empty());
}

TEST_CASE("attributes are wishes of their own, each told by its part") {
  CHECK(understood("残疾人") == Strings{"group 残疾人=残疾人"});
  CHECK(understood("兼职") == Strings{"employment 兼职=兼职"});
  CHECK(understood("包吃住") == Strings{"welfare 包吃住=包吃住"});
  CHECK(understood("长白班") == Strings{"shift 长白班=长白班"});
  CHECK(understood("健康证") == Strings{"requirement 健康证=健康证"});
  CHECK(first(read("残疾人 文员")).role == Role::kAttribute);
  CHECK(read("残疾人").job.empty());
}

TEST_CASE("the attribute within a job's name is a wish beside the job") {
  CHECK(wanted("夜班保安") == Strings{"夜班保安→保安", "夜班→夜班"});
  CHECK(wanted("夜班保安", ignoring(Part::kShift)) == Strings{"夜班保安→保安"});
}

TEST_CASE("two jobs are either of them, and of a job and a kind of it the kind is meant") {
  CHECK(wanted("会计 厨师") == Strings{"会计、厨师→会计、厨师"});
  const QueryReading either = read("会计 厨师");
  CHECK(has_term(first(either), "C会计"));
  CHECK(has_term(first(either), "C厨师"));
  CHECK(first(either).factors.size() == first(either).terms.size());
  CHECK(wanted("司机 货车司机") == Strings{"货车司机→货车司机"});
  CHECK(wanted("货车司机 司机 会计 夜班") == Strings{"货车司机、会计→货车司机、会计", "夜班→夜班"});
  // As many as there is room for, kinds of each other or not.
  CHECK(wanted("保洁 保安 司机 厨师 护士 会计 文员 客服 销售 普工 焊工 电工 收银 导购 快递 月嫂 护工 绿化 分拣 叉车")
            .size() <= 4);
}

TEST_CASE("what is not wanted is taken away, by whatever words it is refused") {
  for (const char* query : {"保安 -夜班", "保安 不想上夜班", "保安 不要夜班", "不上夜班的保安"}) {
    INFO(query);
    const QueryReading reading = read(query);
    REQUIRE(reading.plan.unwanted.size() == 1);
    CHECK(reading.plan.unwanted[0].terms == Strings{"C夜班", "N夜班"});
    CHECK_FALSE(reading.plan.unwanted[0].in_texts);
    CHECK(first(reading).meaning == "保安");
  }
  CHECK(unwanted("除了销售 客服") == Strings{"销售"});
  CHECK(wanted("除了销售 客服") == Strings{"客服→客服"});
  CHECK(read("不要销售").plan.choices.empty());
}

TEST_CASE("a refusal that is a concept of its own is welcome where it is stated, but not required") {
  const Strings all = wanted("不上夜班的保安");

  CHECK(std::find(all.begin(), all.end(), "不上夜班→不上夜班?") != all.end());
}

TEST_CASE("who wants no agency wants to be hired by the firm itself, and refuses no agents' work") {
  CHECK(unwanted("保安 不要中介").empty());
  const Strings all = wanted("保安 不要中介");
  CHECK(std::any_of(all.begin(), all.end(),
                    [](const std::string& one) { return one.find("→直招") != std::string::npos; }));
}

TEST_CASE("a word that is refused though no name is known for it is looked for in the texts") {
  CHECK(unwanted("保洁 -风筝") == Strings{"风筝?"});
  CHECK(wanted("保洁 -风筝") == Strings{"保洁→保洁"});
}

TEST_CASE("a minus within a word refuses nothing") {
  CHECK(unwanted("人事-行政").empty());
  CHECK(unwanted("保洁-夜班").empty());
}

TEST_CASE("an order that is asked for in words is one") {
  CHECK(read("工资最高的司机").sort == Sort::kPay);
  CHECK(read("离我最近的超市").sort == Sort::kDistance);
  CHECK(read("最新的招聘").sort == Sort::kNewest);
  CHECK(wanted("工资最高的司机") == Strings{"司机→司机"});
  CHECK_FALSE(read("司机").sort.has_value());
}

TEST_CASE("what is refused is all that is listed, up to the next thing that is wished for") {
  CHECK(unwanted("不要保安和保洁") == Strings{"保安", "保洁"});
  CHECK(unwanted("不要保安、保洁") == Strings{"保安", "保洁"});
  CHECK(unwanted("不要保安保洁") == Strings{"保安", "保洁"});
  CHECK(unwanted("不要计件会计") == Strings{"计件"});
  CHECK(wanted("不要计件会计") == Strings{"会计→会计"});
  CHECK(unwanted("不要销售和客服 会计") == Strings{"销售", "客服"});
  CHECK(wanted("不要销售和客服 会计") == Strings{"会计→会计"});
}

TEST_CASE("figures and places may be refused as well") {
  CHECK(unwanted("不要12小时的保安") == Strings{"12小时"});
  CHECK(wanted("不要12小时的保安") == Strings{"保安→保安"});
  CHECK(read("不要5000以下的保安").filters.pay_min == 5000U);
  CHECK(read("不要5000以下的保安").filters.pay_max == std::nullopt);
  CHECK(wanted("不要5000以下的保安") == Strings{"保安→保安"});
  CHECK(unwanted("不要三里庵的保安") == Strings{"三里庵?"});
}

TEST_CASE("the bounds of an age are a part of it") {
  for (const char* query : {"45岁以上 保安", "45岁及以下的保安", "45岁左右保安"}) {
    INFO(query);
    CHECK(read(query).filters.age == 45U);
    CHECK(wanted(query) == Strings{"保安→保安"});
  }
  CHECK(read("18到45岁普工").filters.age == 31U);
}

TEST_CASE("figures that belong to a name are no pay and no age") {
  CHECK(understood("24小时班") == Strings{"shift 24小时班=24小时班"});
  CHECK(understood("4050") == Strings{"group 4050=4050人员"});
  CHECK(understood("40-50岁") == Strings{"group 40-50岁=4050人员"});
  CHECK(understood("c1驾照") == Strings{"requirement c1驾照=有驾照"});
  CHECK(read("4s店销售").job == "汽车销售");
  for (const char* query : {"24小时班", "4050", "40-50岁", "c1驾照", "4s店销售"})
    CHECK(read(query).filters == Filters{});
}

TEST_CASE("each part can be switched off: then its words are words") {
  CHECK(read("保洁 5000以上", ignoring(Part::kPay)).filters == Filters{});
  CHECK(read("55岁 保洁", ignoring(Part::kAge)).filters.age == std::nullopt);
  CHECK(wanted("三里庵", ignoring(Part::kPlace)) == Strings{"三里庵"});
  CHECK(wanted("残疾人", ignoring(Part::kGroup)) == Strings{"残疾人"});
  CHECK(wanted("兼职", ignoring(Part::kEmployment)) == Strings{"兼职"});
  CHECK(wanted("包吃住", ignoring(Part::kWelfare)) == Strings{"包吃住"});
  CHECK(wanted("长白班", ignoring(Part::kShift)) == Strings{"长白班"});
  CHECK(wanted("健康证", ignoring(Part::kRequirement)) == Strings{"健康证"});
  CHECK(wanted("保洁员", ignoring(Part::kJob)) == Strings{"保洁员"});
  CHECK(unwanted("保安 -夜班", ignoring(Part::kExclusion)).empty());
  CHECK(unwanted("不上夜班的保安", ignoring(Part::kExclusion)).empty());
  CHECK_FALSE(read("工资最高的司机", ignoring(Part::kSort)).sort.has_value());
  // Nothing but words is understood with everything switched off.
  CHECK(understood("55岁 三里庵 不上夜班 工资最高 保洁员 5000以上 残疾人", 0xFFFF).empty());
}

TEST_CASE("a query of any length and any characters is read") {
  std::string words;
  for (int i = 0; i < 200; ++i) words += "w" + std::to_string(i) + " ";
  CHECK(read(words).plan.choices.at(0).size() == 32);
  for (const std::string& odd :
       {std::string(600, '-'), std::string(600, '5'), std::string("\xFF\xFE"), std::string("不不不不"),
        std::string("- - -"), std::string("-"), std::string("不要"), std::string("一一一一一")}) {
    INFO(odd);
    CHECK_NOTHROW(read(odd));
  }
}

}  // namespace doorstep::search
