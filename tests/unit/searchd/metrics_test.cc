#include "searchd/ops/metrics.h"

#include <catch2/catch.hpp>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <sstream>
#include <thread>

#include "searchd/http/problem.h"
#include "searchd/http/routes.h"

namespace doorstep::ops {
namespace {

using namespace std::chrono_literals;

// A reader of the text format 0.0.4 that refuses whatever a strict scraper may.
class Exposition {
 public:
  explicit Exposition(const std::string& text) {
    REQUIRE(text.ends_with('\n'));
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) read(line);
    for (const auto& [name, type] : types_) {
      if (type == "histogram") check_histograms(name);
    }
  }

  // Of the series written exactly so, labels in the order of their names.
  double operator[](const std::string& series) const {
    INFO(series);
    REQUIRE(samples_.count(series) == 1);
    return samples_.at(series);
  }
  bool has(const std::string& series) const { return samples_.count(series) == 1; }
  std::size_t size() const { return samples_.size(); }
  const std::map<std::string, std::string>& types() const { return types_; }

 private:
  void read(const std::string& line) {
    INFO(line);
    if (line.starts_with("# HELP ")) {
      family_ = line.substr(7, line.find(' ', 7) - 7);
      REQUIRE(families_.insert(family_).second);
      REQUIRE(line.size() > 7 + family_.size() + 1);
    } else if (line.starts_with("# TYPE ")) {
      REQUIRE(line.substr(7, family_.size() + 1) == family_ + ' ');
      const std::string type = line.substr(7 + family_.size() + 1);
      REQUIRE((type == "counter" || type == "gauge" || type == "histogram"));
      REQUIRE(types_.emplace(family_, type).second);
      REQUIRE(family_.ends_with("_total") == (type == "counter"));
    } else {
      read_sample(line);
    }
  }

  void read_sample(const std::string& line) {
    const std::size_t space = line.rfind(' ');
    REQUIRE(space != std::string::npos);
    const std::string series = line.substr(0, space);
    const std::string name = series.substr(0, series.find('{'));
    REQUIRE(types_.count(family_) == 1);
    if (types_[family_] == "histogram") {
      REQUIRE((name == family_ + "_bucket" || name == family_ + "_sum" || name == family_ + "_count"));
    } else {
      REQUIRE(name == family_);
    }
    std::size_t read = 0;
    const double value = std::stod(line.substr(space + 1), &read);
    REQUIRE(read == line.size() - space - 1);
    REQUIRE(samples_.emplace(series, value).second);
    order_.push_back(series);
  }

  // Buckets stand together, by rising bound, each counting those before it; the last is +Inf and counts all.
  void check_histograms(const std::string& name) const {
    double bound = -std::numeric_limits<double>::infinity();
    double below = 0;
    for (const std::string& series : order_) {
      if (!series.starts_with(name + "_bucket{")) continue;
      INFO(series);
      const std::size_t le = series.find("le=\"");
      REQUIRE(le != std::string::npos);
      const double here = std::stod(series.substr(le + 4));
      REQUIRE(here > bound);
      REQUIRE(samples_.at(series) >= below);
      bound = here;
      below = samples_.at(series);
      if (!std::isinf(here)) continue;
      const std::string labels = series.substr(name.size() + 8, le - name.size() - 8);
      const std::string of = labels.empty() ? "" : "{" + labels.substr(0, labels.size() - 1) + "}";
      REQUIRE(samples_.at(name + "_count" + of) == below);
      REQUIRE(samples_.count(name + "_sum" + of) == 1);
      bound = -std::numeric_limits<double>::infinity();
      below = 0;
    }
    REQUIRE(below == 0);
  }

  std::string family_;
  std::set<std::string> families_;
  std::map<std::string, std::string> types_;
  std::map<std::string, double> samples_;
  std::vector<std::string> order_;
};

search::SearchResult found(std::uint64_t total) {
  search::SearchResult result;
  result.total = total;
  result.times = {.plan = 30us, .match = 300us, .rank = 40us, .build = 3ms};
  return result;
}

const HttpStageTimes kHttpTimes{.parse = 10us, .write = 60us, .compress = 0ns};

}  // namespace

