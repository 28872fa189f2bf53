#include "searchd/search/abilities.h"

#include <algorithm>
#include <array>

namespace doorstep::search {
namespace {

constexpr std::array<std::string_view, kAbilityCount> kNames{
    "concepts", "narrower", "understanding", "correction", "relaxation", "phrase", "trade", "mix", "copies"};

}  // namespace

std::string_view ability_name(Ability ability) { return kNames.at(static_cast<std::size_t>(ability)); }

std::optional<Ability> ability_from_name(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Ability>(found - kNames.begin());
}

}  // namespace doorstep::search
