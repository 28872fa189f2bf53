#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "schema/json/shown_text.h"
#include "searchd/config_keys.h"

namespace doorstep {
namespace {

// The library descends once for each dot of a key, and once more when it forgets the table: some ten thousand end the
// stack. Our own keys have two.
constexpr std::ptrdiff_t kMaxDots = 1000;

std::size_t line_of(std::string_view text, std::size_t at) {
  return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// What a message calls a value that no key takes.
std::string_view kind_name(const toml::node& node) {
  if (node.is_table()) return "一节";
  if (node.is_array()) return "一个列表";
  return "一个日期或时间";
}

std::optional<ConfigValue> list_value(const toml::array& array) {
  std::vector<std::string> texts;
  for (const toml::node& element : array) {
    const auto text = element.value_exact<std::string>();
    if (!text) return std::nullopt;
    texts.push_back(*text);
  }
  return texts;
}

template <typename Time>
ConfigValue time_value(const Time& time) {
  std::ostringstream text;
  text << time;
  return text.str();
}

// nullopt: of a type that this key never has.
std::optional<ConfigValue> value_of(const toml::node& node, ConfigKey::Type type) {
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* whole = node.as_integer()) return whole->get();
  if (const auto* real = node.as_floating_point()) return real->get();
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* array = node.as_array()) return list_value(*array);
  if (type != ConfigKey::Type::kInstant) return std::nullopt;
  if (const auto* time = node.as_date_time()) return time_value(time->get());
  if (const auto* date = node.as_date()) return time_value(date->get());
  return std::nullopt;
}

// As written, so that mistakes are told from top to bottom.
std::vector<std::pair<toml::key, const toml::node*>> in_order(const toml::table& table) {
  std::vector<std::pair<toml::key, const toml::node*>> entries;
  for (const auto& [key, node] : table) entries.emplace_back(key, &node);
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return a.first.source().begin.line < b.first.source().begin.line;
  });
  return entries;
}

class TomlReader {
 public:
  TomlReader(std::string_view line_prefix, std::string_view line_suffix, ConfigDraft& draft)
      : line_prefix_(line_prefix), line_suffix_(line_suffix), draft_(draft) {}

  void read(std::string_view text) {
    if (text.size() > kMaxTomlBytes) {
      return draft_.refuse({}, "bad_file", fmt::format("{}：超过 {} 字节", where(1), kMaxTomlBytes));
    }
    if (const auto invalid = json::find_invalid_utf8(text)) {
      return draft_.refuse({}, "bad_file", fmt::format("{}：不是 UTF-8 文字", where(line_of(text, *invalid))));
    }
    if (std::count(text.begin(), text.end(), '.') > kMaxDots) {
      return draft_.refuse({}, "bad_file", fmt::format("{}：全文的“.”超过 {} 个", where(1), kMaxDots));
    }
    try {
      read_table(toml::parse(text), "");
    } catch (const toml::parse_error& error) {
      refuse_syntax(text, error);
    }
  }

 private:
  std::string where(std::size_t line) const { return fmt::format("{}{}{}", line_prefix_, line, line_suffix_); }
  std::string where(const toml::source_region& source) const { return where(source.begin.line); }

  void refuse_syntax(std::string_view text, const toml::parse_error& error) {
    const auto& at = error.source().begin;
    std::istringstream lines{std::string(text)};
    std::string line;
    for (std::size_t number = 0; number < at.line; ++number) std::getline(lines, line);
    // The library's own words are English; of its reasons only this one cannot be seen in the line.
    const bool is_repeated = error.description().find("redefine") != std::string_view::npos;
    const std::string_view what = is_repeated ? "这个键或节前面已经写过" : "不合 TOML 的写法";
    draft_.refuse({}, "bad_syntax",
                  fmt::format("{}：第 {} 个字符起{}：{}", where(at.line), at.column, what, json::in_quotes(line)));
  }

  void read_table(const toml::table& table, const std::string& section) {
    for (const auto& [key, node] : in_order(table)) {
      const std::string name(key.str());
      const std::string path = section.empty() ? name : fmt::format("{}.{}", section, name);
      // A dot in a quoted key is no step into a section.
      const bool is_plain = !name.empty() && name.find('.') == std::string::npos;
      const ConfigKey* known = is_plain ? find_config_key(path) : nullptr;
      if (known != nullptr) {
        read_value(*known, *node, where(key.source()));
      } else if (is_plain && is_config_section(path)) {
        read_section(path, *node, where(key.source()));
      } else {
        refuse_unknown(path, *node, where(key.source()));
      }
    }
  }

  void read_value(const ConfigKey& key, const toml::node& node, const std::string& at) {
    const auto value = value_of(node, key.type);
    if (value) return draft_.assign(key, *value, at);
    draft_.refuse(key.path, "bad_value",
                  fmt::format("{}：{} 应当是 {}，写的是{}", at, key.path, key.expected, kind_name(node)));
  }

  void read_section(const std::string& path, const toml::node& node, const std::string& at) {
    if (const auto* table = node.as_table()) return read_table(*table, path);
    draft_.refuse(path, "bad_value", fmt::format("{}：{} 是一节，应当写成 [{}]", at, path, path));
  }

  void refuse_unknown(const std::string& path, const toml::node& node, const std::string& at) {
    const std::string_view what = node.is_table() ? "没有这一节" : "没有这个键";
    draft_.refuse(json::shown(path), "unknown_key", fmt::format("{}：{}：{}", at, what, json::shown(path)),
                  node.is_table() ? config_section_hint(path) : config_key_hint(path));
  }

  std::string_view line_prefix_;
  std::string_view line_suffix_;
  ConfigDraft& draft_;
};

}  // namespace

void read_toml(std::string_view text, std::string_view line_prefix, std::string_view line_suffix, ConfigDraft& draft) {
  TomlReader(line_prefix, line_suffix, draft).read(text);
}

base::Issues apply_toml(std::string_view text, Config& config) {
  ConfigDraft draft{.config = config};
  read_toml(text, "第 ", " 行", draft);
  if (draft.issues.empty()) config = std::move(draft.config);
  return draft.issues;
}

std::string to_toml(const Config& config) {
  std::string out = "# searchd 的配置。环境变量和命令行比这里优先。\n";
  std::string section;
  for (const auto& key : config_keys()) {
    if (key.section() != section) {
      section = key.section();
      out += fmt::format("\n[{}]\n", section);
    }
    out += fmt::format("# {}；{}\n", key.meaning, key.expected);
    const auto value = key.get(config);
    out +=
        value ? fmt::format("{} = {}\n", key.name(), toml_value(*value)) : fmt::format("# {} 没有设置\n", key.name());
  }
  return out;
}

}  // namespace doorstep
