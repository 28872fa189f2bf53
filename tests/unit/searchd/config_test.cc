#include "searchd/config.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "searchd/config_keys.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/searchd/config_call.h"

namespace doorstep {
namespace {

using Catch::Matchers::Contains;
using testing::call_searchd;

std::string write(const std::filesystem::path& path, std::string_view text) {
  testing::write_file(path, text);
  return path.string();
}

// A value of each key that is not its default, as TOML and as text.
struct Sample {
  std::string toml;
  std::string text;
};
const std::map<std::string, Sample>& samples() {
  static const std::map<std::string, Sample> kSamples{
      {"index", {"\"some/where\"", "some/where"}},
      {"now", {"\"2026-11-22T12:00:00+08:00\"", "2026-11-22T12:00:00+08:00"}},
      {"http.listen", {"\"localhost:1\"", "localhost:1"}},
      {"http.admin_listen", {"\"[::1]:2\"", "[::1]:2"}},
      {"http.behind_proxy", {"true", "true"}},
      {"http.cors_origins", {"[\"https://a.cn\", \"http://b.cn:81\"]", "https://a.cn, http://b.cn:81"}},
      {"http.rate_limit_requests", {"600", "600"}},
      {"http.rate_limit_window_s", {"10", "10"}},
      {"http.threads", {"8", "8"}},
      {"http.queue_length", {"9", "9"}},
      {"http.queue_wait_ms", {"100", "100"}},
      {"http.gzip_min_bytes", {"0", "0"}},
      {"search.deadline_ms", {"250", "250"}},
      {"search.keep_list_mb", {"16", "16"}},
      {"search.without", {"[\"trade\", \"mix\"]", "trade, mix"}},
      {"index_watch.poll_ms", {"50", "50"}},
      {"index_watch.scrub_share", {"0.5", "0.5"}},
      {"ranking.text", {"2", "2"}},
      {"ranking.phrase", {"0.2", "0.2"}},
      {"ranking.trade", {"0.4", "0.4"}},
      {"ranking.distance", {"0.0", "0"}},
      {"ranking.freshness", {"0.6", "0.6"}},
      {"ranking.completeness", {"0.7", "0.7"}},
      {"ranking.fit", {"0.8", "0.8"}},
      {"ranking.half_life_hours", {"24", "24"}},
      {"ranking.worth.title", {"0.91", "0.91"}},
      {"ranking.worth.title_aside", {"0.92", "0.92"}},
      {"ranking.worth.learnt", {"0.921", "0.921"}},
      {"ranking.worth.tags", {"0.93", "0.93"}},
      {"ranking.worth.company", {"0.94", "0.94"}},
      {"ranking.worth.place", {"0.95", "0.95"}},
      {"ranking.worth.description", {"96e-2", "0.96"}},
      {"ranking.worth.attribute", {"0.97", "0.97"}},
  };
  return kSamples;
}

std::string as_toml(const ConfigKey& key, const std::string& value) {
  const std::string section = key.section().empty() ? "" : '[' + key.section() + "]\n";
  return section + key.name() + " = " + value + '\n';
}

}  // namespace

TEST_CASE("an index folder is enough, the rest has defaults that are safe") {
  const auto call = call_searchd({"--index", "somewhere"});

  REQUIRE(call.line.config.has_value());
  CHECK(*call.line.config == Config{.index = "somewhere"});
  CHECK(call.line.config->listen == ListenAddress{"127.0.0.1", 8080});
  CHECK_FALSE(call.line.config->admin_listen.has_value());
  CHECK(call.out.empty());
  CHECK(call.err.empty());
}

TEST_CASE("every key can be set by file, by environment and by --set, and each sets a field of its own") {
  const testing::TemporaryFolder folder;
  std::vector<Config> seen{Config{}};
  REQUIRE(config_keys().size() == samples().size());
  for (const auto& key : config_keys()) {
    INFO(key.path);
    const auto& sample = samples().at(key.path);
    Config expected{.index = "i"};
    REQUIRE(key.set(expected, value_from_text(key, sample.text)));
    CHECK(std::find(seen.begin(), seen.end(), expected) == seen.end());
    seen.push_back(expected);

    const auto file = write(folder.path() / "searchd.toml", as_toml(key, sample.toml));
    std::vector<std::string> index{"--set", "index=i"};
    if (key.path == "index") index.clear();
    auto by_file = index;
    by_file.insert(by_file.end(), {"--config", file});
    auto by_setting = index;
    by_setting.insert(by_setting.end(), {"--set", key.path + '=' + sample.text});
    CHECK(call_searchd(by_file).line.config == expected);
    CHECK(call_searchd(by_setting).line.config == expected);
    CHECK(call_searchd(index, {environment_name(key) + '=' + sample.text}).line.config == expected);
  }
}

TEST_CASE("the command line wins over the environment, that over the file, that over the default") {
  const testing::TemporaryFolder folder;
  const std::string file = write(folder.path() / "searchd.toml", "index = \"file\"\n[search]\ndeadline_ms = 1\n");
  const std::vector<std::string> environment{"DOORSTEP_SEARCHD_INDEX=environment",
                                             "DOORSTEP_SEARCHD_SEARCH_DEADLINE_MS=2"};
  const auto with = [&](std::vector<std::string> flags, const std::vector<std::string>& variables) {
    flags.insert(flags.end(), {"--config", file});
    return call_searchd(flags, variables).line.config;
  };

  CHECK(with({}, {}) == Config{.index = "file", .search_deadline = std::chrono::milliseconds{1}});
  CHECK(with({}, environment) == Config{.index = "environment", .search_deadline = std::chrono::milliseconds{2}});
  CHECK(with({"--search-deadline-ms", "3"}, environment) ==
        Config{.index = "environment", .search_deadline = std::chrono::milliseconds{3}});
  CHECK(with({"--set", "search.deadline_ms=4", "--index", "call"}, environment) ==
        Config{.index = "call", .search_deadline = std::chrono::milliseconds{4}});
}

TEST_CASE("addresses, clock and deadline have flags of their own") {
  const auto call = call_searchd({"--index", "i", "--listen", "localhost:0", "--admin-listen=127.0.0.2:65535", "--now",
                                  "2026-11-22T12:00:00+08:00", "--search-deadline-ms", "250"});

  REQUIRE(call.line.config.has_value());
  CHECK(call.line.config->listen == ListenAddress{"localhost", 0});
  CHECK(call.line.config->admin_listen == ListenAddress{"127.0.0.2", 65535});
  CHECK(call.line.config->now == base::parse_instant("2026-11-22T12:00:00+08:00"));
  CHECK(call.line.config->search_deadline == std::chrono::milliseconds{250});
}

TEST_CASE("an address that others can reach needs a proxy in front, wherever either is said") {
  for (const std::string key : {"listen", "admin_listen"}) {
    const std::string flag = key == "listen" ? "--listen" : "--admin-listen";
    for (const std::string address :
         {"0.0.0.0:8080", "192.168.1.2:80", "example.com:80", "127.example.com:80", "[::]:80", "[2001:db8::1]:80"}) {
      INFO(address);
      const auto exposed = call_searchd({"--index", "i", flag, address});
      CHECK(exposed.line.exit_code == 2);
      CHECK_THAT(exposed.err, Contains(flag + "：http." + key + " 是 " + address) && Contains("--behind-proxy"));
      CHECK(call_searchd({"--index", "i", flag, address, "--behind-proxy"}).line.config.has_value());
      CHECK(call_searchd({"--index", "i", flag, address}, {"DOORSTEP_SEARCHD_HTTP_BEHIND_PROXY=true"})
                .line.config.has_value());
    }
  }
  for (const std::string address : {"127.0.0.1:1", "127.8.9.10:1", "localhost:1", "[::1]:1"}) {
    CHECK(call_searchd({"--index", "i", "--listen", address}).line.config.has_value());
  }
}

TEST_CASE("wrong calls are told in Chinese and end with 2") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> calls{
      {{}, "没有说索引目录；--index 目录"},
      {{"--index"}, "命令行：--index 后面少了值"},
      {{"--index="}, "命令行：--index 后面少了值"},
      {{"--index", "i", "--idnex=j"}, "命令行：没有这个选项：--idnex=j；是不是 --index？"},
      {{"--index", "i", "extra"}, "命令行：没有这个选项：extra"},
      {{"--index", "i", "--index", "j"}, "命令行：index 写了不止一次"},
      {{"--index", "i", "--set", "index=j"}, "命令行：index 写了不止一次"},
      {{"--index", "i", "--set", "now"}, "命令行：--set 后面应当是 键=值，写的是 “now”"},
      {{"--index", "i", "--set", "htpp.threads=1"}, "--set：没有这个键：htpp.threads；是不是 http.threads？"},
      {{"--index", "i", "--set", "http.threads=x"}, "--set：http.threads 应当是 1 到 1024 的整数，写的是 “x”"},
      {{"--index", "i", "--behind-proxy=false"}, "命令行：--behind-proxy 后面不能带值"},
      {{"--index", "i", "--check-config=1"}, "命令行：--check-config 后面不能带值"},
      {{"--index", "i", "--config"}, "命令行：--config 后面少了值"},
      {{"--index", "i", "--now", "noon"},
       "--now：now 应当是 带时区的时间，如 2026-11-22T12:00:00+08:00，写的是 “noon”"},
      {{"--index", "i", "--search-deadline-ms", "0"},
       "--search-deadline-ms：search.deadline_ms 应当是 1 到 60000 的整数，写的是 0"},
      {{"--index", "i", "--search-deadline-ms", "60001"}, "写的是 60001"},
      {{"--index", "i", "--search-deadline-ms", "99999999999999999999"}, "写的是 “99999999999999999999”"},
  };
  for (const auto& [arguments, message] : calls) {
    const auto call = call_searchd(arguments);
    INFO(call.err);
    CHECK_FALSE(call.line.config.has_value());
    CHECK(call.line.exit_code == 2);
    CHECK_THAT(call.err, Contains("有 1 处错误") && Contains(message) && Contains("searchd --help"));
    CHECK(call.out.empty());
  }
}

