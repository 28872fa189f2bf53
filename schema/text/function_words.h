#pragma once

// Words that say nothing of the work itself: schema/data/function_words.tsv.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/result.h"

namespace doorstep::text {

enum class FunctionWord : std::uint8_t {
  kAsk,       // around a wish: 我想找, 有没有
  kTail,      // after it: 的工作, 岗位
  kNear,      // near: 附近, 家门口
  kExclude,   // in a query, what follows is not wanted: 不要, 除了
  kNegate,    // in a posting, what follows is not so: 无需, 不是
  kAffirm,    // holds a negating character but negates nothing: 不限, 免费
  kBestPaid,  // 工资最高
  kNearest,   // 离我最近
  kNewest,    // 最新
};
inline constexpr std::size_t kFunctionWordKinds = 9;

// Immutable after construction; safe to share between threads.
class FunctionWords {
 public:
  using Lists = std::array<std::vector<std::string>, kFunctionWordKinds>;
  explicit FunctionWords(Lists lists);

  const std::vector<std::string>& words(FunctionWord kind) const { return lists_[static_cast<std::size_t>(kind)]; }
  bool is(FunctionWord kind, std::string_view normalized) const;

  // How far before a name its negation may stand: in the same clause, with at most three characters between.
  enum class Reach : std::uint8_t {
    kNear,     // whatever these are: 不需要会电脑
    kTouching  // only such as 要, 是, 做: 非保洁, 不招保安; but 不加班文员 is a 文员
  };
  // Whether what begins at byte `begin` of a posting's text is negated: one of kNegate ends before it, but not before byte `from`, and
  // is no part of one of kAffirm.
  bool is_negated(std::string_view normalized, std::size_t begin, std::size_t from, Reach reach) const;

 private:
  bool negation_ends(std::string_view text, std::size_t end) const;

  Lists lists_;
  std::unordered_map<std::string, std::uint16_t> kinds_;  // bits by FunctionWord
  std::vector<char32_t> ends_of_negations_;               // their last characters, sorted
};

// `kind<TAB>word word …`, '#' comments; kinds ask tail near exclude negate affirm
// best_paid nearest newest. Issues name "line N".
base::Result<FunctionWords> parse_function_words(std::string_view tsv);

std::string_view built_in_function_words_tsv();

// Throws std::logic_error naming the line if the built-in text does not parse, which a test rules out.
FunctionWords built_in_function_words();

}  // namespace doorstep::text
