#pragma once

// What the daemon tells of itself, in the text format of Prometheus. No label holds anything a person typed: only names out
// of closed lists.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "searchd/search/result.h"
#include "searchd/search/service.h"

namespace doorstep::ops {

// The line in front of the threads that answer.
struct QueueState {
  std::size_t waiting = 0;  // connections in line
  std::size_t busy = 0;     // threads that serve a connection
  std::size_t threads = 0;
};

// Asked when metrics are read. Called by any thread.
struct MetricSources {
  std::function<search::IndexState()> index;
  std::function<search::IndexHealth()> health;
  std::function<search::ListUse()> lists;
  std::function<QueueState()> queue;
};

// Stages of a search beside those of search::StageTimes.
struct HttpStageTimes {
  std::chrono::nanoseconds parse{0};     // parameters into a SearchRequest
  std::chrono::nanoseconds write{0};     // the result as JSON
  std::chrono::nanoseconds compress{0};  // 0: not compressed
};

// Thread-safe.
class Metrics {
 public:
  explicit Metrics(std::string_view version);
  ~Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;

  // Before the first text(); what is not set is left out.
  void set_sources(MetricSources sources);

  // Every answer: `route` as in the route table, or "unknown", or "refused" for one given unread.
  void count_response(std::string_view route, int status, std::size_t body_bytes, std::chrono::nanoseconds took);

  // A search that was answered with a result.
  void count_search(const search::SearchResult& result, const HttpStageTimes& times);

  // A request turned away by a limit or by overload: reason is "queue", "rate".
  void count_shed(std::string_view reason);

  // An answer with a problem, by its metric name (problem.h).
  void count_problem(std::string_view metric);

  // The exposition, "text/plain; version=0.0.4".
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace doorstep::ops
