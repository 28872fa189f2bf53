#include "searchd/http/header_list.h"

#include <algorithm>

namespace doorstep::http {

std::string_view trim_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string_view> split_list(std::string_view list) {
  std::vector<std::string_view> members;
  for (;;) {
    const auto comma = list.find(',');
    const auto member = trim_blanks(list.substr(0, comma));
    if (!member.empty()) members.push_back(member);
    if (comma == std::string_view::npos) return members;
    list.remove_prefix(comma + 1);
  }
}

bool equals_ascii_case(std::string_view text, std::string_view lower) {
  const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a - 'A' + 'a' == b); };
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), same);
}

}  // namespace doorstep::http
