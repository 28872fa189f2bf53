#include "searchd/config.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "schema/json/shown_text.h"
#include "schema/json/suggestion.h"
#include "searchd/config_keys.h"
#include "searchd/config_values.h"

namespace doorstep {
namespace {

constexpr int kWrongCall = 2;

// Keys with a flag of their own; every other is given by --set.
struct KeyFlag {
  const char* flag;
  const char* path;
};
constexpr std::array kKeyFlags = {
    KeyFlag{"--index", "index"},
    KeyFlag{"--listen", "http.listen"},
    KeyFlag{"--admin-listen", "http.admin_listen"},
    KeyFlag{"--now", "now"},
    KeyFlag{"--search-deadline-ms", "search.deadline_ms"},
};
constexpr KeyFlag kBehindProxy{"--behind-proxy", "http.behind_proxy"};

// What was typed, before anything is made of it.
struct Call {
  std::array<std::vector<std::string>, kKeyFlags.size()> values;  // in the order of kKeyFlags
  bool behind_proxy = false;
  std::vector<std::string> settings;  // KEY=VALUE
  std::vector<std::string> files;
  bool check = false;
  bool print = false;
};

std::string key_help() {
  std::string text = "键，可以写在配置文件、环境变量或 --set 里；环境变量优先于配置文件，命令行优先于环境变量：\n";
  for (const auto& key : config_keys()) {
    const auto value = key.get(Config{});
    text += fmt::format("  {}\n      {}；{}；{}\n      {}\n", key.path, key.meaning, key.expected,
                        value ? "默认 " + toml_value(*value) : "默认不设置", environment_name(key));
  }
  return text + "示例：searchd --index index --listen 127.0.0.1:8080";
}

// Options are told with what stands behind them, and nothing else.
class Formatter final : public CLI::Formatter {
 public:
  std::string make_option_opts(const CLI::Option* option) const override {
    return option->get_type_name().empty() ? std::string{} : ' ' + option->get_type_name();
  }
};

void declare(CLI::App& app, Call& call) {
  constexpr const char* kGroup = "选项";
  const auto formatter = std::make_shared<Formatter>();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", kGroup);
  app.formatter(formatter);
  app.set_help_flag("-h,--help", "显示这份说明")->group(kGroup);
  // What is left over is told with the other mistakes.
  app.allow_extras();
  for (std::size_t i = 0; i < kKeyFlags.size(); ++i) {
    app.add_option(kKeyFlags[i].flag, call.values[i], find_config_key(kKeyFlags[i].path)->meaning)
        ->allow_extra_args(false)
        ->type_name("值")
        ->group(kGroup);
  }
  app.add_flag(kBehindProxy.flag, call.behind_proxy, find_config_key(kBehindProxy.path)->meaning)
      ->disable_flag_override()
      ->group(kGroup);
  app.add_option("--set", call.settings, "设置任何一个键，可以写多次")
      ->allow_extra_args(false)
      ->type_name("键=值")
      ->group(kGroup);
  app.add_option("--config", call.files, "TOML 配置文件")->allow_extra_args(false)->type_name("文件")->group(kGroup);
  app.add_flag("--check-config", call.check, "只检查配置，不启动")->disable_flag_override()->group(kGroup);
  app.add_flag("--print-config", call.print, "只把生效的配置按 TOML 打印出来")->disable_flag_override()->group(kGroup);
}

void refuse_call(ConfigDraft& draft, std::string text, std::string hint = {}) {
  draft.refuse({}, "bad_call", fmt::format("命令行：{}", text), std::move(hint));
}

// The library's messages are English; each begins with the name of the option it is about.
void refuse_call(ConfigDraft& draft, const CLI::ParseError& error) {
  const std::string message = error.what();
  const std::size_t begin = std::min(message.find_first_not_of('-'), message.size());
  const std::string option = "--" + message.substr(begin, message.find_first_of(": ", begin) - begin);
  const bool is_flag = option == kBehindProxy.flag || option == "--check-config" || option == "--print-config";
  refuse_call(draft, fmt::format("{} 后面{}", option, is_flag ? "不能带值" : "少了值"));
}

void refuse_leftovers(const std::vector<std::string>& leftovers, ConfigDraft& draft) {
  std::vector<std::string_view> flags{kBehindProxy.flag, "--set",          "--config",
                                      "--check-config",  "--print-config", "--help"};
  for (const auto& flag : kKeyFlags) flags.emplace_back(flag.flag);
  for (const auto& leftover : leftovers) {
    const auto closest = json::closest_name(leftover.substr(0, leftover.find('=')), flags);
    refuse_call(draft, fmt::format("没有这个选项：{}", json::shown(leftover)),
                closest.empty() ? std::string{} : fmt::format("是不是 {}？", closest));
  }
}

void read_file(const std::string& name, ConfigDraft& draft) {
  const std::string shown = json::shown(name);
  const auto refuse = [&](std::string_view why) { draft.refuse({}, "bad_file", fmt::format("{}：{}", shown, why)); };
  std::error_code error;
  const auto status = std::filesystem::status(name, error);
  if (status.type() == std::filesystem::file_type::not_found) return refuse("没有这个文件");
  if (std::filesystem::is_directory(status)) return refuse("是目录，不是文件");
  std::ifstream file(name, std::ios::binary);
  if (!file) return refuse("打不开");
  // One byte more than may be: what is larger is noticed, and never read in full.
  std::string text(kMaxTomlBytes + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad()) return refuse("读不出来");
  text.resize(static_cast<std::size_t>(file.gcount()));
  read_toml(text, shown + ':', "", draft);
}

void read_variable(std::string_view name, std::string_view value, ConfigDraft& draft) {
  const std::string where = fmt::format("环境变量 {}", json::shown(name));
  std::vector<std::string> names;
  for (const auto& key : config_keys()) {
    names.push_back(environment_name(key));
    if (names.back() == name) return draft.assign(key, value_from_text(key, value), where);
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto closest = json::closest_name(name, candidates);
  draft.refuse(json::shown(name), "unknown_key", fmt::format("{}：没有这个键", where),
               closest.empty() ? std::string{} : fmt::format("是不是 {}？", closest));
}

void read_environment(const char* const* environment, ConfigDraft& draft) {
  if (environment == nullptr) return;
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    const std::size_t equals = entry.find('=');
    if (equals == std::string_view::npos || !entry.starts_with(kEnvironmentPrefix)) continue;
    read_variable(entry.substr(0, equals), entry.substr(equals + 1), draft);
  }
}

void read_setting(const std::string& setting, std::vector<std::string>& given, ConfigDraft& draft) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos) {
    return refuse_call(draft, fmt::format("--set 后面应当是 键=值，写的是 {}", json::in_quotes(setting)));
  }
  const std::string path = setting.substr(0, equals);
  const ConfigKey* key = find_config_key(path);
  if (key == nullptr) {
    return draft.refuse(json::shown(path), "unknown_key", fmt::format("--set：没有这个键：{}", json::shown(path)),
                        config_key_hint(path));
  }
  draft.assign(*key, value_from_text(*key, setting.substr(equals + 1)), "--set");
  given.push_back(path);
}

