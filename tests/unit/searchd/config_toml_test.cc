#include <catch2/catch.hpp>

#include <random>

#include "searchd/config_keys.h"
#include "searchd/config_values.h"

namespace doorstep {
namespace {

using Catch::Matchers::Contains;

// The only issue of a text, on top of which the configuration must be as it was.
base::Issue only_issue(const std::string& text) {
  INFO(text);
  Config config;
  const auto issues = apply_toml(text, config);
  CHECK(config == Config{});
  REQUIRE(issues.size() == 1);
  return issues.front();
}

class RandomConfig {
 public:
  explicit RandomConfig(std::uint32_t seed) : random_(seed) {}

  // Each key within its range, its ends more often than chance would have them.
  Config make() {
    Config config;
    config.index = pick<std::string>({"", "索引/一", "a \"b\" \\c", "it's", "#x = 1", std::string(4000, 'x')});
    if (one_of(2)) config.now = base::Instant{std::chrono::seconds{one_of(4'000'000'000)}};
    config.listen = address();
    if (one_of(2)) config.admin_listen = address();
    config.behind_proxy = one_of(2) == 1;
    for (auto n = one_of(4); n > 0; --n) {
      config.cors_origins.push_back(pick<std::string>({"*", "https://a.cn", "http://b.cn:81", "https://[::1]:4"}));
    }
    config.rate_limit = {.requests = static_cast<std::uint32_t>(integer(0, 1'000'000)),
                         .window = std::chrono::seconds{integer(1, 86'400)}};
    config.threads = static_cast<std::uint32_t>(integer(1, 1024));
    config.queue_length = static_cast<std::uint32_t>(integer(1, 10'000));
    config.queue_wait = std::chrono::milliseconds{integer(1, 60'000)};
    config.gzip_min_bytes = static_cast<std::uint32_t>(integer(0, 1 << 30));
    config.search_deadline = std::chrono::milliseconds{integer(1, 60'000)};
    config.poll_interval = std::chrono::milliseconds{integer(10, 60'000)};
    config.scrub_share = number(0, 1);
    auto& ranking = config.ranking;
    for (double* weight :
         {&ranking.text, &ranking.phrase, &ranking.trade, &ranking.distance, &ranking.freshness, &ranking.completeness,
          &ranking.fit, &ranking.worth.title, &ranking.worth.title_aside, &ranking.worth.learnt, &ranking.worth.tags,
          &ranking.worth.company, &ranking.worth.place, &ranking.worth.description, &ranking.worth.attribute}) {
      *weight = number(0, 100);
    }
    ranking.half_life_hours = number(1, 720);
    return config;
  }

 private:
  std::int64_t one_of(std::int64_t count) { return std::uniform_int_distribution<std::int64_t>(0, count - 1)(random_); }
  template <typename T>
  T pick(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(one_of(static_cast<std::int64_t>(values.size())))];
  }
  std::int64_t integer(std::int64_t min, std::int64_t max) {
    return pick<std::int64_t>({min, max, min + one_of(max - min + 1), min + one_of(max - min + 1)});
  }
  double number(double min, double max) {
    const double between = std::uniform_real_distribution<double>(min, max)(random_);
    return pick<double>({min, max, between, between, std::clamp(1e-17, min, max)});
  }
  ListenAddress address() {
    return {pick<std::string>({"127.0.0.1", "localhost", "::1", "a-b.example"}), static_cast<int>(integer(0, 65'535))};
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE("a configuration printed and read again is the same") {
  RandomConfig random(20'261'122);
  for (int i = 0; i < 500; ++i) {
    const Config config = random.make();
    const std::string text = to_toml(config);
    INFO(text);
    Config read;
    REQUIRE(apply_toml(text, read) == base::Issues{});
    REQUIRE(read == config);
  }
}

TEST_CASE("only what is said is changed") {
  Config config{.index = "i", .threads = 3};
  CHECK(apply_toml("[search]\ndeadline_ms = 7 # ms\n", config).empty());
  CHECK(config == Config{.index = "i", .threads = 3, .search_deadline = std::chrono::milliseconds{7}});
  CHECK(apply_toml("", config).empty());
  CHECK(apply_toml("http = { threads = 4 }\nranking.worth.title = 1", config).empty());
  CHECK(config.threads == 4);
  CHECK(config.ranking.worth.title == 1);
}

TEST_CASE("a moment may also be written as TOML's own") {
  for (const std::string value : {"2026-11-22T12:00:00+08:00", "2026-11-22T04:00:00Z", "\"2026-11-22T04:00:00Z\""}) {
    Config config;
    CHECK(apply_toml("now = " + value, config).empty());
    CHECK(config.now == base::parse_instant("2026-11-22T12:00:00+08:00"));
  }
  CHECK(only_issue("now = 2026-11-22T12:00:00").field == "now");
  CHECK(only_issue("now = 12:00:00").field == "now");
  CHECK(only_issue("index = 2026-11-22").field == "index");
}

TEST_CASE("what is of another type or out of range is refused with line, key and what is expected") {
  const std::vector<std::pair<std::string, std::vector<std::string>>> refused{
      {"index", {"3", "\"\"", "[\"a\"]", "\"a\\u0000b\"", "\"a\\nb\"", "true"}},
      {"now", {"\"noon\"", "3", "\"2026-13-01\""}},
      {"http.listen", {"8080", "\"8080\"", "\"a:65536\"", "[\"a:1\"]"}},
      {"http.admin_listen", {"\"\"", "false"}},
      {"http.behind_proxy", {"1", "\"true\"", "[]"}},
      {"http.cors_origins", {"\"*\"", "[3]", "[\"a.cn\"]", "[\"https://a.cn/\"]", "[[\"*\"]]"}},
      {"http.rate_limit_requests", {"-1", "1000001", "1.0", "\"1\""}},
      {"http.rate_limit_window_s", {"0", "86401"}},
      {"http.threads", {"0", "1025", "32.0", "9223372036854775807", "4294967297"}},
      {"http.queue_length", {"0", "10001"}},
      {"http.queue_wait_ms", {"0", "60001"}},
      {"http.gzip_min_bytes", {"-1", "1073741825"}},
      {"search.deadline_ms", {"0", "60001", "\"100\"", "1e2"}},
      {"search.keep_list_mb", {"-1", "65537", "\"64\"", "0.5"}},
      {"search.without", {"\"trade\"", "[\"magic\"]", "[3]", "true"}},
      {"index_watch.poll_ms", {"9", "60001"}},
      {"index_watch.scrub_share", {"-0.1", "1.1", "nan", "inf"}},
      {"ranking.text", {"-1", "100.1", "nan", "-inf", "\"1\"", "true"}},
      {"ranking.phrase", {"-1e-9"}},
      {"ranking.trade", {"101"}},
      {"ranking.distance", {"101"}},
      {"ranking.freshness", {"101"}},
      {"ranking.completeness", {"101"}},
      {"ranking.fit", {"101"}},
      {"ranking.half_life_hours", {"0", "-1", "0.9", "721", "nan"}},
      {"ranking.worth.title", {"101"}},
      {"ranking.worth.title_aside", {"101"}},
      {"ranking.worth.learnt", {"101"}},
      {"ranking.worth.tags", {"101"}},
      {"ranking.worth.company", {"101"}},
      {"ranking.worth.place", {"101"}},
      {"ranking.worth.description", {"101", "{}"}},
      {"ranking.worth.attribute", {"101"}},
  };
  CHECK(refused.size() == config_keys().size());
  for (const auto& [path, values] : refused) {
    const auto* key = find_config_key(path);
    REQUIRE(key != nullptr);
    const std::string section = key->section().empty() ? "\n" : '[' + key->section() + "]\n";
    for (const auto& value : values) {
      const auto issue = only_issue(section + key->name() + " = " + value);
      CHECK(issue.field == path);
      CHECK(issue.code == "bad_value");
      CHECK_THAT(issue.text, Catch::StartsWith("第 2 行：" + path + " 应当是 " + key->expected + "，写的是"));
    }
  }
}

TEST_CASE("what no key is called is refused with its line, and the key that was perhaps meant") {
  struct Unknown {
    std::string text;
    std::string field;
    std::string hint;
  };
  const std::vector<Unknown> unknown{
      {"\nnwo = 1", "nwo", "是不是 now？"},
      {"[http]\nlisen = 1", "http.lisen", "是不是 http.listen？"},
      {"\nlisten = 1", "listen", "是不是 http.listen？"},
      {"[search]\nthreads = 1", "search.threads", "是不是 http.threads？"},
      {"\n[htp]\nlisten = 1", "htp", "是不是 [http]？"},
      {"\n[[http.cors]]", "http.cors", ""},
      {"[http]\nzzzzzz = 1", "http.zzzzzz", ""},
      {"\n\"http.threads\" = 1", "http.threads", "是不是 http.threads？"},
      {"\n\"\" = 1", "", ""},
      {"\n\"a\\u0007b\" = 1", "a\\u{7}b", ""},
  };
  for (const auto& [text, field, hint] : unknown) {
    const auto issue = only_issue(text);
    CHECK(issue.field == field);
    CHECK(issue.code == "unknown_key");
    CHECK(issue.hint == hint);
    CHECK_THAT(issue.text, Catch::StartsWith("第 2 行：没有这"));
  }
}

TEST_CASE("a section is no key, and a key no section") {
  CHECK(only_issue("ranking = 1").text == "第 1 行：ranking 是一节，应当写成 [ranking]");
  CHECK(only_issue("http = [1]").field == "http");
  CHECK(only_issue("[index]").field == "index");
  CHECK(only_issue("[http.threads]\na = 1").field == "http.threads");
}

TEST_CASE("mistakes are told from top to bottom, all of them") {
  Config config;
  const auto issues = apply_toml("nwo = 1\nindex = 2\n[http]\nthreads = 0\nbehind_proxy = 0\n[a]\nb = 1\n", config);
  std::vector<std::string> fields;
  for (const auto& issue : issues) fields.push_back(issue.field);
  CHECK(fields == std::vector<std::string>{"nwo", "index", "http.threads", "http.behind_proxy", "a"});
}

TEST_CASE("what is no TOML is told with its place") {
  const std::vector<std::pair<std::string, std::string>> texts{
      {"a =\n", "第 1 行：第 4 个字符起不合 TOML 的写法：“a =”"},
      {"\n[http\n", "第 2 行：第 6 个字符起不合 TOML 的写法：“[http”"},
      {"index = \"a\"\nindex = \"b\"", "第 2 行"},
      {"[http]\n[http]", "这个键或节前面已经写过"},
      {std::string(1, '\0'), "第 1 行"},
      {"index = \"a", "第 1 行"},
  };
  for (const auto& [text, message] : texts) {
    const auto issue = only_issue(text);
    CHECK(issue.code == "bad_syntax");
    CHECK_THAT(issue.text, Contains(message));
  }
}

TEST_CASE("a text made to exhaust the reader is refused, not read") {
  std::string dotted = "a";
  for (int i = 0; i < 200'000; ++i) dotted += ".a";
  std::string nested = "a = ";
  for (int i = 0; i < 100'000; ++i) nested += '[';
  for (const std::string& text : {dotted + " = 1", '[' + dotted + ']', nested, std::string(kMaxTomlBytes + 1, ' ')}) {
    Config config;
    CHECK(apply_toml(text, config).size() == 1);
  }
  CHECK(only_issue("# \xff").code == "bad_file");
  CHECK(only_issue("#\n#\n# \xff").text == "第 3 行：不是 UTF-8 文字");
}

TEST_CASE("an origin is what a browser sends: scheme, host, and a port that is not the scheme's own") {
  for (const char* origin : {"*", "https://a.cn", "http://localhost:5173", "https://a-b.example.cn:8443",
                             "http://127.0.0.1:1", "https://[::1]", "https://xn--fiq228c.cn"}) {
    INFO(origin);
    CHECK(is_cors_origin(origin));
  }
  for (const char* origin : {"",
                             "a.cn",
                             "//a.cn",
                             "https://",
                             "https://a.cn/",
                             "https://a.cn/b",
                             "https://a.cn?x",
                             "https://a.cn#x",
                             "https://A.cn",
                             "HTTPS://a.cn",
                             "ftp://a.cn",
                             "https://u@a.cn",
                             "https://a.cn:443",
                             "http://a.cn:80",
                             "https://a.cn:",
                             "https://a.cn:0",
                             "https://a.cn:080",
                             "https://a.cn:65536",
                             "https://家.cn",
                             "https://a.cn\r\nX: y",
                             "https://*.a.cn",
                             "null",
                             "https://[a]",
                             "https:// a.cn",
                             "https://.a"}) {
    INFO(origin);
    CHECK_FALSE(is_cors_origin(origin));
  }
}

}  // namespace doorstep
