// Everything that a query's words pass through: reading, correction, relaxation, ranking and reasons, over a small index that is
// built by the real programs' parts; and the suggestions while it is typed.

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "tests/fuzz/target.h"
#include "tests/support/world.h"

namespace doorstep::fuzzing {
namespace {

using search::SearchRequest;
using search::SearchResult;
using testing::kSanlian;
using testing::World;

constexpr std::size_t kLongestQuery = 600;  // bytes; the schema admits 200 characters
constexpr std::uint32_t kLimit = 5;

const World& world() {
  static const World world = [] {
    constexpr std::array kTitles = {
        "保安",     "夜班保安(包吃住)", "保洁员",    "会计·洁净物业", "快递员",      "外卖骑手",
        "月嫂",     "电焊工",           "C++工程师", "叉车工",        "周末兼职",    "幼儿园老师",
        "做饭阿姨", "药店营业员",       "普工",      "神奇岗位",      "银行大堂经理"};
    World made;
    int number = 0;
    for (const char* title : kTitles) {
      made.add(fmt::format("p{}", number), {.title = title,
                                            .company = number % 3 == 0 ? "洁净物业" : "家美家政",
                                            .place = kSanlian.moved_m(150.0 * number),
                                            .pay = number % 2 == 0 ? "4000-6000元/月" : "150元/天",
                                            .description = "不上夜班，五险一金，45岁以下，三里庵附近",
                                            .tags = {"日结"}});
      ++number;
    }
    return made;
  }();
  return world;
}

void check_hits(const SearchRequest& request, const SearchResult& found) {
  require(found.hits.size() <= request.limit && found.hits.size() <= found.total, "a page holds a page");
  std::set<std::string> ids;
  for (const search::Hit& hit : found.hits) {
    require(ids.insert(hit.posting.id).second, "nothing is shown twice");
    double sum = 0;
    for (const search::ScoreTerm& term : hit.explanation) {
      require(is_utf8(term.detail) && std::isfinite(term.value), "a term can be shown");
      sum += term.value;
    }
    require(std::abs(sum - hit.score) < 1e-9, "the terms sum to the score");
    require(!hit.why.empty(), "every hit has a reason");
    for (const search::Reason& reason : hit.why) require(is_utf8(reason.text), "a reason can be shown");
  }
}

void check_told(const SearchResult& found) {
  for (const search::Understood& one : found.understood) {
    require(!one.kind.empty() && !one.text.empty() && is_utf8(one.text) && is_utf8(one.value),
            "what was read can be shown");
  }
  for (const search::Relaxation& one : found.relaxed) require(is_utf8(one.text), "what gave way can be shown");
  if (found.corrected) require(is_utf8(found.corrected->to) && !found.corrected->to.empty(), "a correction is text");
  if (found.beyond) require(std::isfinite(found.beyond->nearest_m), "what lies beyond has a distance");
  require(found.total_is_exact, "so few postings take no time");
}

void check_suggestions(const std::string& query) {
  const search::SuggestRequest request{.query = query, .anchor = {.point = kSanlian}, .limit = kLimit};
  const search::SuggestResult found = world().searcher().suggest(request);
  require(found.suggestions.size() <= kLimit, "no more suggestions than asked for");
  for (const search::Suggestion& one : found.suggestions)
    require(!one.text.empty() && is_utf8(one.text), "a suggestion is text");
}

}  // namespace

bool reads(std::string_view bytes) {
  if (bytes.size() < 2 || bytes.size() > kLongestQuery || !is_utf8(bytes)) return false;
  // The first two bytes, of ASCII, say which parts are ignored.
  if (static_cast<unsigned char>(bytes[0]) >= 0x80 || static_cast<unsigned char>(bytes[1]) >= 0x80) return false;
  const auto ignored =
      static_cast<search::IgnoredParts>((static_cast<unsigned>(bytes[0]) << 6U) ^ static_cast<unsigned>(bytes[1]));
  SearchRequest request{.query = std::string(bytes.substr(2)),
                        .anchor = {.point = kSanlian},
                        .limit = kLimit,
                        .explain = true,
                        .ignored = ignored};
  SearchResult found = world().search(request);
  check_hits(request, found);
  check_told(found);
  if (!found.next_cursor.empty()) {
    request.cursor = found.next_cursor;
    check_hits(request, world().search(request));
  }
  check_suggestions(request.query);
  return true;
}

}  // namespace doorstep::fuzzing
