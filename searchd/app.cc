#include "searchd/app.h"

#include <unistd.h>

#include <csignal>
#include <exception>
#include <memory>
#include <ostream>
#include <thread>

#include <fmt/format.h>

#include "schema/text/analyzer.h"
#include "schema/text/lexicon.h"
#include "searchd/http/access_log.h"
#include "searchd/http/http_server.h"
#include "searchd/http/routes.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/searcher.h"

namespace doorstep {
namespace {

// Probes and people at a terminal, not the public.
constexpr int kAdminThreads = 2;

std::unique_ptr<base::Clock> make_clock(const Config& config) {
  if (config.now) return std::make_unique<base::FixedClock>(*config.now);
  return std::make_unique<base::SystemClock>();
}

// The signals that end the daemon, kept from every thread so that one can wait for them.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    for (const int signal : {SIGTERM, SIGINT}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    // A client that hangs up mid-answer is no reason to die; nor is a closed terminal.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGHUP, SIG_IGN);
  }
  void wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
  }

 private:
  sigset_t set_{};
};

std::unique_ptr<http::HttpServer> listen(const ListenAddress& address, http::PoolLimits pool,
                                         const http::Routes& routes) {
  http::HttpServerOptions options;
  options.host = address.host;
  options.port = address.port;
  options.pool = pool;
  options.on_refusal = [&routes](const http::HttpResponse& response) { routes.log_refusal(response); };
  auto server = std::make_unique<http::HttpServer>(
      std::move(options), [&routes](const http::HttpRequest& request) { return routes.handle(request); });
  server->bind();
  return server;
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
  if (config.admin_listen) return listen(*config.admin_listen, pool, routes);
  try {
    return listen(kDefaultAdmin, pool, routes);
  } catch (const http::BindError&) {
    return listen({kDefaultAdmin.host, 0}, pool, routes);
  }
}

}  // namespace

void run_daemon(const Config& config, std::ostream& log) {
  const EndSignals end;
  const std::unique_ptr<base::Clock> clock = make_clock(config);
  const text::Lexicon lexicon = text::built_in_lexicon();
  const domain::Categories categories = domain::built_in_categories();
  const text::Normalizer normalizer;
  const text::Analyzer analyzer(normalizer, lexicon);
  const search::Searcher searcher(
      serving::Snapshot::open_current(config.index, text::kAnalyzerVersion, lexicon.fingerprint()), analyzer,
      categories, *clock, {.deadline = config.search_deadline});
  http::AccessLog access_log(log);
  const http::Routes routes(searcher, *clock, access_log);
  const auto main_server = listen(config.listen, {}, routes);
  const auto admin_server = listen_for_admin(config, routes);
  log << fmt::format(
             R"({{"event":"listening","address":"{}:{}","admin_address":"{}:{}","generation":"{}","postings":{}}})",
             config.listen.host, main_server->port(), config.admin_listen.value_or(kDefaultAdmin).host,
             admin_server->port(), searcher.state().generation, searcher.state().postings)
      << std::endl;
  ServingThread serving(*main_server);
  ServingThread serving_admin(*admin_server);
  end.wait();
  main_server->stop();
  admin_server->stop();
  serving.join();
  serving_admin.join();
}

}  // namespace doorstep