TEST_CASE("an address is host and port, nothing less and nothing more") {
  for (const std::string address :
       {"8080", ":8080", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:80x", "127.0.0.1: 80", "a b:80",
        "-a:80", "[::1]", "[::1]80", "[::1:80", "[x]:80", "::1:80", "http://a:80", "a/b:80", ""}) {
    INFO(address);
    CHECK(call_searchd({"--set", "index=i", "--set", "http.listen=" + address}).line.exit_code == 2);
  }
}

TEST_CASE("variables with the prefix are known or refused; all others are others'") {
  CHECK(call_searchd({"--index", "i"}, {"DOORSTEP_SHARED=x", "DOORSTEP_SEARCH=x", "PATH=x", "odd"})
            .line.config.has_value());
  const auto call = call_searchd({"--index", "i"}, {"DOORSTEP_SEARCHD_HTTP_LISTN=127.0.0.1:1", "DOORSTEP_SEARCHD_=",
                                                    "DOORSTEP_SEARCHD_http_threads=3", "DOORSTEP_SEARCHD_NOW="});

  CHECK(call.line.exit_code == 2);
  CHECK_THAT(call.err, Contains("有 4 处错误"));
  CHECK_THAT(call.err,
             Contains("环境变量 DOORSTEP_SEARCHD_HTTP_LISTN：没有这个键；是不是 DOORSTEP_SEARCHD_HTTP_LISTEN？"));
  CHECK_THAT(call.err, Contains("环境变量 DOORSTEP_SEARCHD_NOW：now 应当是 带时区的时间"));
  std::set<std::string> names;
  for (const auto& key : config_keys()) CHECK(names.insert(environment_name(key)).second);
  CHECK(names.count("DOORSTEP_SEARCHD_RANKING_WORTH_TITLE_ASIDE") == 1);
}

