#include "schema/text/labels.h"

#include <catch2/catch.hpp>

#include "tests/support/words.h"

namespace doorstep::text {
namespace {

using Strings = std::vector<std::string>;

Strings labels(std::string_view label) { return usual_labels(testing::Words::shared().language, label); }

}  // namespace

TEST_CASE("a label is told by the usual name of what it means, however it is worded") {
  CHECK(labels("包住") == Strings{"包住"});
  CHECK(labels("提供住宿") == Strings{"包住"});
  CHECK(labels("員工宿舍") == Strings{"包住"});
  CHECK(labels("退伍军人") == Strings{"退役军人"});
  CHECK(labels("钟点工") == Strings{"小时工"});
  CHECK(labels("周末双休") == Strings{"双休"});
}

TEST_CASE("a label that means nothing known stays as it is, and so does one that denies what it names") {
  CHECK(labels("工会会员福利") == Strings{"工会会员福利"});
  CHECK(labels("没有宿舍") == Strings{"没有宿舍"});
  CHECK(labels("") == Strings{""});
}

TEST_CASE("a label that means two things has both names, and work is no label") {
  CHECK(labels("免费工作餐、提供住宿") == Strings{"包吃", "包住"});
  CHECK(labels("保洁") == Strings{"保洁"});
  CHECK(labels("保安员") == Strings{"保安员"});
}

}  // namespace doorstep::text
