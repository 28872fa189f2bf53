#include "indexer/job_guesser.h"

#include <array>
#include <string>

#include <catch2/catch.hpp>

#include "tests/support/words.h"

namespace doorstep::indexer {
namespace {

domain::Posting posting(std::string title, std::string description, std::vector<std::string> tags = {}) {
  domain::Posting posting;
  posting.title = std::move(title);
  posting.description = std::move(description);
  posting.tags = std::move(tags);
  return posting;
}

class Guesser {
 public:
  void learn(int times, const domain::Posting& one) {
    for (int i = 0; i < times; ++i) guesser_.learn(one);
  }
  std::string guess(const domain::Posting& one) const {
    std::string keys;
    for (const std::uint32_t number : guesser_.guess(one)) {
      keys.append(keys.empty() ? "" : " ").append(testing::Words::shared().language.concepts.entries()[number].key);
    }
    return keys;
  }

 private:
  JobGuesser guesser_{testing::Words::shared().language};
};

constexpr std::array kJobs = {"洗碗工", "保安", "会计", "快递员", "月嫂", "电工", "收银员", "护士"};
const std::string kPraise = "责任心强待人和气";

TEST_CASE("an opening without a known title is what others with the same duties are", "[job_guesser]") {
  Guesser guesser;
  for (const char* job : kJobs) guesser.learn(3, posting(job, kPraise));
  guesser.learn(3, posting("洗碗工", "餐具刮渣过水消毒；" + kPraise));
  guesser.learn(3, posting("保安", "守在大门口登记来访车辆；" + kPraise));
  CHECK(guesser.guess(posting("神奇岗位", "餐具刮渣过水消毒，" + kPraise)) == "洗碗工");
  CHECK(guesser.guess(posting("神奇岗位", "守在大门口登记来访车辆")) == "保安");
}

TEST_CASE("a clause that goes with many jobs tells none", "[job_guesser]") {
  Guesser guesser;
  for (const char* job : kJobs) guesser.learn(20, posting(job, kPraise));
  CHECK(guesser.guess(posting("神奇岗位", kPraise)).empty());
}

TEST_CASE("what is the same work by its duties is found by each of its names", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(6, posting("代驾司机", "骑车到饭店门口接客人的车"));
  guesser.learn(6, posting("救生员", "盯着水里有人呛水就下去"));
  guesser.learn(6, posting("游泳教练", "盯着水里有人呛水就下去"));
  CHECK(guesser.guess(posting("泳池岗位", "盯着水里有人呛水就下去")) == "救生员 游泳教练");
  CHECK(guesser.guess(posting("救生员", "盯着水里有人呛水就下去")) == "游泳教练");
}

TEST_CASE("a title is learnt from its duties, and known where it stands without", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(5, posting("洗碗工", "餐具刮渣过水消毒"));
  guesser.learn(5, posting("神奇岗位", "餐具刮渣过水消毒"));
  CHECK(guesser.guess(posting("神奇岗位", "")) == "洗碗工");
}

TEST_CASE("what was met once, and what is too short, tells nothing", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(1, posting("洗碗工", "餐具刮渣过水消毒"));
  guesser.learn(5, posting("保安", "包吃住"));
  CHECK(guesser.guess(posting("神奇岗位", "餐具刮渣过水消毒")).empty());
  CHECK(guesser.guess(posting("神奇岗位", "包吃住")).empty());
}

TEST_CASE("a title that is not known is learnt from the tags beside it", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(3, posting("包裹上皮带的", "", {"分拣员"}));
  CHECK(guesser.guess(posting("包裹上皮带的", "")) == "分拣员");
}

TEST_CASE("nothing is guessed that the title says already", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(3, posting("洗碗工", "餐具刮渣过水消毒"));
  CHECK(guesser.guess(posting("洗碗工", "餐具刮渣过水消毒")).empty());
}

}  // namespace
}  // namespace doorstep::indexer
