// Values as text, and the putting together of a configuration.

#include <charconv>

#include <fmt/format.h>

#include "schema/json/shown_text.h"
#include "searchd/config_keys.h"

namespace doorstep {
namespace {

using Type = ConfigKey::Type;

template <typename Number>
std::optional<ConfigValue> parse_number(std::string_view text) {
  Number number{};
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || rest != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  if (trimmed(text).empty()) return parts;
  while (true) {
    const std::size_t comma = text.find(',');
    parts.emplace_back(trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

std::string shown_value(const ConfigValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return json::in_quotes(*text);
  return json::shown(toml_value(value));
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const bool is_control = (c >= '\0' && c < ' ') || c == '\x7f';
    if (is_control) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string toml_number(double value) {
  std::string text = fmt::format("{}", value);
  // Without a mark of a fraction it would be a whole number to others who read it.
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

}  // namespace

ConfigValue value_from_text(const ConfigKey& key, std::string_view text) {
  std::optional<ConfigValue> value;
  if (key.type == Type::kFlag && (text == "true" || text == "false")) value = text == "true";
  if (key.type == Type::kInteger) value = parse_number<std::int64_t>(text);
  if (key.type == Type::kNumber) value = parse_number<double>(text);
  if (key.type == Type::kTexts) value = split_at_commas(text);
  return value ? *value : ConfigValue{std::string(text)};
}

std::string toml_value(const ConfigValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
  if (const auto* real = std::get_if<double>(&value)) return toml_number(*real);
  if (const auto* text = std::get_if<std::string>(&value)) return toml_text(*text);
  std::string list = "[";
  for (const auto& text : std::get<std::vector<std::string>>(value)) {
    if (list.size() > 1) list += ", ";
    list += toml_text(text);
  }
  return list + ']';
}

void ConfigDraft::assign(const ConfigKey& key, const ConfigValue& value, const std::string& where) {
  if (key.set(config, value)) {
    origins[key.path] = where;
    return;
  }
  refuse(key.path, "bad_value",
         fmt::format("{}：{} 应当是 {}，写的是 {}", where, key.path, key.expected, shown_value(value)));
}

void ConfigDraft::refuse(std::string_view field, std::string_view code, std::string text, std::string hint) {
  issues.push_back(
      {.field = std::string(field), .code = std::string(code), .text = std::move(text), .hint = std::move(hint)});
}

}  // namespace doorstep
