#pragma once

// The one table of what can be configured: TOML, environment, command line, help and --print-config are read off it.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schema/base/result.h"
#include "searchd/config.h"

namespace doorstep {

using ConfigValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::string>>;

struct ConfigKey {
  enum class Type { kFlag, kInteger, kNumber, kText, kInstant, kTexts };

  std::string path;  // "http.listen": section and name in TOML, the KEY of --set
  Type type = Type::kText;
  std::string meaning;   // Chinese
  std::string expected;  // Chinese, goes on after 应当是
  // False, and the configuration unchanged, for what is not as expected.
  std::function<bool(Config&, const ConfigValue&)> set;
  // nullopt: not set, and there is no value that says so.
  std::function<std::optional<ConfigValue>(const Config&)> get;

  std::string section() const;  // "http", "ranking.worth"; empty: the root
  std::string name() const;     // "listen"
};

// Keys of one section stand together, those of the root first.
std::span<const ConfigKey> config_keys();
const ConfigKey* find_config_key(std::string_view path);
bool is_config_section(std::string_view path);

// DOORSTEP_SEARCHD_HTTP_LISTEN
std::string environment_name(const ConfigKey& key);

// "是不是 http.listen？", or empty when no key is near.
std::string config_key_hint(std::string_view path);
// "是不是 [http]？", or empty.
std::string config_section_hint(std::string_view path);

// Text of an environment variable or a flag as a value of the key's type: true, 16, 0.5, text, or a list with commas.
// Text that is none comes back as it is, which set() refuses.
ConfigValue value_from_text(const ConfigKey& key, std::string_view text);

// As TOML writes it.
std::string toml_value(const ConfigValue& value);

// A configuration that is being put together out of several sources.
struct ConfigDraft {
  Config config;
  base::Issues issues;
  // Key -> where the value in force was said: "searchd.toml:3", "--listen".
  std::map<std::string, std::string, std::less<>> origins = {};

  void assign(const ConfigKey& key, const ConfigValue& value, const std::string& where);
  void refuse(std::string_view field, std::string_view code, std::string text, std::string hint = {});
};

// As apply_toml; `line_prefix` stands before the number of a line and `line_suffix` behind it.
void read_toml(std::string_view text, std::string_view line_prefix, std::string_view line_suffix, ConfigDraft& draft);

}  // namespace doorstep
