#include "searchd/search/job_union.h"

#include <catch2/catch.hpp>

#include "tests/support/words.h"

namespace doorstep::search {
namespace {

const text::Concepts& concepts() { return testing::Words::shared().language.concepts; }

Concept job(const std::string& key) {
  return {.word = key, .terms = {"C" + key, "N" + key}, .factors = {1.0, 0.6}, .role = Role::kJob, .meaning = key};
}

TEST_CASE("two jobs in one wish are either", "[job_union]") {
  Conjunction wanted{
      job("会计"), {.word = "夜班", .terms = {"C夜班"}, .role = Role::kAttribute, .meaning = "夜班"}, job("出纳")};
  join_jobs(concepts(), wanted);
  REQUIRE(wanted.size() == 2);
  CHECK(wanted[0].word == "会计、出纳");
  CHECK(wanted[0].terms == std::vector<std::string>{"C会计", "N会计", "C出纳", "N出纳"});
  CHECK(wanted[0].factors.size() == wanted[0].terms.size());
  CHECK(wanted[1].word == "夜班");
}

TEST_CASE("of a job and a kind of it the kind is meant", "[job_union]") {
  Conjunction wanted{job("司机"), job("货车司机")};
  join_jobs(concepts(), wanted);
  REQUIRE(wanted.size() == 1);
  CHECK(wanted[0].meaning == "货车司机");
}

TEST_CASE("one job, and none, stay as they are", "[job_union]") {
  Conjunction one{job("会计")};
  const Conjunction before = one;
  join_jobs(concepts(), one);
  CHECK(one == before);
  Conjunction none;
  join_jobs(concepts(), none);
  CHECK(none.empty());
}

}  // namespace
}  // namespace doorstep::search
