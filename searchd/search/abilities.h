#pragma once

// Parts of the engine that can be left out by configuration: so it can be measured what each is worth.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace doorstep::search {

enum class Ability : std::uint8_t {
  kConcepts,       // everyday names of a job are one
  kNarrower,       // whoever asks for 司机 also finds 货车司机
  kUnderstanding,  // places, pay, age, attributes, what is not wanted
  kCorrection,
  kRelaxation,
  kPhrase,  // terms of the score
  kTrade,
  kMix,     // not all of the first page from one employer
  kCopies,  // one hit a vacancy
};
inline constexpr std::size_t kAbilityCount = 9;

// "concepts", "narrower", …
std::optional<Ability> ability_from_name(std::string_view name);
std::string_view ability_name(Ability ability);

// A set of them.
struct Abilities {
  std::uint16_t bits = 0;

  bool has(Ability ability) const { return (std::uint32_t{bits} >> static_cast<unsigned>(ability) & 1U) != 0; }
  void add(Ability ability) { bits = static_cast<std::uint16_t>(bits | 1U << static_cast<unsigned>(ability)); }
  bool operator==(const Abilities&) const = default;
};

}  // namespace doorstep::search
