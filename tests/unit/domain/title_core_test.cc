#include "schema/domain/title_core.h"

#include <catch2/catch.hpp>

#include "tests/unit/domain/vector_file.h"

namespace doorstep::domain {
namespace {

std::string count_of(const CleanTitle& title) { return title.headcount ? std::to_string(*title.headcount) : ""; }

}  // namespace

TEST_CASE("every title vector gives the core and the head count as agreed") {
  for (const auto& row : tests::read_vectors("title_vectors.tsv")) {
    INFO("title_vectors.tsv: " << row[0]);
    const CleanTitle title = clean_title(row[0]);
    CHECK(title.core == row[1]);
    CHECK(count_of(title) == row[2]);
  }
}

TEST_CASE("cleaning a core again changes nothing") {
  for (const auto& row : tests::read_vectors("title_vectors.tsv")) {
    INFO("title_vectors.tsv: " << row[0]);
    CHECK(clean_title(row[1]).core == row[1]);
  }
}

TEST_CASE("hostile titles are cleaned in bounded time") {
  for (const std::string part :
       {"急招", "招", "1", "1名", "一", "-", "+", "【", "5000-", "\xFF", "包吃住", "1万", "/"}) {
    std::string title;
    while (title.size() < 100'000) title += part;
    CHECK(clean_title(title).core.size() <= title.size() * 3);
  }
}

}  // namespace doorstep::domain
