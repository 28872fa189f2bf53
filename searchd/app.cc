#include "searchd/app.h"

#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <memory>
#include <ostream>
#include <string_view>
#include <thread>

#include <fmt/format.h>

#include "schema/base/log.h"
#include "schema/text/language.h"
#include "searchd/config_values.h"
#include "searchd/http/access_log.h"
#include "searchd/http/http_server.h"
#include "searchd/http/routes.h"
#include "searchd/index/snapshot.h"
#include "searchd/ops/generation_keeper.h"
#include "searchd/ops/metrics.h"
#include "searchd/search/searcher.h"

namespace doorstep {
namespace {

// Probes and people at a terminal, not the public.
constexpr int kAdminThreads = 2;

std::unique_ptr<base::Clock> make_clock(const Config& config) {
  if (config.now) return std::make_unique<base::FixedClock>(*config.now);
  return std::make_unique<base::SystemClock>();
}

// The signals the daemon obeys, kept from every thread so that one can wait for them.
class Signals {
 public:
  Signals() {
    sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    // A client that hangs up mid-answer is no reason to die.
    std::signal(SIGPIPE, SIG_IGN);
  }

  // Until one of those that end the daemon.
  template <typename OnHangUp>
  void wait_for_end(OnHangUp on_hang_up) const {
    for (;;) {
      int signal = 0;
      sigwait(&set_, &signal);
      if (signal != SIGHUP) return;
      on_hang_up();
    }
  }

 private:
  sigset_t set_{};
};

using Handle = http::HttpResponse (http::Routes::*)(const http::HttpRequest&) const;

std::unique_ptr<http::HttpServer> listen(const ListenAddress& address, http::PoolLimits pool,
                                         const http::Routes& routes, Handle handle) {
  http::HttpServerOptions options;
  options.host = address.host;
  options.port = address.port;
  options.pool = pool;
  options.on_refusal = [&routes](std::string_view code, const http::HttpRequest& request,
                                 http::HttpResponse& response) { routes.note_refusal(code, request, response); };
  auto server = std::make_unique<http::HttpServer>(
      std::move(options), [&routes, handle](const http::HttpRequest& request) { return (routes.*handle)(request); });
  server->bind();
  return server;
}

http::PoolLimits pool_limits(const Config& config) {
  return {.threads = config.threads, .max_waiting = config.queue_length, .max_wait = config.queue_wait};
}

http::RoutesOptions routes_options(const Config& config) {
  return {.front = config.behind_proxy ? http::Front::kProxy : http::Front::kNone,
          .cors = {.origins = config.cors_origins},
          .rate_limit = {.requests = config.rate_limit.requests, .window = config.rate_limit.window},
          .gzip_min_bytes = config.gzip_min_bytes};
}

// A server on a thread of its own. If it fails, the daemon is told to end, and join() says why.
class ServingThread {
 public:
  explicit ServingThread(http::HttpServer& server)
      : thread_([this, &server] {
          try {
            server.serve();
          } catch (...) {
            failure_ = std::current_exception();
            ::kill(::getpid(), SIGTERM);
          }
        }) {}

  void join() {
    thread_.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  std::exception_ptr failure_;  // before the thread, which may set it at once
  std::thread thread_;
};

std::unique_ptr<http::HttpServer> listen_for_admin(const Config& config, const http::Routes& routes) {
  http::PoolLimits pool;
  pool.threads = kAdminThreads;
  const Handle handle = &http::Routes::handle_admin;
  if (config.admin_listen) return listen(*config.admin_listen, pool, routes, handle);
  try {
    return listen(kDefaultAdmin, pool, routes, handle);
  } catch (const http::BindError&) {
    return listen({kDefaultAdmin.host, 0}, pool, routes, handle);
  }
}

}  // namespace

void run_daemon(const Config& config, std::ostream& log) {
  std::weak_ptr<const search::Searcher> latest;
  run_daemon(config, log, [&latest](std::shared_ptr<const serving::Snapshot> snapshot, const EngineParts& with) {
    auto searcher = std::make_shared<const search::Searcher>(std::move(snapshot), with.language, with.typing,
                                                             with.categories, with.clock, with.options);
    searcher->prepare_suggestions();
    if (const auto before = latest.lock()) searcher->read_ahead(*before);
    latest = searcher;
    return searcher;
  });
}

void run_daemon(const Config& config, std::ostream& log, const MakeEngine& make_engine) {
  const Signals signals;
  const std::unique_ptr<base::Clock> clock = make_clock(config);
  const text::Language language;
  const search::Typing typing(language);
  const domain::Categories categories = domain::built_in_categories();
  const search::SearcherOptions searching{.ranking = config.ranking,
                                          .deadline = config.search_deadline,
                                          .keep_list_bytes = std::size_t{config.keep_list_mb} << 20U,
                                          .without = config.without};
  base::LineLog lines(log);
  ops::GenerationKeeper keeper(
      config.index, {text::kAnalyzerVersion, language.fingerprint()},
      [&](std::shared_ptr<const serving::Snapshot> snapshot) {
        return make_engine(std::move(snapshot), {language, typing, categories, *clock, searching});
      },
      {.poll_interval = config.poll_interval, .scrub_share = config.scrub_share}, lines);
  malloc_trim(0);  // building what is known of words took much more than it keeps
  http::AccessLog access_log(lines);
  ops::Metrics metrics(http::program_version());
  const http::Routes routes(keeper, *clock, access_log, metrics, routes_options(config));
  const auto main_server = listen(config.listen, pool_limits(config), routes, &http::Routes::handle);
  const auto admin_server = listen_for_admin(config, routes);
  metrics.set_sources({.index = [&] { return keeper.current()->state(); },
                       .health = [&] { return keeper.health(); },
                       .lists = [&] { return keeper.current()->list_use(); },
                       .queue = [&] { return main_server->queue(); }});
  const auto state = keeper.current()->state();
  lines.write(
      fmt::format(R"({{"event":"listening","address":"{}","admin_address":"{}","generation":"{}","postings":{}}})",
                  format_listen_address({config.listen.host, main_server->port()}),
                  format_listen_address({config.admin_listen.value_or(kDefaultAdmin).host, admin_server->port()}),
                  state.generation, state.postings));
  ServingThread serving(*main_server);
  ServingThread serving_admin(*admin_server);
  signals.wait_for_end([&keeper] { keeper.look_now(); });
  main_server->stop();
  admin_server->stop();
  serving.join();
  serving_admin.join();
}

}  // namespace doorstep