TEST_CASE("what was never counted is there and 0") {
  const Metrics metrics("1.2.3");
  const Exposition told(metrics.text());

  CHECK(told["doorstep_build_info{version=\"1.2.3\"}"] == 1);
  CHECK(told["doorstep_searches_total"] == 0);
  CHECK(told["doorstep_searches_without_result_total"] == 0);
  CHECK(told["doorstep_searches_cut_short_total"] == 0);
  CHECK(told["doorstep_shed_total{reason=\"queue\"}"] == 0);
  CHECK(told["doorstep_shed_total{reason=\"rate\"}"] == 0);
  CHECK(told["doorstep_search_relaxations_total{code=\"any_word\"}"] == 0);
  CHECK(told["doorstep_problems_total{problem=\"internal\"}"] == 0);
  CHECK(told["doorstep_search_stage_seconds_count{stage=\"match\"}"] == 0);
}

TEST_CASE("answers are counted by route and status, with their bytes and time") {
  Metrics metrics("1");
  metrics.count_response("/v1/postings", 200, 1000, 700us);
  metrics.count_response("/v1/postings", 200, 500, 3ms);
  metrics.count_response("/v1/postings", 503, 100, 1us);
  metrics.count_response("unknown", 404, 50, 2us);
  metrics.count_response("refused", 431, 50, 0us);
  const Exposition told(metrics.text());

  CHECK(told["doorstep_http_responses_total{route=\"/v1/postings\",status=\"200\"}"] == 2);
  CHECK(told["doorstep_http_responses_total{route=\"/v1/postings\",status=\"503\"}"] == 1);
  CHECK(told["doorstep_http_responses_total{route=\"unknown\",status=\"404\"}"] == 1);
  CHECK(told["doorstep_http_responses_total{route=\"refused\",status=\"431\"}"] == 1);
  CHECK_FALSE(told.has("doorstep_http_responses_total{route=\"/v1/postings\",status=\"404\"}"));
  CHECK(told["doorstep_http_response_bytes_total"] == 1700);
  CHECK(told["doorstep_http_seconds_count{route=\"/v1/postings\"}"] == 3);
  CHECK(told["doorstep_http_seconds_bucket{route=\"/v1/postings\",le=\"0.001\"}"] == 2);
  CHECK(told["doorstep_http_seconds_bucket{route=\"/v1/postings\",le=\"0.005\"}"] == 3);
  CHECK(told["doorstep_http_seconds_sum{route=\"/v1/postings\"}"] == Approx(0.003701));
}