TEST_CASE("all mistakes of all sources are told at once, each with its place") {
  const testing::TemporaryFolder folder;
  const auto file = write(folder.path() / "a.toml", "[http]\nthreads = 0\n\nlisten = \"0.0.0.0:80\"\n");
  const auto call = call_searchd({"--config", file, "--nwo", "--set", "ranking.fit=-1"}, {"DOORSTEP_SEARCHD_NOW=x"});

  CHECK(call.line.exit_code == 2);
  CHECK_THAT(call.err, Contains("有 6 处错误"));
  CHECK_THAT(call.err, Contains("没有这个选项：--nwo；是不是 --now？"));
  CHECK_THAT(call.err, Contains(":2：http.threads 应当是 1 到 1024 的整数，写的是 0\n"));
  CHECK_THAT(call.err, Contains("环境变量 DOORSTEP_SEARCHD_NOW：now 应当是"));
  CHECK_THAT(call.err, Contains("--set：ranking.fit 应当是 0 到 100 的数，写的是 -1.0\n"));
  CHECK_THAT(call.err, Contains(":4：http.listen 是 0.0.0.0:80"));
  CHECK_THAT(call.err, Contains("没有说索引目录"));
}

TEST_CASE("a file that cannot be a configuration is named with the reason") {
  const testing::TemporaryFolder folder;
  const auto at = [&folder](const char* name) { return (folder.path() / name).string(); };
  write(at("large.toml"), std::string(kMaxTomlBytes + 1, '\n'));
  write(at("largest.toml"), std::string(kMaxTomlBytes, '\n'));
  write(at("latin.toml"), "# a\n# \xe9\n");
  const std::vector<std::pair<std::string, std::string>> files{
      {at("none.toml"), "没有这个文件"},
      {folder.path().string(), "是目录，不是文件"},
      {at("large.toml"), "超过 1048576 字节"},
      {at("latin.toml"), ":2：不是 UTF-8 文字"},
      {"", "没有这个文件"},
  };
  for (const auto& [file, message] : files) {
    const auto call = call_searchd({"--index", "i", "--config=" + file});
    INFO(call.err);
    CHECK(call.line.exit_code == 2);
    if (!file.empty()) CHECK_THAT(call.err, Contains(message));
  }
  CHECK(call_searchd({"--index", "i", "--config", at("largest.toml")}).line.config.has_value());
  CHECK_THAT(call_searchd({"--config", at("largest.toml"), "--config", at("largest.toml")}).err,
             Contains("--config 写了不止一次"));
}

