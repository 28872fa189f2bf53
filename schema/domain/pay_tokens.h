#pragma once

// Pay text cut into the pieces that its grammar (pay.cc) is written in.

#include <cstddef>
#include <string_view>
#include <vector>

#include "schema/domain/numerals.h"
#include "schema/domain/pay.h"

namespace doorstep::domain {

struct PayToken {
  enum class Kind {
    kNumber,
    kRange,    // - ~ 至 到
    kYuan,     // 元 块 ¥
    kForeign,  // 美元: a figure beside it is no yuan
    kPeriod,   // 每月, 一天, 日薪: a unit by itself
    kMeasure,  // 天, 名, 岁: a unit after a slash, else what a figure counts
    kSlash,    // / and the dot between 元 and 月
    kPlus,     // + 加
    kEquals,   // =
    kTimes,    // *: months a year follow (15k*14)
    kColon,    // :
    kOpen,     // (
    kClose,    // )
    kSpace,
    kBreak,        // ends a clause
    kLow,          // 以上, 不低于: the figure is a minimum
    kHigh,         // 以下, 不超过: a maximum
    kAbout,        // 左右: the figure as it stands
    kBase,         // 底薪
    kTotal,        // 综合, 到手
    kExtra,        // 补贴, 提成: not the pay itself
    kIncluding,    // 含: what follows is part of the figure, not a label of it
    kProbation,    // 试用期
    kRegular,      // 转正
    kSalary,       // 工资, 待遇
    kMonths,       // 薪 after a figure: 13薪
    kDoubleMonth,  // 年底双薪
    kNegotiable,   // 面议
    kPieceWork,    // 计件
    kWelfare,      // 五险一金, 包吃
    kHint,         // 日结, 小时工: tells the unit of a figure that has none
    kIgnore,       // 年龄, 电话: the next figure is no pay
    kGlue,         // 给, 可, 的
    kOther,
  };
  // On which side of a figure kLow, kHigh or a kPeriod may stand.
  enum class Side { kBoth, kBefore, kAfter };

  Kind kind = Kind::kOther;
  PayUnit unit = PayUnit::kNone;  // kPeriod, kMeasure, kHint, kTotal
  Side side = Side::kBoth;
  bool strong = false;  // a kPeriod (日薪) that holds until another one; 每天 holds for the figure beside it
  bool hard = false;    // a kMeasure (名) that makes even 2千 a count
  Numeral number;       // kNumber
  char32_t first = 0;   // first character, folded
};

// Never more tokens than characters; time linear in the text's length.
std::vector<PayToken> read_pay_tokens(std::string_view text);

// The fixed word that starts `rest` (the longest of them); size 0: none.
struct PayWord {
  std::u32string_view word;
  PayToken::Kind kind = PayToken::Kind::kOther;
  PayUnit unit = PayUnit::kNone;
  PayToken::Side side = PayToken::Side::kBoth;
  bool flag = false;  // PayToken::strong of a kPeriod, PayToken::hard of a kMeasure
};
PayWord match_pay_word(std::u32string_view rest);

}  // namespace doorstep::domain
