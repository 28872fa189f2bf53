#include "searchd/http/parameters.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "schema/geo/datum.h"
#include "schema/json/shown_text.h"
#include "schema/json/suggestion.h"

namespace doorstep::http {
namespace {

// A name longer than this is cut where an error repeats it.
constexpr std::size_t kMaxEchoedBytes = 64;
// Fewer letters begin too many names.
constexpr std::size_t kMinBeginning = 3;

std::string shortened(std::string_view name) {
  if (name.size() <= kMaxEchoedBytes) return std::string(name);
  std::size_t end = kMaxEchoedBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return std::string(name.substr(0, end)) + "…";
}

const ParameterRule* find_rule(std::span<const ParameterRule> rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ParameterRule& r) { return r.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

// The known name that `name` is probably a slip or the beginning of; empty when there is none.
std::string_view nearest_name(std::string_view name, std::span<const ParameterRule> rules) {
  std::vector<std::string_view> names;
  for (const auto& rule : rules) names.push_back(rule.name);
  const auto closest = json::closest_name(name, names);
  if (!closest.empty() || name.size() < kMinBeginning) return closest;
  const auto longer = std::find_if(names.begin(), names.end(), [&](auto known) { return known.starts_with(name); });
  return longer == names.end() ? std::string_view{} : *longer;
}

bool has_digits_only(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Parameters::Parameters(std::span<const ParameterRule> rules, const Query& query) {
  for (const auto& [name, value] : query) {
    const bool known = find_rule(rules, name) != nullptr;
    const bool enough = !known && issues_.size() >= kMaxRepeats;
    if (enough || given(name)) continue;
    given_.emplace_back(name);
    if (known) continue;
    const auto near = nearest_name(name, rules);
    note(shortened(name), "unknown_parameter", "没有这个参数",
         near.empty() ? std::string{} : fmt::format("是不是 {}？", near));
  }
  for (const auto& rule : rules) check(rule, query);
}

void Parameters::check(const ParameterRule& rule, const Query& query) {
  Query found;
  for (const auto& parameter : query) {
    if (parameter.first == rule.name) found.push_back(parameter);
  }
  if (found.size() > 1 && !rule.repeatable) {
    note(rule.name, "repeated", "这个参数只能给一次");
    return;
  }
  if (found.size() > kMaxRepeats) {
    note(rule.name, "too_many", fmt::format("这个参数最多给 {} 次", kMaxRepeats));
    return;
  }
  for (auto& [name, value] : found) {
    if (value.empty() && !rule.may_be_empty) {
      note(rule.name, "empty", "这个参数是空的", "给一个值，或者去掉这个参数");
    } else if (json::count_code_points(value) > rule.max_characters) {
      note(rule.name, "too_long", fmt::format("最多 {} 个字", rule.max_characters));
    } else {
      good_.emplace_back(std::move(name), std::move(value));
    }
  }
}

std::optional<std::string_view> Parameters::text(std::string_view name) const {
  const auto found = std::find_if(good_.begin(), good_.end(), [&](const auto& p) { return p.first == name; });
  if (found == good_.end()) return std::nullopt;
  return found->second;
}

std::vector<std::string_view> Parameters::texts(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const auto& parameter : good_) {
    if (parameter.first == name) values.emplace_back(parameter.second);
  }
  return values;
}

std::optional<std::uint32_t> Parameters::integer(std::string_view name, std::uint32_t min, std::uint32_t max) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto hint = fmt::format("{} 到 {} 的整数", min, max);
  std::uint32_t number = 0;
  if (!has_digits_only(*value)) {
    note(name, "not_an_integer", "不是整数", hint);
    return std::nullopt;
  }
  const auto* end = value->data() + value->size();
  if (std::from_chars(value->data(), end, number).ec != std::errc{} || number < min || number > max) {
    note(name, "out_of_range", "超出范围", hint);
    return std::nullopt;
  }
  return number;
}

std::optional<double> Parameters::decimal(std::string_view name, double min, double max) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  const auto hint = fmt::format("{} 到 {} 的数", min, max);
  double number = 0;
  const char* end = value->data() + value->size();
  const auto read = std::from_chars(value->data(), end, number, std::chars_format::fixed);
  // "inf" and "nan" are numbers to from_chars, but end in no digit.
  const bool digit_last = value->back() >= '0' && value->back() <= '9';
  if (!digit_last || read.ec == std::errc::invalid_argument || read.ptr != end) {
    note(name, "not_a_number", "不是数字", hint);
    return std::nullopt;
  }
  if (read.ec != std::errc{} || number < min || number > max) {
    note(name, "out_of_range", "超出范围", hint);
    return std::nullopt;
  }
  return number;
}

std::optional<bool> Parameters::boolean(std::string_view name) {
  const auto value = text(name);
  if (!value) return std::nullopt;
  if (*value == "true" || *value == "1") return true;
  if (*value == "false" || *value == "0") return false;
  note(name, "not_a_boolean", "不是 true 或 false", "true、false、1 或 0");
  return std::nullopt;
}

bool Parameters::given(std::string_view name) const {
  return std::find(given_.begin(), given_.end(), name) != given_.end();
}

void Parameters::note(std::string_view parameter, std::string_view code, std::string text, std::string hint) {
  issues_.push_back(
      {.field = std::string(parameter), .code = std::string(code), .text = std::move(text), .hint = std::move(hint)});
}

std::optional<domain::Datum> read_datum(Parameters& parameters) {
  const auto name = parameters.text("datum");
  if (!name) return std::nullopt;
  const auto datum = domain::datum_from_name(*name);
  if (!datum) parameters.note("datum", "unknown_value", "没有这个坐标系", "wgs84、gcj02 或 bd09");
  return datum;
}

std::optional<GivenPoint> read_point(Parameters& parameters) {
  const bool has_lat = parameters.given("lat");
  const bool has_lng = parameters.given("lng");
  if (!has_lat && !has_lng) return std::nullopt;
  const auto datum = read_datum(parameters);
  if (!has_lat) parameters.note("lat", "missing", "有 lng 没有 lat");
  if (!has_lng) parameters.note("lng", "missing", "有 lat 没有 lng");
  if (!parameters.given("datum")) {
    parameters.note("datum", "missing", "有坐标就要说明坐标系，弄错会差五六百米", "wgs84、gcj02 或 bd09");
  }
  // Wide enough that swapped coordinates are recognised below.
  const auto lat = parameters.decimal("lat", -180, 180);
  const auto lng = parameters.decimal("lng", -180, 180);
  if (!lat || !lng) return std::nullopt;
  if (!domain::in_china_rectangle({*lat, *lng})) {
    const bool swapped = domain::in_china_rectangle({*lng, *lat});
    const std::string hint = swapped ? "lat 和 lng 好像写反了" : "lat 在 3 到 54 之间，lng 在 73 到 136 之间";
    parameters.note("lat", "outside_china", "坐标不在中国", hint);
    parameters.note("lng", "outside_china", "坐标不在中国", hint);
    return std::nullopt;
  }
  if (!datum) return std::nullopt;
  return GivenPoint{geo::to_wgs84({*lat, *lng}, *datum), *datum};
}

std::string joined(std::span<const std::string_view> names) { return fmt::format("{}", fmt::join(names, "、")); }

}  // namespace doorstep::http
