#include "indexer/job_guesser.h"

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
    const auto number = guesser_.guess(one);
    return number ? testing::Words::shared().language.concepts.entries()[*number].key : std::string{};
  }

 private:
  JobGuesser guesser_{testing::Words::shared().language};
};

TEST_CASE("an opening without a known title is what others with the same duties are", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(3, posting("洗碗工", "餐具刮渣过水消毒；责任心强待人和气"));
  guesser.learn(3, posting("保安", "守在大门口登记来访车辆；责任心强待人和气"));
  CHECK(guesser.guess(posting("神奇岗位", "餐具刮渣过水消毒，责任心强待人和气")) == "洗碗工");
  CHECK(guesser.guess(posting("神奇岗位", "守在大门口登记来访车辆")) == "保安");
}

TEST_CASE("a clause that goes with every job tells none", "[job_guesser]") {
  Guesser guesser;
  guesser.learn(3, posting("洗碗工", "责任心强待人和气"));
  guesser.learn(3, posting("保安", "责任心强待人和气"));
  CHECK(guesser.guess(posting("神奇岗位", "责任心强待人和气")).empty());
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
