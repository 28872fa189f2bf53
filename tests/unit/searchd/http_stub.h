#pragma once

// An engine that answers what a test tells it to, and routes over it.

#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "searchd/http/routes.h"
#include "searchd/search/service.h"

namespace doorstep::test {

inline constexpr std::string_view kSanlian = "340104001001";

inline std::vector<domain::Community> two_communities() {
  return {{.id = std::string(kSanlian),
           .name = "三里庵社区居委会",
           .street = "三里庵街道",
           .district = "蜀山区",
           .centre = {31.85, 117.25},
           .accuracy_m = 800},
          {.id = "340103002001",
           .name = "逍遥津社区居委会",
           .street = "逍遥津街道",
           .district = "庐阳区",
           .centre = {31.87, 117.3},
           .accuracy_m = 2000}};
}

class StubService final : public search::SearchService {
 public:
  using Search = std::function<base::Result<search::SearchResult>(const search::SearchRequest&)>;

  explicit StubService(Search search = [](const auto&) { return search::SearchResult{}; })
      : search_(std::move(search)) {}

  base::Result<search::SearchResult> search(const search::SearchRequest& request) const override {
    return search_(request);
  }
  search::SuggestResult suggest(const search::SuggestRequest& request) const override {
    suggested = request;
    return suggestions;
  }
  std::optional<domain::Posting> posting(std::string_view id) const override {
    for (const auto& posting : postings) {
      if (posting.id == id) return posting;
    }
    return std::nullopt;
  }
  const domain::Gazetteer& communities() const override { return gazetteer_; }
  search::IndexState state() const override { return index; }
  search::ListUse list_use() const override { return {}; }
  std::uint64_t epoch() const override { return now_epoch; }

  mutable search::SuggestRequest suggested;  // the latest
  search::SuggestResult suggestions;
  std::uint64_t now_epoch = 1;
  std::vector<domain::Posting> postings;
  search::IndexState index{.generation = "g7",
                           .as_of = *base::parse_instant("2026-03-01T08:00:00+08:00"),
                           .format_version = 4,
                           .analyzer_version = 5};

 private:
  Search search_;
  domain::Gazetteer gazetteer_{two_communities()};
};

// Always the same engine; the test keeps it.
class StubSource final : public search::ServiceSource {
 public:
  explicit StubSource(const search::SearchService& service) : service_(service) {}

  std::shared_ptr<const search::SearchService> current() const override {
    return {std::shared_ptr<const void>(), &service_};
  }
  search::IndexHealth health() const override { return index_health; }

  search::IndexHealth index_health;

 private:
  const search::SearchService& service_;
};

// Value of a header; nullopt: absent. Two of one name are a mistake.
inline std::optional<std::string> header(const http::HttpResponse& response, std::string_view name) {
  std::optional<std::string> value;
  for (const auto& [known, text] : response.headers) {
    if (known == name) value = value ? "twice" : text;
  }
  return value;
}

struct World {
  explicit World(
      StubService::Search search = [](const auto&) { return search::SearchResult{}; }, http::RoutesOptions options = {})
      : service(std::move(search)), routes(source, clock, log, metrics, std::move(options)) {}

  http::HttpResponse get(std::vector<std::string> path, http::Query query = {}, http::RequestHeaders headers = {}) {
    return routes.handle({.path = std::move(path), .query = std::move(query), .headers = std::move(headers)});
  }

  StubService service;
  base::FixedClock clock{*base::parse_instant("2026-03-02T10:00:00+08:00")};
  std::ostringstream log_text;
  base::LineLog lines{log_text};
  http::AccessLog log{lines};
  StubSource source{service};
  ops::Metrics metrics{"0"};
  http::Routes routes;
};

}  // namespace doorstep::test
