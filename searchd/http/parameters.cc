#include "searchd/http/parameters.h"

#include <algorithm>
#include <charconv>
#include <numeric>

#include <fmt/format.h>

#include "schema/geo/datum.h"

namespace doorstep::http {
namespace {

// A name longer than this is cut where an error repeats it.
constexpr std::size_t kMaxEchoedBytes = 64;

std::string shortened(std::string_view name) {
  if (name.size() <= kMaxEchoedBytes) return std::string(name);
  std::size_t end = kMaxEchoedBytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return std::string(name.substr(0, end)) + "…";
}

// Levenshtein, with the exchange of two neighbours as one step, over bytes.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

const ParameterRule* find_rule(std::span<const ParameterRule> rules, std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const ParameterRule& r) { return r.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

bool has_digits_only(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Parameters::Parameters(std::span<const ParameterRule> rules, const Query& query) {
  for (const auto& [name, value] : query) {
    if (std::find(given_.begin(), given_.end(), name) != given_.end()) continue;
    given_.emplace_back(name);
    if (find_rule(rules, name) != nullptr) continue;
    const auto near = nearest_name(name, rules);
    note(shortened(name), "unknown_parameter", "没有这个参数",
         near.empty() ? std::string{} : fmt::format("是不是 {}？", near));
    if (issues_.size() >= kMaxRepeats) break;
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
    } else if (character_count(value) > rule.max_characters) {
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

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string joined(std::span<const std::string_view> names) { return fmt::format("{}", fmt::join(names, "、")); }

std::string_view nearest_name(std::string_view name, std::span<const ParameterRule> rules) {
  if (name.size() > kMaxEchoedBytes) return {};
  std::string_view nearest;
  std::size_t least = name.size();  // a name that shares nothing is not near
  for (const auto& rule : rules) {
    const bool begins = name.size() >= 3 && rule.name.starts_with(name);
    const std::size_t distance = begins ? 1 : edit_distance(name, rule.name);
    const std::size_t allowed = std::max<std::size_t>(1, rule.name.size() / 3);
    if (distance <= allowed && distance < least) {
      nearest = rule.name;
      least = distance;
    }
  }
  return nearest;
}

}  // namespace doorstep::http
