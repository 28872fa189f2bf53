#include "searchd/config.h"

#include <charconv>

#include <CLI/CLI.hpp>

namespace doorstep {
namespace {

constexpr int kWrongCall = 2;

std::optional<ListenAddress> parse_address(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  ListenAddress address{text.substr(0, colon), 0};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, address.port);
  if (error != std::errc{} || rest != end || address.port < 0 || address.port > 65535) return std::nullopt;
  return address;
}

bool is_loopback(const ListenAddress& address) {
  return address.host.starts_with("127.") || address.host == "localhost" || address.host == "::1";
}

ListenAddress require_address(const std::string& option, const std::string& text, bool behind_proxy) {
  const auto address = parse_address(text);
  if (!address) throw CLI::ValidationError(option, "应当写成 地址:端口，如 127.0.0.1:8080");
  if (!is_loopback(*address) && !behind_proxy) {
    throw CLI::ValidationError(option, "直接暴露在网络上不安全：前面须有 nginx 之类的代理，并加上 --behind-proxy");
  }
  return *address;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  CLI::App app{"家门口：在家附近找工作的搜索服务"};
  app.footer("示例：searchd --index index --listen 127.0.0.1:8080");
  Config config;
  std::string listen = "127.0.0.1:8080";
  std::string admin_listen;
  std::string now;
  std::int64_t deadline_ms = config.search_deadline.count();
  app.add_option("--index", config.index, "索引目录，即 indexer build --out 写出的那个")->required();
  app.add_option("--listen", listen, "服务地址，端口 0 表示任选一个空闲的")->capture_default_str();
  app.add_option("--admin-listen", admin_listen, "运维地址；默认 127.0.0.1:9080，被占用时任选一个空闲的");
  app.add_flag("--behind-proxy", config.behind_proxy, "前面有代理，允许监听非本机地址");
  app.add_option("--now", now, "把时钟固定在这一刻，如 2026-11-22T12:00:00+08:00");
  app.add_option("--search-deadline-ms", deadline_ms, "一次搜索最多用多少毫秒的处理器时间")
      ->check(CLI::Range(1, 60'000))
      ->capture_default_str();
  CommandLine line;
  try {
    app.parse(argc, argv);
    config.listen = require_address("--listen", listen, config.behind_proxy);
    if (!admin_listen.empty()) {
      config.admin_listen = require_address("--admin-listen", admin_listen, config.behind_proxy);
    }
    config.search_deadline = std::chrono::milliseconds{deadline_ms};
    if (!now.empty()) {
      config.now = base::parse_instant(now);
      if (!config.now) throw CLI::ValidationError("--now", "不是带时区的时间，例如 2026-11-22T12:00:00+08:00");
    }
    line.config = std::move(config);
  } catch (const CLI::ParseError& error) {
    line.exit_code = app.exit(error) == 0 ? 0 : kWrongCall;
  }
  return line;
}

}  // namespace doorstep
