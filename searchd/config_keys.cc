#include "searchd/config_keys.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

#include <fmt/format.h>

#include "schema/json/shown_text.h"
#include "schema/json/suggestion.h"
#include "searchd/config_values.h"

namespace doorstep {
namespace {

using Type = ConfigKey::Type;

constexpr std::size_t kMaxCorsOrigins = 64;
constexpr std::string_view kExpectedAddress = "地址:端口，如 127.0.0.1:8080，端口 0 表示任选一个空闲的";

// Each `field` below is a function from a configuration, const or not, to a reference into it.

// Whole numbers and durations, which count in the unit of their type.
template <typename Field>
ConfigKey integer(const std::string& path, const std::string& meaning, std::int64_t min, std::int64_t max,
                  Field field) {
  using T = std::remove_reference_t<std::invoke_result_t<Field, Config&>>;
  return {.path = path,
          .type = Type::kInteger,
          .meaning = meaning,
          .expected = fmt::format("{} 到 {} 的整数", min, max),
          .set =
              [=](Config& config, const ConfigValue& value) {
                const auto* number = std::get_if<std::int64_t>(&value);
                if (number == nullptr || *number < min || *number > max) return false;
                field(config) = static_cast<T>(*number);
                return true;
              },
          .get = [=](const Config& config) -> std::optional<ConfigValue> {
            if constexpr (std::is_integral_v<T>) {
              return static_cast<std::int64_t>(field(config));
            } else {
              return static_cast<std::int64_t>(field(config).count());
            }
          }};
}

template <typename Field>
ConfigKey number(const std::string& path, const std::string& meaning, double min, double max, Field field) {
  return {.path = path,
          .type = Type::kNumber,
          .meaning = meaning,
          .expected = fmt::format("{} 到 {} 的数", min, max),
          .set =
              [=](Config& config, const ConfigValue& value) {
                const auto* whole = std::get_if<std::int64_t>(&value);
                const auto* real = std::get_if<double>(&value);
                if (whole == nullptr && real == nullptr) return false;
                const double number = whole == nullptr ? *real : static_cast<double>(*whole);
                // Not with NaN, of which every comparison is false.
                if (!(number >= min && number <= max)) return false;
                field(config) = number;
                return true;
              },
          .get = [=](const Config& config) -> std::optional<ConfigValue> { return field(config); }};
}

// A score is a sum of terms around 1: a weight of 100 outweighs all others together.
template <typename Field>
ConfigKey weight(const std::string& path, const std::string& meaning, Field field) {
  constexpr double kMaxWeight = 100;
  return number("ranking." + path, meaning, 0, kMaxWeight, field);
}

ConfigKey index_key() {
  return {.path = "index",
          .type = Type::kText,
          .meaning = "索引目录，即 indexer build --out 写出的那个",
          .expected = "一个目录的路径（UTF-8，不含控制字符）",
          .set =
              [](Config& config, const ConfigValue& value) {
                const auto* text = std::get_if<std::string>(&value);
                if (text == nullptr || !is_path_text(*text)) return false;
                config.index = *text;
                return true;
              },
          .get = [](const Config& config) -> std::optional<ConfigValue> {
            if (config.index.empty()) return std::nullopt;
            return config.index;
          }};
}

ConfigKey now_key() {
  return {.path = "now",
          .type = Type::kInstant,
          .meaning = "把时钟固定在这一刻，用于重放和测量；不设置就用真实时间",
          .expected = "带时区的时间，如 2026-11-22T12:00:00+08:00",
          .set =
              [](Config& config, const ConfigValue& value) {
                const auto* text = std::get_if<std::string>(&value);
                const auto instant = text == nullptr ? std::nullopt : base::parse_instant(*text);
                if (!instant) return false;
                config.now = instant;
                return true;
              },
          .get = [](const Config& config) -> std::optional<ConfigValue> {
            if (!config.now) return std::nullopt;
            return base::format_beijing(*config.now);
          }};
}

template <typename Field>
ConfigKey address(const std::string& path, const std::string& meaning, Field field) {
  return {.path = path,
          .type = Type::kText,
          .meaning = meaning,
          .expected = std::string(kExpectedAddress),
          .set =
              [=](Config& config, const ConfigValue& value) {
                const auto* text = std::get_if<std::string>(&value);
                const auto parsed = text == nullptr ? std::nullopt : parse_listen_address(*text);
                if (!parsed) return false;
                field(config) = *parsed;
                return true;
              },
          .get = [=](const Config& config) -> std::optional<ConfigValue> {
            const std::optional<ListenAddress>& address = field(config);
            if (!address) return std::nullopt;
            return format_listen_address(*address);
          }};
}

ConfigKey behind_proxy_key() {
  return {.path = "http.behind_proxy",
          .type = Type::kFlag,
          .meaning = "前面有代理：允许监听非本机地址，并相信代理转告的客户端地址",
          .expected = "true 或 false",
          .set =
              [](Config& config, const ConfigValue& value) {
                const auto* flag = std::get_if<bool>(&value);
                if (flag != nullptr) config.behind_proxy = *flag;
                return flag != nullptr;
              },
          .get = [](const Config& config) -> std::optional<ConfigValue> { return config.behind_proxy; }};
}

ConfigKey without_key() {
  return {.path = "search.without",
          .type = Type::kTexts,
          .meaning = "关掉搜索的哪些部分，用来量每一部分值多少",
          .expected =
              "列表，其中可以有 concepts、narrower、understanding、correction、relaxation、phrase、trade、mix、copies",
          .set =
              [](Config& config, const ConfigValue& value) {
                const auto* names = std::get_if<std::vector<std::string>>(&value);
                if (names == nullptr) return false;
                search::Abilities without;
                for (const std::string& name : *names) {
                  const auto ability = search::ability_from_name(name);
                  if (!ability) return false;
                  without.add(*ability);
                }
                config.without = without;
                return true;
              },
          .get = [](const Config& config) -> std::optional<ConfigValue> {
            std::vector<std::string> names;
            for (std::size_t i = 0; i < search::kAbilityCount; ++i) {
              const auto ability = static_cast<search::Ability>(i);
              if (config.without.has(ability)) names.emplace_back(search::ability_name(ability));
            }
            return names;
          }};
}

ConfigKey cors_origins_key() {
  return {.path = "http.cors_origins",
          .type = Type::kTexts,
          .meaning = "哪些网站的页面可以直接调用，空表示都不可以",
          .expected = fmt::format(
              "最多 {} 个来源的列表，每个写成 https://网站 或 https://网站:端口（小写，不带路径和默认端口），"
              "或者 *（所有网站）",
              kMaxCorsOrigins),
          .set =
              [](Config& config, const ConfigValue& value) {
                const auto* origins = std::get_if<std::vector<std::string>>(&value);
                if (origins == nullptr || origins->size() > kMaxCorsOrigins) return false;
                if (!std::all_of(origins->begin(), origins->end(), is_cors_origin)) return false;
                config.cors_origins = *origins;
                return true;
              },
          .get = [](const Config& config) -> std::optional<ConfigValue> { return config.cors_origins; }};
}

std::vector<ConfigKey> http_keys() {
  return {
      address(
          "http.listen", "服务地址", [](auto& c) -> auto& { return c.listen; }),
      address(
          "http.admin_listen", "运维地址；不设置就用 127.0.0.1:9080，被占用时任选一个空闲的",
          [](auto& c) -> auto& { return c.admin_listen; }),
      behind_proxy_key(),
      cors_origins_key(),
      integer(
          "http.rate_limit_requests", "一个客户端在一个时间窗内最多请求几次，0 表示不限", 0, 1'000'000,
          [](auto& c) -> auto& { return c.rate_limit.requests; }),
      integer(
          "http.rate_limit_window_s", "限次数的时间窗，秒", 1, 86'400,
          [](auto& c) -> auto& { return c.rate_limit.window; }),
      integer(
          "http.threads", "应答的线程数", 1, 1024, [](auto& c) -> auto& { return c.threads; }),
      integer(
          "http.queue_length", "最多多少个连接排队等线程，再多就答 503", 1, 10'000,
          [](auto& c) -> auto& { return c.queue_length; }),
      integer(
          "http.queue_wait_ms", "一个连接最多排队多久，毫秒", 1, 60'000, [](auto& c) -> auto& { return c.queue_wait; }),
      integer(
          "http.gzip_min_bytes", "正文至少多少字节才压缩", 0, 1 << 30,
          [](auto& c) -> auto& { return c.gzip_min_bytes; }),
  };
}

std::vector<ConfigKey> ranking_keys() {
  return {
      weight(
          "text", "字词符合的权重", [](auto& c) -> auto& { return c.ranking.text; }),
      weight(
          "phrase", "标题里有整个短语", [](auto& c) -> auto& { return c.ranking.phrase; }),
      weight(
          "trade", "岗位类别就是所找的", [](auto& c) -> auto& { return c.ranking.trade; }),
      weight(
          "distance", "离得近", [](auto& c) -> auto& { return c.ranking.distance; }),
      weight(
          "freshness", "发布得近", [](auto& c) -> auto& { return c.ranking.freshness; }),
      weight(
          "completeness", "写得完整", [](auto& c) -> auto& { return c.ranking.completeness; }),
      weight(
          "fit", "符合所说的薪资、经验、学历", [](auto& c) -> auto& { return c.ranking.fit; }),
      // Freshness is counted for 120 days: with longer half-lives it would end in a step.
      number(
          "ranking.half_life_hours", "多少小时后新鲜度减半", 1, 720,
          [](auto& c) -> auto& { return c.ranking.half_life_hours; }),
      weight(
          "worth.title", "字词在标题里", [](auto& c) -> auto& { return c.ranking.worth.title; }),
      weight(
          "worth.title_aside", "字词在标题的附注里", [](auto& c) -> auto& { return c.ranking.worth.title_aside; }),
      weight(
          "worth.learnt", "从职责相同的岗位得知", [](auto& c) -> auto& { return c.ranking.worth.learnt; }),
      weight(
          "worth.tags", "字词在标签里", [](auto& c) -> auto& { return c.ranking.worth.tags; }),
      weight(
          "worth.company", "字词在单位名里", [](auto& c) -> auto& { return c.ranking.worth.company; }),
      weight(
          "worth.place", "字词在地点里", [](auto& c) -> auto& { return c.ranking.worth.place; }),
      weight(
          "worth.description", "字词在描述里", [](auto& c) -> auto& { return c.ranking.worth.description; }),
      weight(
          "worth.attribute", "班次、福利、人群等在标题以外",
          [](auto& c) -> auto& { return c.ranking.worth.attribute; }),
  };
}

std::vector<ConfigKey> make_keys() {
  std::vector<ConfigKey> keys{index_key(), now_key()};
  for (auto& key : http_keys()) keys.push_back(std::move(key));
  keys.push_back(integer(
      "search.deadline_ms", "一次搜索最多用多少毫秒的处理器时间", 1, 60'000,
      [](auto& c) -> auto& { return c.search_deadline; }));
  keys.push_back(integer(
      "search.keep_list_mb", "内存里最多保留多少 MB 读过的倒排表（每份打开的索引），0 表示不保留", 0, 65'536,
      [](auto& c) -> auto& { return c.keep_list_mb; }));
  keys.push_back(without_key());
  keys.push_back(integer(
      "index_watch.poll_ms", "每隔多少毫秒看一次有没有新索引", 10, 60'000,
      [](auto& c) -> auto& { return c.poll_interval; }));
  keys.push_back(number(
      "index_watch.scrub_share", "用一个处理器核的多大份额核对索引文件的校验和，0 表示不核对", 0, 1,
      [](auto& c) -> auto& { return c.scrub_share; }));
  for (auto& key : ranking_keys()) keys.push_back(std::move(key));
  return keys;
}

}  // namespace

std::string ConfigKey::section() const {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos ? std::string{} : path.substr(0, dot);
}

std::string ConfigKey::name() const { return path.substr(path.rfind('.') + 1); }

std::span<const ConfigKey> config_keys() {
  static const std::vector<ConfigKey> kKeys = make_keys();
  return kKeys;
}

const ConfigKey* find_config_key(std::string_view path) {
  const auto keys = config_keys();
  const auto found = std::find_if(keys.begin(), keys.end(), [path](const ConfigKey& key) { return key.path == path; });
  return found == keys.end() ? nullptr : &*found;
}

bool is_config_section(std::string_view path) {
  const auto keys = config_keys();
  return std::any_of(keys.begin(), keys.end(), [path](const ConfigKey& key) { return key.section() == path; });
}

std::string environment_name(const ConfigKey& key) {
  std::string name(kEnvironmentPrefix);
  for (const char c : key.path) {
    if (c == '.') {
      name += '_';
    } else {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return name;
}

std::string config_key_hint(std::string_view path) {
  std::vector<std::string_view> paths;
  for (const auto& key : config_keys()) {
    // The right name in the wrong section.
    if (key.name() == path.substr(path.rfind('.') + 1)) return fmt::format("是不是 {}？", key.path);
    paths.push_back(key.path);
  }
  const auto closest = json::closest_name(path, paths);
  return closest.empty() ? std::string{} : fmt::format("是不是 {}？", closest);
}

std::string config_section_hint(std::string_view path) {
  std::vector<std::string> sections;
  for (const auto& key : config_keys()) sections.push_back(key.section());
  const std::vector<std::string_view> candidates(sections.begin(), sections.end());
  const auto closest = json::closest_name(path, candidates);
  return closest.empty() ? std::string{} : fmt::format("是不是 [{}]？", closest);
}

}  // namespace doorstep
