#include <algorithm>
#include <array>
#include <string>

#include "schema/domain/employment.h"
#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

constexpr std::array<std::string_view, kEmployerTypeCount> kNames{"民营企业",   "台资企业",     "外资企业", "国有企业",
                                                                  "个体工商户", "机关事业单位", "社会组织", "其他",
                                                                  "劳模企业",   "公益性岗位"};

struct Kind {
  EmployerType type;
  std::u32string_view words;  // separated by spaces
};

// Folded. A word that holds a shorter one of another kind is found first, being longer: 民办非企业 before 民办,
// 港澳台资 (counted as foreign) before 台资.
constexpr std::array kKinds{
    Kind{EmployerType::kPrivate, U"民营 民营企业 民营公司 私营 私企 私营企业 私人企业 民企 民办 私有 民资"},
    Kind{EmployerType::kTaiwan, U"台资 台企 台商 台湾企业 台湾公司 台资企业 台湾独资"},
    Kind{EmployerType::kForeign,
         U"外资 外企 外商 外商独资 合资 中外合资 外国 欧美 日资 韩资 美资 德资 港资 港澳台 港澳台资 港澳台公司 "
         U"港澳台商 代表处 外企代表处 跨国"},
    Kind{EmployerType::kState, U"国企 国有 国有企业 国有独资 国有控股 国营 国资 央企 央属 中央企业 国控"},
    Kind{EmployerType::kSelfEmployed, U"个体 个体户 个体工商户 个体经营 工商户 个人独资 夫妻店"},
    Kind{EmployerType::kGovernment,
         U"机关 事业单位 机关事业单位 事业编 事业 政府 党政机关 国家机关 行政单位 公务员 街道办 人民团体"},
    Kind{EmployerType::kSocial,
         U"社会组织 社会团体 非营利 非盈利 非营利组织 公益组织 ngo npo 协会 学会 商会 基金会 民办非企业 民办非企业单位 "
         U"民非 社会服务机构 社团"},
    Kind{EmployerType::kModelWorker, U"劳模 劳模企业 劳动模范"},
    Kind{EmployerType::kPublicWelfare, U"公益岗 公益岗位 公益性岗位 公益性岗 社区公益岗 社区公益性岗位 公岗"},
};

EmployerTypes bit(EmployerType type) { return static_cast<EmployerTypes>(1U << static_cast<unsigned>(type)); }

struct Match {
  EmployerType type = EmployerType::kOther;
  std::size_t size = 0;
};

Match longest_match(std::u32string_view rest) {
  Match best;
  for (const Kind& kind : kKinds) {
    for (std::size_t at = 0; at < kind.words.size();) {
      const std::size_t end = std::min(kind.words.find(U' ', at), kind.words.size());
      const std::u32string_view word = kind.words.substr(at, end - at);
      at = end + 1;
      if (word.size() > best.size && rest.substr(0, word.size()) == word) best = {kind.type, word.size()};
    }
  }
  return best;
}

}  // namespace

std::string_view employer_type_name(EmployerType type) { return kNames.at(static_cast<std::size_t>(type)); }

EmployerTypes parse_employer_types(std::string_view text) {
  const std::u32string folded = fold_text(text);
  if (folded.find_first_not_of(U" \n\r") == std::u32string::npos) return 0;
  const std::u32string_view view = folded;
  unsigned types = 0;
  for (std::size_t at = 0; at < view.size();) {
    const Match match = longest_match(view.substr(at));
    if (match.size > 0) types |= bit(match.type);
    at += match.size > 0 ? match.size : 1;
  }
  return types == 0 ? bit(EmployerType::kOther) : static_cast<EmployerTypes>(types);
}

std::vector<std::string_view> employer_type_names(EmployerTypes types) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < kEmployerTypeCount; ++i) {
    if ((static_cast<unsigned>(types) >> i & 1U) != 0) names.push_back(kNames.at(i));
  }
  return names;
}

}  // namespace doorstep::domain
