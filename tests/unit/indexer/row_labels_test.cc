#include "indexer/row_labels.h"

#include <algorithm>

#include <catch2/catch.hpp>

#include "indexer/document_terms.h"
#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

using Strings = std::vector<std::string>;

index::RowLabels labels(domain::Posting posting) {
  static const domain::Gazetteer nowhere;
  posting.id = "p1";
  return DocumentBuilder(testing::Words::shared().language, nowhere).build(posting).labels;
}

bool has(const Strings& all, std::string_view one) { return std::find(all.begin(), all.end(), one) != all.end(); }

}  // namespace

TEST_CASE(
    "benefits are those that the posting tells anywhere, shifts those it is called by or whose hours it tells, in "
    "their usual names") {
  domain::Posting posting;
  posting.title = "保安（包住）";
  posting.welfare = {"缴纳五险一金", "工会会员福利"};
  posting.description = "提供工作餐，上午8点到下午5点，周末双休。";
  const Strings welfare = labels(posting).welfare;

  for (const char* told : {"包住", "五险一金", "社保", "公积金", "包吃", "双休", "工会会员福利"}) {
    INFO(told);
    CHECK(has(welfare, told));
  }
  CHECK_FALSE(has(welfare, "缴纳五险一金"));
  CHECK_FALSE(has(welfare, "下午班"));
}

TEST_CASE("what a posting denies it is not found by, nor what only the employer's name says") {
  domain::Posting posting;
  posting.title = "保洁（不上夜班）";
  posting.company = "双休日餐饮管理有限公司";
  posting.description = "不包住。";
  const Strings welfare = labels(posting).welfare;

  CHECK_FALSE(has(welfare, "包住"));
  CHECK_FALSE(has(welfare, "夜班"));
  CHECK_FALSE(has(welfare, "双休"));
  CHECK(has(welfare, "不上夜班"));
}

TEST_CASE("a group is wanted where title or tags say so, not where the duties speak of it") {
  domain::Posting posting;
  posting.title = "护理员（退伍军人优先）";
  posting.groups = {"宝妈"};
  posting.description = "照料残疾人。";
  const Strings groups = labels(posting).groups;

  CHECK(has(groups, "退役军人"));
  CHECK(has(groups, "妇女"));
  CHECK_FALSE(has(groups, "残疾人"));
}

TEST_CASE("employment is what its own field says, else the part-time work that the title names") {
  domain::Posting posting;
  posting.title = "兼职保洁";
  CHECK(labels(posting).employment_type == "兼职");
  posting.title = "暑假工";
  CHECK(labels(posting).employment_type == "暑假工");
  posting.title = "长期招保洁";
  CHECK(labels(posting).employment_type.empty());
  posting.title = "兼职保洁";
  posting.employment_type = "钟点工";
  CHECK(labels(posting).employment_type == "小时工");
  posting.employment_type = "劳务外包";
  CHECK(labels(posting).employment_type == "劳务外包");
}

}  // namespace doorstep::indexer
