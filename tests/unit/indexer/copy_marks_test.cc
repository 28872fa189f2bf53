#include "indexer/copy_marks.h"

#include <catch2/catch.hpp>

namespace doorstep::indexer {

TEST_CASE("a denied mark is not a said one, whatever small words stand between") {
  const Marks night = marks_of(U"上夜班");
  CHECK(night.said != 0);
  CHECK(night.denied == 0);
  for (const std::u32string_view text :
       {U"不上夜班", U"不用上夜班", U"没有夜班", U"无需夜班", U"夜班勿扰", U"不需要倒夜班"}) {
    CHECK(marks_of(text) == Marks{.said = 0, .denied = night.said});
  }
}

TEST_CASE("不 of another word denies nothing") {
  CHECK(marks_of(U"经验不限夜班") == marks_of(U"夜班"));
  CHECK(marks_of(U"不加班双休") == marks_of(U"双休"));
}

TEST_CASE("a mark within a longer one does not count beside it") {
  CHECK(marks_of(U"三班倒班") == marks_of(U"三班倒"));
  CHECK(marks_of(U"两班倒") == marks_of(U"倒班"));
}

TEST_CASE("texts contradict each other when each says or denies what the other does not") {
  CHECK(contradict(marks_of(U"住家"), marks_of(U"不住家")));
  CHECK(contradict(marks_of(U"只招男性"), marks_of(U"只招女性")));
  CHECK(contradict(marks_of(U"夜班"), marks_of(U"双休")));
  CHECK_FALSE(contradict(marks_of(U"夜班双休"), marks_of(U"双休")));
  CHECK_FALSE(contradict(marks_of(U"不上夜班"), marks_of(U"")));
}

TEST_CASE("marks of different matters do not contradict each other in one") {
  CHECK(contradict_in_one_matter(marks_of(U"夜班"), marks_of(U"白班")));
  CHECK(contradict_in_one_matter(marks_of(U"全职"), marks_of(U"兼职")));
  CHECK_FALSE(contradict_in_one_matter(marks_of(U"夜班"), marks_of(U"双休")));
}

TEST_CASE("both texts of a posting speak") {
  CHECK(joined(marks_of(U"夜班"), marks_of(U"不住家")) == marks_of(U"夜班不住家"));
}

}  // namespace doorstep::indexer