TEST_CASE("a search is counted with its stages, its results and what was done to find them") {
  Metrics metrics("1");
  auto relaxed = found(7);
  relaxed.relaxed = {{"any_word", "没有同时符合的"}, {"any_part", "字面相近的"}};
  auto cut_short = found(20'000);
  cut_short.total_is_exact = false;
  metrics.count_search(found(0), kHttpTimes);
  metrics.count_search(relaxed, {.parse = 10us, .write = 60us, .compress = 200us});
  metrics.count_search(cut_short, kHttpTimes);
  const Exposition told(metrics.text());

  CHECK(told["doorstep_searches_total"] == 3);
  CHECK(told["doorstep_searches_without_result_total"] == 1);
  CHECK(told["doorstep_searches_cut_short_total"] == 1);
  CHECK(told["doorstep_search_relaxations_total{code=\"any_word\"}"] == 1);
  CHECK(told["doorstep_search_relaxations_total{code=\"any_part\"}"] == 1);
  CHECK(told["doorstep_search_results_bucket{le=\"0\"}"] == 1);
  CHECK(told["doorstep_search_results_bucket{le=\"10\"}"] == 2);
  CHECK(told["doorstep_search_results_bucket{le=\"10000\"}"] == 2);
  CHECK(told["doorstep_search_results_bucket{le=\"100000\"}"] == 3);
  CHECK(told["doorstep_search_seconds_count"] == 3);
  CHECK(told["doorstep_search_seconds_sum"] == Approx(3 * 3.44e-3 + 0.2e-3));
  for (const auto& [stage, sum] : std::map<std::string, double>{{"parse", 30e-6},
                                                                {"plan", 90e-6},
                                                                {"match", 900e-6},
                                                                {"rank", 120e-6},
                                                                {"build", 9e-3},
                                                                {"write", 180e-6}}) {
    CHECK(told["doorstep_search_stage_seconds_count{stage=\"" + stage + "\"}"] == 3);
    CHECK(told["doorstep_search_stage_seconds_sum{stage=\"" + stage + "\"}"] == Approx(sum));
  }
  CHECK(told["doorstep_search_stage_seconds_bucket{stage=\"parse\",le=\"2e-05\"}"] == 3);
  CHECK(told["doorstep_search_stage_seconds_bucket{stage=\"build\",le=\"0.002\"}"] == 0);
  CHECK(told["doorstep_search_stage_seconds_bucket{stage=\"build\",le=\"0.1\"}"] == 3);
}

TEST_CASE("an answer that was not compressed is no compression of no time") {
  Metrics metrics("1");
  metrics.count_search(found(1), kHttpTimes);
  metrics.count_search(found(1), {.parse = 10us, .write = 60us, .compress = 200us});

  CHECK(Exposition(metrics.text())["doorstep_search_stage_seconds_count{stage=\"compress\"}"] == 1);
}

TEST_CASE("what is in no list is counted as other, and makes no series of its own") {
  Metrics metrics("1");
  const auto count_strangers = [&metrics](int salt) {
    const std::string typed = "/v1/保洁 \"" + std::to_string(salt) + "\n";
    auto result = found(1);
    result.relaxed = {{typed, ""}};
    metrics.count_response(typed, 1000 + salt, 1, 1us);
    metrics.count_search(result, kHttpTimes);
    metrics.count_shed(typed);
    metrics.count_problem(typed);
  };
  count_strangers(0);
  const std::size_t after_one = Exposition(metrics.text()).size();
  for (int salt = 1; salt < 500; ++salt) count_strangers(salt);
  const Exposition told(metrics.text());

  CHECK(told.size() == after_one);
  CHECK(metrics.text().find("保洁") == std::string::npos);
  CHECK(told["doorstep_http_responses_total{route=\"other\",status=\"other\"}"] == 500);
  CHECK(told["doorstep_http_seconds_count{route=\"other\"}"] == 500);
  CHECK(told["doorstep_search_relaxations_total{code=\"other\"}"] == 500);
  CHECK(told["doorstep_shed_total{reason=\"other\"}"] == 500);
  CHECK(told["doorstep_problems_total{problem=\"other\"}"] == 500);
}

TEST_CASE("every route, and every problem, has its own series") {
  Metrics metrics("1");
  for (const auto route : http::Routes::patterns()) {
    INFO("add it to the closed list in metrics.cc: " << route);
    metrics.count_response(route, 200, 0, 1us);
    CHECK(Exposition(metrics.text())
              .has("doorstep_http_responses_total{route=\"" + std::string(route) + "\",status=\"200\"}"));
  }
  for (const auto& kind : http::error_kinds()) {
    INFO("add it to the closed lists in metrics.cc: " << kind.metric << ", " << kind.status);
    metrics.count_problem(kind.metric);
    metrics.count_response("unknown", kind.status, 0, 1us);
    const Exposition told(metrics.text());
    CHECK(told["doorstep_problems_total{problem=\"" + std::string(kind.metric) + "\"}"] > 0);
    CHECK(told["doorstep_http_responses_total{route=\"unknown\",status=\"" + std::to_string(kind.status) + "\"}"] > 0);
  }
}

TEST_CASE("the index and the queue are asked whenever metrics are read; what has no source is left out") {
  Metrics metrics("1");
  const Exposition before(metrics.text());
  CHECK(before.types().count("doorstep_index_info") == 0);
  CHECK(before.types().count("doorstep_index_proven") == 0);
  CHECK(before.types().count("doorstep_queue_waiting") == 0);
  CHECK(before.types().count("doorstep_lists_kept_total") == 0);

  search::IndexState state{.generation = "g1", .as_of = base::Instant{1'700'000'000s}, .postings = 1'000'000};
  search::IndexHealth health;
  metrics.set_sources({.index = [&state] { return state; },
                       .health = [&health] { return health; },
                       .lists = [] { return search::ListUse{.kept_bytes = 1000, .kept = 3, .read = 2}; },
                       .queue = [] { return QueueState{.waiting = 3, .busy = 2, .threads = 32}; }});
  const Exposition first(metrics.text());
  CHECK(first["doorstep_index_info{generation=\"g1\"}"] == 1);
  CHECK(first["doorstep_index_postings"] == 1'000'000);
  CHECK(first["doorstep_index_built_timestamp_seconds"] == 1'700'000'000);
  CHECK(first["doorstep_index_proven"] == 0);
  CHECK(first["doorstep_index_damaged"] == 0);
  CHECK(first["doorstep_index_rejected"] == 0);
  CHECK(first["doorstep_queue_waiting"] == 3);
  CHECK(first["doorstep_queue_busy"] == 2);
  CHECK(first["doorstep_queue_threads"] == 32);

  state.generation = "g2";
  health = {.proven = true,
            .damaged = true,
            .rejected = search::RejectedGeneration{"g3", "columns.bin"},
            .switches = 1,
            .rejections = 2,
            .scrubbed_bytes = 5'000'000'000,
            .scrubs = 4};
  const Exposition second(metrics.text());
  CHECK(second["doorstep_index_info{generation=\"g2\"}"] == 1);
  CHECK_FALSE(second.has("doorstep_index_info{generation=\"g1\"}"));
  CHECK(second["doorstep_lists_kept_bytes"] == 1000);
  CHECK(second["doorstep_lists_kept_total"] == 3);
  CHECK(second["doorstep_lists_read_total"] == 2);
  CHECK(second["doorstep_index_proven"] == 1);
  CHECK(second["doorstep_index_damaged"] == 1);
  CHECK(second["doorstep_index_rejected"] == 1);
  CHECK(second["doorstep_index_switches_total"] == 1);
  CHECK(second["doorstep_index_rejections_total"] == 2);
  CHECK(second["doorstep_index_scrubbed_bytes_total"] == 5'000'000'000);
  CHECK(second["doorstep_index_scrubs_total"] == 4);
}

TEST_CASE("the process tells its memory, time and files") {
  const Metrics metrics("1");
  const Exposition before(metrics.text());
  CHECK(before["process_resident_memory_bytes"] > 1e6);
  CHECK(before["doorstep_process_own_memory_bytes"] > 1e5);
  CHECK(before["doorstep_process_own_memory_bytes"] < before["process_resident_memory_bytes"]);
  // After this was written, and not after a clock that ticks on.
  CHECK(before["process_start_time_seconds"] > 1.6e9);
  CHECK(before["process_start_time_seconds"] <=
        std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count() + 1);

  const int file = ::dup(0);
  REQUIRE(file >= 0);
  const Exposition with_one_more(metrics.text());
  ::close(file);
  CHECK(with_one_more["process_open_fds"] == before["process_open_fds"] + 1);

  while (Exposition(metrics.text())["process_cpu_seconds_total"] <= before["process_cpu_seconds_total"]) {
  }
}

TEST_CASE("nothing is lost when many threads count while others read") {
  Metrics metrics("1");
  constexpr int kThreads = 4;
  constexpr int kEach = 2000;
  constexpr int kOfEachStatus = kThreads * kEach / 2;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&metrics] {
      for (int n = 0; n < kEach; ++n) {
        metrics.count_response("/v1/postings", n % 2 == 0 ? 200 : 304, 10, 100us);
        metrics.count_search(found(5), kHttpTimes);
      }
    });
  }
  for (int i = 0; i < 20; ++i) CHECK_FALSE(metrics.text().empty());
  for (auto& thread : threads) thread.join();
  const Exposition told(metrics.text());

  CHECK(told["doorstep_http_responses_total{route=\"/v1/postings\",status=\"200\"}"] == kOfEachStatus);
  CHECK(told["doorstep_http_responses_total{route=\"/v1/postings\",status=\"304\"}"] == kOfEachStatus);
  CHECK(told["doorstep_http_response_bytes_total"] == kThreads * kEach * 10);
  CHECK(told["doorstep_searches_total"] == kThreads * kEach);
  CHECK(told["doorstep_search_stage_seconds_count{stage=\"match\"}"] == kThreads * kEach);
}

}  // namespace doorstep::ops
