#include "indexer/employer_key.h"

#include <catch2/catch.hpp>

#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

std::u32string key(std::string_view company) {
  return employer_key(testing::Words::shared().normalizer.normalize(company));
}

}  // namespace

TEST_CASE("legal form, city, spaces and width do not make another employer") {
  for (const std::string_view same :
       {"合肥洁净物业有限公司", "洁净物业（合肥）有限公司", "安徽省合肥市洁净物业有限责任公司", "潔淨物業",
        "洁净 物业 有限公司", "安徽洁净物业股份有限公司"}) {
    CHECK(key(same) == key("洁净物业"));
  }
}

TEST_CASE("a branch and another name are other employers") {
  CHECK(key("洁净物业（三里庵店）") != key("洁净物业"));
  CHECK(key("洁净物业（三里庵店）") != key("洁净物业（万达店）"));
  CHECK(key("清新物业") != key("洁净物业"));
}

TEST_CASE("a name in other letters is a name") {
  CHECK(key("セブンイレブン") == key("セブンイレブン有限公司"));
  CHECK(key("セブンイレブン") != key("ローソン"));
  CHECK(key("KFC") == key("ｋｆｃ"));
  CHECK(key("Acme Co., Ltd.") == key("ACME"));
  CHECK_FALSE(key("스타벅스").empty());
}

TEST_CASE("nothing but a place or a form stays itself, and signs name nobody") {
  CHECK(key("合肥公司") != key("安徽公司"));
  CHECK_FALSE(key("公司").empty());
  CHECK_FALSE(key("(合肥)").empty());
  CHECK(key("").empty());
  CHECK(key("（——）").empty());
}

}  // namespace doorstep::indexer
