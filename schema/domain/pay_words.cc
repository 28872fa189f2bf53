#include <algorithm>
#include <array>

#include "schema/domain/pay_tokens.h"

namespace doorstep::domain {
namespace {

using Kind = PayToken::Kind;
using Side = PayToken::Side;

constexpr auto kDay = PayUnit::kDay;
constexpr auto kHour = PayUnit::kHour;
constexpr auto kMonth = PayUnit::kMonth;
constexpr auto kNone = PayUnit::kNone;
constexpr auto kPiece = PayUnit::kPiece;
constexpr auto kWeek = PayUnit::kWeek;
constexpr auto kYear = PayUnit::kYear;

// Several words of one meaning, separated by spaces.
struct Group {
  std::u32string_view words;
  Kind kind;
  PayUnit unit = kNone;
  Side side = Side::kBoth;
  bool flag = false;
};

constexpr std::array kGroups{
    Group{U"至 到 - ~", Kind::kRange},
    Group{U"元 r 毛 毛钱 块 块钱 元钱 元人民币 ¥ rmb cny 人民币 yuan", Kind::kYuan},
    Group{U"美元 美金 日元 欧元 港币 港元 韩元 新币 泰铢 英镑 澳元 $ usd", Kind::kForeign},
    Group{U"/ · per", Kind::kSlash},
    Group{U"+ 加 另加 外加", Kind::kPlus},
    Group{U"=", Kind::kEquals},
    Group{U"*", Kind::kTimes},
    Group{U":", Kind::kColon},
    Group{U"( [ 【 《 {", Kind::kOpen},
    Group{U") ] 】 》 }", Kind::kClose},
    Group{U", ， 。 ; 、 | ! ?", Kind::kBreak},

    Group{U"月薪 月工资 月收入 月薪酬 月薪资 月入 月均 月均收入 月总收入 月综合 月到手", Kind::kPeriod, kMonth,
          Side::kBoth, true},
    Group{U"日薪 日工资 天薪 日均 日入", Kind::kPeriod, kDay, Side::kBoth, true},
    Group{U"时薪 小时薪 小时工资 小时费", Kind::kPeriod, kHour, Side::kBoth, true},
    Group{U"周薪 周工资", Kind::kPeriod, kWeek, Side::kBoth, true},
    Group{U"年薪 年收入 年薪酬 年入 年总收入 年综合 年均收入 年包", Kind::kPeriod, kYear, Side::kBoth, true},

    Group{U"月 mo month mon", Kind::kMeasure, kMonth},
    Group{U"天 日 班 工 晚 夜 工日 工作日 day 白天 半天", Kind::kMeasure, kDay},
    Group{U"小时 时 钟头 钟 h hr hour 点钟", Kind::kMeasure, kHour},
    Group{U"周 星期 礼拜 week", Kind::kMeasure, kWeek},
    Group{U"年 year", Kind::kMeasure, kYear},
    Group{U"单 件 次 场 趟 只 平方 平方米 平米 平 ㎡ m2 公里 km 份 张 套 台 车 吨 票 包 箱 斤 公斤 kg 节 节课 课时 课 "
          U"户 桌 米 "
          U"延米 袋 双 盒 瓶 把 间 项 首 篇 字 千字 页 组 幅 条 盘 根 颗 亩 方 立方 立方米 批 趟车 个件 餐 位",
          Kind::kMeasure, kPiece},
    Group{U"个", Kind::kMeasure, kPiece},
    Group{U"个月 个人 个工作日 个岗位 分钟 分 秒 点 点半 期 级 代 号 届 步 层 岁半 倍薪 休 薪制 结", Kind::kMeasure},
    Group{U"名 人 岁 周岁 岁以上 岁以下 位员工 % 倍 厘米 cm 后 号线 天内 日内 小时内 天内反馈 小时反馈 天反馈 日反馈 "
          U"分钟内 年经验 "
          U"年工作经验 年以上经验 年以上工作经验 年及以上 年内 年龄 个名额 名额 险 险一金 险二金 平台",
          Kind::kMeasure, kNone, Side::kBoth, true},

    Group{U"以上 及以上 起 多 多元 多块 起步 打底 往上 朝上 向上 不封顶 上不封顶 开外 有余 起底 左右起 之上 ↑",
          Kind::kLow, kNone, Side::kAfter},
    Group{U"不低于 不少于 不小于 最低 最少 至少 起薪 高于 超过 超 大于 多于 过 上 破 突破 > ≥ 轻松过 起步价 下限 不下",
          Kind::kLow, kNone, Side::kBefore},
    Group{U"以下 以内 之内 及以下 封顶 之下", Kind::kHigh, kNone, Side::kAfter},
    Group{U"不超过 不超 不高于 不大于 不多于 最高 高达 可达 可达到 可高达 最高可达 最高达 最多 最多可达 至多 上限 低于 "
          U"小于 "
          U"不到 < ≤ 可拿到 "
          U"最高可拿",
          Kind::kHigh, kNone, Side::kBefore},
    Group{U"左右 上下 约 大约 大概 差不多 近 将近 接近 约为 大致 平均约", Kind::kAbout},

    Group{U"底薪 保底 无责底薪 有责底薪 责任底薪 无责任底薪 无责 保底工资 保底薪资 底薪工资 基本工资 基本薪资 基本薪 "
          U"基薪 基础工资 基础薪资 "
          U"固定工资 固定薪资 固定底薪 固薪 基础底薪 底薪保障 基本底薪 固定月薪 基础月薪 底 基本 基础",
          Kind::kBase},
    Group{U"综合 综合薪资 综合工资 综合收入 综合月薪 综合待遇 到手 到手工资 平均 平均工资 平均薪资 平均收入 人均 "
          U"总收入 总工资 总薪资 "
          U"合计 总计 共计 实发 实得 收入 综合可达 薪资总额 全部 总共 加起来 均薪",
          Kind::kTotal},
    Group{U"综合月入 综合月收入 平均月薪 平均月收入 人均月收入 月综合收入 月综合工资 月综合薪资 月均综合 月到手工资 "
          U"月实发 月实得 每月到手 "
          U"月平均工资 月平均收入 月平均",
          Kind::kTotal, kMonth},
    Group{U"综合年薪 综合年收入 平均年薪", Kind::kTotal, kYear},

    Group{U"补贴 补助 津贴 餐补 饭补 房补 车补 话补 交通补 电话补 住房补 夜班补 高温费 高温补 全勤 全勤奖 满勤 满勤奖 "
          U"奖 奖金 奖励 奖学 "
          U"绩效 绩效工资 绩效奖金 提成 高提成 分红 佣金 抽成 红包 加班 加班费 加班工资 年终奖 年终奖金 年终 工龄 "
          U"工龄工资 工龄奖 押金 "
          U"服装费 报名费 培训费 中介费 会费 住宿费 伙食费 水电费 生活费 返费 入职奖 推荐奖 介绍费 介绍奖 "
          U"安家费 "
          U"违约金 学费 体检费 房租 餐费 餐标 路费 车费 油补 油费 过节费 礼金 慰问金 福利费 学历补 职称补 技能补 "
          U"岗位补 岗位工资 职务工资 技能工资 级别工资 学历工资 "
          U"另有 另加班 小费 赏金 罚款 贷款 个税 起征点",
          Kind::kExtra},
    Group{U"含 包含 包括 内含 已含 其中含 算上 连同 不含", Kind::kIncluding},
    Group{U"试用 试用期 试用期间 试用期工资 试用期薪资 实习 实习期 实习期间 见习 见习期 培训期 培训期间 学徒 学徒期 "
          U"试岗 试岗期 试工 试工期 新手期 "
          U"前期",
          Kind::kProbation},
    Group{U"转正 转正后 转正工资 转正薪资 正式 正式工 正式员工 正式工资 出师 出师后 试用期后 试用期满 期满后 试用后 "
          U"实习期后 培训后 试用期过后 "
          U"过试用期 过了试用期 试用期结束 转正之后 熟练后 熟练工",
          Kind::kRegular},
    Group{U"工资 薪资 薪水 薪酬 待遇 报酬 工钱 薪金 薪 薪资待遇 工资待遇 薪酬待遇 salary", Kind::kSalary},
    Group{U"双薪 年底双薪 年终双薪 第13个月工资", Kind::kDoubleMonth},
    Group{U"面议 面谈 面商 面洽 面聊 电议 电谈 详谈 详聊 另议 协商 可议 可谈 待议 商议 议价 从优 待遇从优 薪资从优 "
          U"好商量 可商量 见面谈 私聊 来电谈 具体谈 面定",
          Kind::kNegotiable},
    Group{U"计件 计件工资 计件提成 计件制 按件 按单 计件计酬 按件计酬 论件 包件 按量 计量 多劳多得制 计单",
          Kind::kPieceWork},

    Group{U"社保 公积金 社保五险 五险一金 五险 六险一金 六险二金 七险一金 四险一金 三险一金 三险 社会保险 双休 单休 "
          U"大小周 "
          U"做五休二 上五休二 做六休一 "
          U"上六休一 包吃 包住 包吃住 包食宿 管吃 管住 管吃住 吃住 食宿 住宿 宿舍 带薪 年假 带薪年假 体检 班车 工作餐 "
          U"保险 意外险 福利 节日 "
          U"雇主险 商业险 生日 住房 免费 休息 旅游 团建 法休 法定 缴纳 交社保 交金 缴金",
          Kind::kWelfare},

    Group{U"日结 天结 当天结 当日结 次日结 一天一结 一日一结 现结 做一天算一天 日清 临时 按天 按日 论天", Kind::kHint,
          kDay},
    Group{U"小时工 钟点工 计时 按时 按小时 按时计 论小时 时结 钟点", Kind::kHint, kHour},
    Group{U"周结 月结 半月结 按月", Kind::kHint},
    Group{U"年龄 身高 体重 电话 手机 微信 qq 联系 邮编 编号 传真 热线 咨询 时间 地址 发薪日 视力 驾照 驾龄 工号",
          Kind::kIgnore},
    Group{
        U"给 可 能 得 拿 赚 是 为 有 的 都 开 发 在 均 可以 另 人 现 元素 差 挣 达 达到 你 每人 底线 税前 税后 含税 税",
        Kind::kGlue},
    // Words that hold a shorter word of another meaning.
    Group{U"多劳多得 多劳 多得 上班 上午 上手 上升 上岗 上夜班 过节 过年 过来 工作 工厂 工种 日常 时候 月休 月底 月初 "
          U"周末 周日 周六 周一 "
          U"周边 周期 年底 年初 元旦 块头 一次性 到岗 到位 到期 到达 直到 到账 收到 起床 点心 单位 件套 人性化 人事 "
          U"人员 单价 开发 分成 有限 "
          U"有意 公司 年休 加入 加盟 加油 加微信 增加 参加 现场 现在 发放 基本上 另外 底商 人才 可靠 到年底 得力 位于 "
          U"位置 分配 分红险 条件 条例 "
          U"场地 包车 包装 米饭 平时 间隔 份额 期间 级别 方便 方式 方向 项目 组长 组织 班组 班长 班次 夜班 白班 晚班 "
          U"早班 中班 长白班 两班 三班 "
          U"倒班 两班倒 三班倒 日班 全天 半天班 次年 下班 人民 名企 名牌 号码 后期 后勤 后厨 课程 课长 一金 日期 天气 "
          U"时段 能力 能够 发展",
          Kind::kOther},
};

constexpr std::size_t count_words() {
  std::size_t count = 0;
  for (const Group& group : kGroups) {
    ++count;
    for (const char32_t code : group.words) count += code == U' ' ? 1U : 0U;
  }
  return count;
}

// By first character, longer words first, so that the first match is the longest.
constexpr bool comes_before(const PayWord& left, const PayWord& right) {
  if (left.word.front() != right.word.front()) return left.word.front() < right.word.front();
  return left.word.size() > right.word.size();
}

constexpr auto sorted_words() {
  std::array<PayWord, count_words()> words;
  std::size_t count = 0;
  for (const Group& group : kGroups) {
    for (std::size_t at = 0; at < group.words.size();) {
      std::size_t end = at;
      while (end < group.words.size() && group.words[end] != U' ') ++end;
      words[count++] = {group.words.substr(at, end - at), group.kind, group.unit, group.side, group.flag};
      at = end + 1;
    }
  }
  std::sort(words.begin(), words.end(), comes_before);
  return words;
}

constexpr auto kWords = sorted_words();

}  // namespace

PayWord match_pay_word(std::u32string_view rest) {
  if (rest.empty()) return {};
  const auto first = std::lower_bound(kWords.begin(), kWords.end(), rest.front(),
                                      [](const PayWord& word, char32_t code) { return word.word.front() < code; });
  for (auto at = first; at != kWords.end() && at->word.front() == rest.front(); ++at) {
    if (rest.substr(0, at->word.size()) == at->word) return *at;
  }
  return {};
}

}  // namespace doorstep::domain
