#include "schema/domain/title.h"

#include <algorithm>
#include <array>
#include <utility>

namespace doorstep::domain {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kBrackets{
    {{"(", ")"}, {"[", "]"}, {"【", "】"}}};

// Whether anything but ASCII punctuation and blanks is in the text: a letter, a digit, or any other script.
bool says_something(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
  });
}

}  // namespace

std::vector<TitleAside> title_asides(std::string_view normalized_title) {
  std::vector<TitleAside> asides;
  bool said_outside = false;
  std::size_t outside = 0;  // where the text after the last aside begins
  for (std::size_t at = 0; at < normalized_title.size();) {
    const std::string_view rest = normalized_title.substr(at);
    const auto bracket = std::find_if(kBrackets.begin(), kBrackets.end(),
                                      [rest](const auto& pair) { return rest.starts_with(pair.first); });
    const std::size_t close = bracket == kBrackets.end() ? std::string_view::npos : rest.find(bracket->second);
    if (close == std::string_view::npos) {
      ++at;
      continue;
    }
    said_outside = said_outside || says_something(normalized_title.substr(outside, at - outside));
    outside = at + close + bracket->second.size();
    asides.push_back({at, outside});
    at = outside;
  }
  said_outside = said_outside || says_something(normalized_title.substr(outside));
  if (!said_outside) asides.clear();
  return asides;
}

TitleAside employer_in_title(std::string_view normalized_title, std::string_view normalized_company) {
  constexpr std::array<std::string_view, 6> kSigns{"·", "-", "|",
                                                   "—", " ", "@"};  // not those that join alternatives: / +
  constexpr std::size_t kTwoCharacters = 6;
  for (const std::string_view sign : kSigns) {
    const std::size_t at = normalized_title.rfind(sign);
    if (at == std::string_view::npos || at == 0) continue;
    const std::size_t begin = at + sign.size();
    std::string_view named = normalized_title.substr(begin);
    const std::size_t end = named.find_last_not_of(" !");
    if (end == std::string_view::npos) continue;
    named = named.substr(0, end + 1);
    if (named.size() >= kTwoCharacters && normalized_company.find(named) != std::string_view::npos) {
      return {begin, begin + named.size()};
    }
  }
  return {};
}

}  // namespace doorstep::domain