TEST_CASE("the flag --check-config needs no index, says one line and starts nothing") {
  const auto fine = call_searchd({"--check-config"});
  CHECK_FALSE(fine.line.config.has_value());
  CHECK(fine.line.exit_code == 0);
  CHECK(fine.out == "配置没有错误\n");
  CHECK(fine.err.empty());

  const auto wrong = call_searchd({"--check-config", "--index", "nowhere/at/all", "--set", "http.threads=0"});
  CHECK(wrong.line.exit_code == 2);
  CHECK(wrong.out.empty());
}

TEST_CASE("the flag --print-config prints what is in force, from all sources, with a comment for each key") {
  const testing::TemporaryFolder folder;
  const auto file = write(folder.path() / "a.toml", "[http]\nthreads = 7\n");
  const auto call = call_searchd({"--config", file, "--print-config", "--set", "ranking.fit=0.5"},
                                 {"DOORSTEP_SEARCHD_HTTP_CORS_ORIGINS=https://a.cn"});

  CHECK(call.line.exit_code == 0);
  CHECK_FALSE(call.line.config.has_value());
  Config printed;
  CHECK(apply_toml(call.out, printed).empty());
  Config expected{.cors_origins = {"https://a.cn"}, .threads = 7};
  expected.ranking.fit = 0.5;
  CHECK(printed == expected);
  for (const auto& key : config_keys()) CHECK_THAT(call.out, Contains("# " + key.meaning));
  CHECK(call_searchd({"--print-config", "--set", "http.threads=0"}).out.empty());
}

TEST_CASE("help names each flag, key and variable, in Chinese, and is no wrong call") {
  const auto call = call_searchd({"--help"});

  CHECK_FALSE(call.line.config.has_value());
  CHECK(call.line.exit_code == 0);
  CHECK(call.err.empty());
  for (const char* flag : {"--index", "--listen", "--admin-listen", "--behind-proxy", "--now", "--search-deadline-ms",
                           "--config", "--check-config", "--print-config", "--set"}) {
    CHECK_THAT(call.out, Contains(flag));
  }
  for (const auto& key : config_keys()) {
    CHECK_THAT(call.out, Contains("  " + key.path + "\n") && Contains(key.meaning) && Contains(environment_name(key)));
  }
  for (const char* english : {"Usage", "Options", " TEXT", "REQUIRED", "OPTIONS", "Print this"}) {
    CHECK_THAT(call.out, !Contains(english));
  }
}

}  // namespace doorstep
