#pragma once

// Reads the query of a request against the list of what an endpoint knows, gathering every mistake.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"
#include "schema/domain/place.h"
#include "searchd/http/http_message.h"

namespace doorstep::http {

struct ParameterRule {
  std::string_view name;
  bool repeatable = false;
  bool may_be_empty = false;
  std::size_t max_characters = 100;

  bool operator==(const ParameterRule&) const = default;
};

// Parameters given more often than this are one mistake, not so many.
inline constexpr std::size_t kMaxRepeats = 50;

// Not thread-safe; the query must outlive it.
class Parameters {
 public:
  // Notes what needs no knowledge of a value's meaning: unknown names (with the nearest known one as a hint), repeated,
  // empty and overlong values. What was noted is absent for the readers below.
  Parameters(std::span<const ParameterRule> rules, const Query& query);

  // nullopt: absent, or wrong and noted.
  std::optional<std::string_view> text(std::string_view name) const;
  std::vector<std::string_view> texts(std::string_view name) const;

  // Decimal digits only: no sign, blank, fraction or exponent.
  std::optional<std::uint32_t> integer(std::string_view name, std::uint32_t min, std::uint32_t max);
  // Finite; an optional '-', digits, an optional fraction; no exponent.
  std::optional<double> decimal(std::string_view name, double min, double max);
  // true, false, 1, 0
  std::optional<bool> boolean(std::string_view name);

  // Whether the known name stood in the query at all, right or wrong.
  bool given(std::string_view name) const;

  void note(std::string_view parameter, std::string_view code, std::string text, std::string hint = {});

  const base::Issues& issues() const { return issues_; }

 private:
  void check(const ParameterRule& rule, const Query& query);

  Query good_;
  std::vector<std::string_view> given_;  // known names, and the unknown ones that were noted
  base::Issues issues_;
};

struct GivenPoint {
  domain::LatLng point;                         // WGS-84
  domain::Datum datum = domain::Datum::kWgs84;  // as given
};

// The point of lat, lng and datum. nullopt without lat and lng; half a coordinate, one without a datum and one
// outside China are noted.
std::optional<GivenPoint> read_point(Parameters& parameters);

// nullopt: absent, or an unknown name and noted.
std::optional<domain::Datum> read_datum(Parameters& parameters);

// "a、b、c"
std::string joined(std::span<const std::string_view> names);

}  // namespace doorstep::http
