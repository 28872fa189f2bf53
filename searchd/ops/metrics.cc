#include "searchd/ops/metrics.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "searchd/ops/process_usage.h"

namespace doorstep::ops {
namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;

// The closed lists that labels are out of. What is not in its list is counted as kOther: nothing that a caller hands on,
// by mistake or from the net, makes series without end or shows up in a label.
constexpr std::string_view kOther = "other";
constexpr std::array<std::string_view, 12> kRoutes = {"/v1/postings",
                                                      "/v1/postings/{id}",
                                                      "/v1/suggest",
                                                      "/v1/communities",
                                                      "/v1/communities/{id}",
                                                      "/livez",
                                                      "/readyz",
                                                      "/version",
                                                      "/openapi.json",
                                                      "/metrics",
                                                      "unknown",
                                                      "refused"};
constexpr std::array kStatuses = {200, 204, 206, 304, 400, 403, 404, 405, 406, 408, 411, 412,
                                  413, 414, 415, 416, 417, 429, 431, 500, 501, 503, 505};
constexpr std::array<std::string_view, 7> kStages = {"parse", "plan", "match", "rank", "build", "write", "compress"};
constexpr std::array<std::string_view, 2> kRelaxations = {"any_word", "any_part"};
constexpr std::array<std::string_view, 2> kShedReasons = {"queue", "rate"};
constexpr std::array<std::string_view, 36> kProblems = {"invalid_parameters",
                                                        "bad_request",
                                                        "body_not_allowed",
                                                        "not_found",
                                                        "posting_not_found",
                                                        "community_not_found",
                                                        "method_not_allowed",
                                                        "request_timeout",
                                                        "length_required",
                                                        "uri_too_long",
                                                        "unsupported_encoding",
                                                        "headers_too_large",
                                                        "internal",
                                                        "overloaded",
                                                        "unavailable",
                                                        "not_ready",
                                                        "index_damaged",
                                                        "rate_limited",
                                                        "unknown_parameter",
                                                        "missing",
                                                        "repeated",
                                                        "empty",
                                                        "too_long",
                                                        "too_many",
                                                        "not_an_integer",
                                                        "not_a_number",
                                                        "not_a_boolean",
                                                        "out_of_range",
                                                        "unknown_value",
                                                        "bad_community_id",
                                                        "unknown_community",
                                                        "anchor_missing",
                                                        "anchor_twice",
                                                        "outside_china",
                                                        "bad_cursor",
                                                        "cursor_mismatch"};

// A stage takes from some microseconds (a rare word) to the deadline of 100 ms.
const Buckets& stage_buckets() {
  static const Buckets kBuckets{20e-6, 50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3};
  return kBuckets;
}

// A whole answer may also wait, be given by a slow disk or miss its deadline.
const Buckets& answer_buckets() {
  static const Buckets kBuckets{50e-6, 100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 0.25, 1};
  return kBuckets;
}

const Buckets& result_buckets() {
  static const Buckets kBuckets{0, 1, 10, 100, 1'000, 10'000, 100'000, 1'000'000};
  return kBuckets;
}

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

// Where `value` stands in its closed list; one behind the last: not in it.
template <typename T, std::size_t n>
std::size_t place_in(const std::array<T, n>& list, const T& value) {
  return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

// The series of one label out of a closed list, all of them there (and 0) from the start: what has not happened yet can be
// told from what is not measured.
template <typename Metric, std::size_t n>
class Series {
 public:
  template <typename... Args>
  Series(prometheus::Family<Metric>& family, const char* label, const std::array<std::string_view, n>& names,
         const Args&... args)
      : names_(names) {
    for (std::size_t i = 0; i < n; ++i) metrics_[i] = &family.Add({{label, std::string(names[i])}}, args...);
    metrics_[n] = &family.Add({{label, std::string(kOther)}}, args...);
  }

  Metric& operator[](std::string_view name) const { return *metrics_[place_in(names_, name)]; }

 private:
  const std::array<std::string_view, n>& names_;
  std::array<Metric*, n + 1> metrics_{};
};

// Answers by route and status. A series appears with its first answer: most routes never give most statuses.
class ResponseCounters {
 public:
  explicit ResponseCounters(prometheus::Family<prometheus::Counter>& family) : family_(family) {}

  prometheus::Counter& at(std::string_view route, int status) {
    const std::size_t row = place_in(kRoutes, route);
    const std::size_t column = place_in(kStatuses, status);
    auto& slot = counters_[row][column];
    if (auto* known = slot.load(std::memory_order_acquire)) return *known;
    const std::string status_name = column < kStatuses.size() ? std::to_string(status) : std::string(kOther);
    const std::string route_name(row < kRoutes.size() ? route : kOther);
    // Two threads that come here at once are handed the same counter.
    auto& counter = family_.Add({{"route", route_name}, {"status", status_name}});
    slot.store(&counter, std::memory_order_release);
    return counter;
  }

 private:
  prometheus::Family<prometheus::Counter>& family_;
  std::array<std::array<std::atomic<prometheus::Counter*>, kStatuses.size() + 1>, kRoutes.size() + 1> counters_{};
};

// Families whose values are somebody else's: made anew for each reading.
class Readings {
 public:
  void gauge(const char* name, const char* help, double value) { add(name, help, value, {}); }
  void info(const char* name, const char* help, const char* label, std::string text) {
    add(name, help, 1, {{label, std::move(text)}});
  }
  void counter(const char* name, const char* help, double value) {
    prometheus::ClientMetric metric;
    metric.counter.value = value;
    families_.push_back({name, help, prometheus::MetricType::Counter, {metric}});
  }
  std::vector<prometheus::MetricFamily> take() && { return std::move(families_); }

 private:
  void add(const char* name, const char* help, double value, std::vector<prometheus::ClientMetric::Label> labels) {
    prometheus::ClientMetric metric;
    metric.gauge.value = value;
    metric.label = std::move(labels);
    families_.push_back({name, help, prometheus::MetricType::Gauge, {metric}});
  }

  std::vector<prometheus::MetricFamily> families_;
};

double number(bool yes) { return yes ? 1 : 0; }
double number(std::uint64_t value) { return static_cast<double>(value); }

void read_index(const search::IndexState& state, Readings& readings) {
  readings.info("doorstep_index_info", "The generation in service", "generation", state.generation);
  readings.gauge("doorstep_index_postings", "Postings of the generation in service", number(state.postings));
  readings.gauge("doorstep_index_built_timestamp_seconds", "When the generation in service was built",
                 static_cast<double>(state.as_of.time_since_epoch().count()));
}

// Of the generation in service: they begin anew with the next one.
void read_lists(const search::ListUse& lists, Readings& readings) {
  readings.gauge("doorstep_lists_kept_bytes", "Memory for posting lists that were read, about",
                 number(lists.kept_bytes));
  readings.counter("doorstep_lists_kept_total", "Stretches of posting lists that were kept when a search needed them",
                   number(lists.kept));
  readings.counter("doorstep_lists_read_total", "Stretches of posting lists that had to be read of the index",
                   number(lists.read));
}

void read_health(const search::IndexHealth& health, Readings& readings) {
  readings.counter("doorstep_index_switches_total", "Changes to another generation", number(health.switches));
  readings.counter("doorstep_index_rejections_total", "Generations that were not taken into service",
                   number(health.rejections));
  readings.gauge("doorstep_index_rejected", "1 while a generation is known that is not served though CURRENT named it",
                 number(health.rejected.has_value()));
  readings.gauge("doorstep_index_proven", "1 if each file of the generation in service was compared with its SHA-256",
                 number(health.proven));
  readings.gauge("doorstep_index_damaged", "1 if the generation in service is damaged and there is no other",
                 number(health.damaged));
  readings.counter("doorstep_index_scrubbed_bytes_total", "Bytes of the index compared with their SHA-256",
                   number(health.scrubbed_bytes));
  readings.counter("doorstep_index_scrubs_total", "Whole passes over the files of a generation", number(health.scrubs));
}

void read_queue(const QueueState& queue, Readings& readings) {
  readings.gauge("doorstep_queue_waiting", "Connections that wait for a thread", number(queue.waiting));
  readings.gauge("doorstep_queue_busy", "Threads that serve a connection", number(queue.busy));
  readings.gauge("doorstep_queue_threads", "Threads that serve connections", number(queue.threads));
}

void read_process(Readings& readings) {
  const ProcessUsage usage = process_usage();
  readings.gauge("process_resident_memory_bytes", "Resident memory, mapped files included",
                 number(usage.resident_bytes));
  readings.gauge("doorstep_process_own_memory_bytes", "Resident memory without mapped files", number(usage.own_bytes));
  readings.counter("process_cpu_seconds_total", "User and system CPU time", usage.cpu_seconds);
  readings.gauge("process_start_time_seconds", "When the process started, since 1970", usage.start_time_seconds);
  readings.gauge("process_open_fds", "Open file descriptors", number(usage.open_fds));
}

}  // namespace

struct Metrics::Families {
  explicit Families(std::string_view running) : version(running) {}

  prometheus::Family<prometheus::Counter>& counters(const char* name, const char* help) {
    return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  }
  prometheus::Counter& counter(const char* name, const char* help) { return counters(name, help).Add({}); }
  prometheus::Family<prometheus::Histogram>& histograms(const char* name, const char* help) {
    return prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
  }

  std::string version;
  MetricSources sources;
  prometheus::Registry registry;  // before all that lives in it

  ResponseCounters responses{counters("doorstep_http_responses_total", "Answers by route and status")};
  prometheus::Counter& response_bytes =
      counter("doorstep_http_response_bytes_total", "Bytes of the bodies of answers, as sent");
  Series<prometheus::Histogram, kRoutes.size()> response_seconds{
      histograms("doorstep_http_seconds", "From a request read to its answer made"), "route", kRoutes,
      answer_buckets()};
  Series<prometheus::Histogram, kStages.size()> stage_seconds{
      histograms("doorstep_search_stage_seconds", "Stages of a search"), "stage", kStages, stage_buckets()};
  prometheus::Histogram& search_seconds =
      histograms("doorstep_search_seconds", "All stages of a search together").Add({}, answer_buckets());
  prometheus::Histogram& search_results =
      histograms("doorstep_search_results", "Postings or vacancies that a search found").Add({}, result_buckets());
  prometheus::Counter& searches = counter("doorstep_searches_total", "Searches answered");
  prometheus::Counter& searches_without_result =
      counter("doorstep_searches_without_result_total", "Searches that found nothing");
  prometheus::Counter& searches_cut_short =
      counter("doorstep_searches_cut_short_total", "Searches that reached their deadline before their end");
  Series<prometheus::Counter, kRelaxations.size()> relaxations{
      counters("doorstep_search_relaxations_total", "Searches widened, by how"), "code", kRelaxations};
  Series<prometheus::Counter, kShedReasons.size()> shed{counters("doorstep_shed_total", "Requests turned away, by why"),
                                                        "reason", kShedReasons};
  Series<prometheus::Counter, kProblems.size()> problems{
      counters("doorstep_problems_total", "Answers that told a problem, by its kind"), "problem", kProblems};
};

Metrics::Metrics(std::string_view version) : families_(std::make_unique<Families>(version)) {}
Metrics::~Metrics() = default;

void Metrics::set_sources(MetricSources sources) { families_->sources = std::move(sources); }

void Metrics::count_response(std::string_view route, int status, std::size_t body_bytes,
                             std::chrono::nanoseconds took) {
  families_->responses.at(route, status).Increment();
  families_->response_bytes.Increment(static_cast<double>(body_bytes));
  families_->response_seconds[route].Observe(seconds(took));
}

void Metrics::count_search(const search::SearchResult& result, const HttpStageTimes& times) {
  Families& to = *families_;
  const std::array<std::pair<std::string_view, std::chrono::nanoseconds>, kStages.size()> stages{
      {{"parse", times.parse},
       {"plan", result.times.plan},
       {"match", result.times.match},
       {"rank", result.times.rank},
       {"build", result.times.build},
       {"write", times.write},
       {"compress", times.compress}}};
  std::chrono::nanoseconds sum{0};
  for (const auto& [stage, time] : stages) {
    sum += time;
    const bool skipped = stage == "compress" && time.count() == 0;
    if (!skipped) to.stage_seconds[stage].Observe(seconds(time));
  }
  to.search_seconds.Observe(seconds(sum));
  to.search_results.Observe(number(result.total));
  to.searches.Increment();
  if (result.total == 0) to.searches_without_result.Increment();
  if (!result.total_is_exact) to.searches_cut_short.Increment();
  for (const auto& relaxation : result.relaxed) to.relaxations[relaxation.code].Increment();
}

void Metrics::count_shed(std::string_view reason) { families_->shed[reason].Increment(); }

void Metrics::count_problem(std::string_view metric) { families_->problems[metric].Increment(); }

std::string Metrics::text() const {
  Readings readings;
  readings.info("doorstep_build_info", "The running program", "version", families_->version);
  const MetricSources& sources = families_->sources;
  if (sources.index) read_index(sources.index(), readings);
  if (sources.health) read_health(sources.health(), readings);
  if (sources.lists) read_lists(sources.lists(), readings);
  if (sources.queue) read_queue(sources.queue(), readings);
  read_process(readings);
  const prometheus::TextSerializer serializer;
  return serializer.Serialize(families_->registry.Collect()) + serializer.Serialize(std::move(readings).take());
}

}  // namespace doorstep::ops