void read_flags(const Call& call, ConfigDraft& draft) {
  std::vector<std::string> given;
  for (std::size_t i = 0; i < kKeyFlags.size(); ++i) {
    const ConfigKey& key = *find_config_key(kKeyFlags[i].path);
    for (const auto& text : call.values[i]) {
      draft.assign(key, value_from_text(key, text), kKeyFlags[i].flag);
      given.push_back(key.path);
    }
  }
  if (call.behind_proxy) {
    draft.assign(*find_config_key(kBehindProxy.path), true, kBehindProxy.flag);
    given.emplace_back(kBehindProxy.path);
  }
  for (const auto& setting : call.settings) read_setting(setting, given, draft);
  std::sort(given.begin(), given.end());
  for (auto at = std::adjacent_find(given.begin(), given.end()); at != given.end();) {
    refuse_call(draft, fmt::format("{} 写了不止一次", *at));
    at = std::adjacent_find(std::upper_bound(at, given.end(), *at), given.end());
  }
}

void check_exposure(std::string_view path, const ListenAddress& address, ConfigDraft& draft) {
  if (is_loopback(address) || draft.config.behind_proxy) return;
  const auto origin = draft.origins.find(path);
  draft.refuse(
      path, "exposed",
      fmt::format("{}：{} 是 {}，直接暴露在网络上不安全", origin == draft.origins.end() ? "默认值" : origin->second,
                  path, format_listen_address(address)),
      "前面须有 nginx 之类的代理，并加上 --behind-proxy");
}

// What no source can know by itself.
void check_whole(const Call& call, ConfigDraft& draft) {
  check_exposure("http.listen", draft.config.listen, draft);
  if (draft.config.admin_listen) check_exposure("http.admin_listen", *draft.config.admin_listen, draft);
  const bool is_asked_only = call.check || call.print;
  const bool is_wrong = std::any_of(draft.issues.begin(), draft.issues.end(),
                                    [](const base::Issue& issue) { return issue.field == "index"; });
  if (draft.config.index.empty() && !is_asked_only && !is_wrong) {
    draft.refuse("index", "missing", "没有说索引目录", "--index 目录");
  }
}

void tell(const base::Issues& issues) {
  std::cerr << fmt::format("配置或命令有 {} 处错误：\n", issues.size());
  for (const auto& issue : issues) {
    std::cerr << "  " << issue.text << (issue.hint.empty() ? "" : "；") << issue.hint << '\n';
  }
  std::cerr << "searchd --help 列出所有选项和键\n";
}

CommandLine finish(const Call& call, ConfigDraft draft) {
  if (!draft.issues.empty()) {
    tell(draft.issues);
    return {.exit_code = kWrongCall};
  }
  if (call.print) {
    std::cout << to_toml(draft.config);
  } else if (call.check) {
    std::cout << "配置没有错误\n";
  } else {
    return {.config = std::move(draft.config)};
  }
  return {};
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv, const char* const* environment) {
  CLI::App app{"家门口：在家附近找工作的搜索服务", "searchd"};
  Call call;
  declare(app, call);
  ConfigDraft draft;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    app.footer(key_help());
    std::cout << app.help();
    return {};
  } catch (const CLI::ParseError& error) {
    refuse_call(draft, error);
    call = {};
  }
  const bool is_call_sound = draft.issues.empty();
  if (is_call_sound) refuse_leftovers(app.remaining(), draft);
  if (call.files.size() > 1) refuse_call(draft, "--config 写了不止一次");
  if (!call.files.empty()) read_file(call.files.front(), draft);
  read_environment(environment, draft);
  read_flags(call, draft);
  if (is_call_sound) check_whole(call, draft);
  return finish(call, std::move(draft));
}

}  // namespace doorstep
