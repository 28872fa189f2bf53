#pragma once

// An engine that answers what a test tells it to, and remembers what it was asked.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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
  std::optional<domain::Posting> posting(std::string_view id) const override {
    for (const auto& posting : postings) {
      if (posting.id == id) return posting;
    }
    return std::nullopt;
  }
  const domain::Gazetteer& communities() const override { return gazetteer_; }
  search::IndexState state() const override { return index; }

  std::vector<domain::Posting> postings;
  search::IndexState index{.generation = "g7",
                           .as_of = *base::parse_instant("2026-03-01T08:00:00+08:00"),
                           .format_version = 3,
                           .analyzer_version = 5};

 private:
  Search search_;
  domain::Gazetteer gazetteer_{two_communities()};
};

}  // namespace doorstep::test
