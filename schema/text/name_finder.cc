#include "schema/text/name_finder.h"

#include <map>

namespace doorstep::text {
namespace {

std::map<std::string, std::int32_t> numbered(const std::vector<std::string>& names) {
  std::map<std::string, std::int32_t> numbers;
  for (std::size_t i = 0; i < names.size(); ++i) numbers.emplace(names[i], static_cast<std::int32_t>(i));
  return numbers;
}

}  // namespace

NameFinder::NameFinder(const std::map<std::string, std::int32_t>& numbered)
    : units_(compile_trie(numbered)), trie_(units_.isEmpty() ? nullptr : units_.getBuffer()) {}

NameFinder::NameFinder(const std::vector<std::string>& names) : NameFinder(numbered(names)) {}

void NameFinder::at(std::string_view text, std::size_t at, std::vector<Found>& found) const {
  found.clear();
  each_at(text, at, [&found](const Found& one) { found.push_back(one); });
}

}  // namespace doorstep::text
