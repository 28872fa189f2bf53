#include "tests/bench/floor/floor_service.h"

#include <algorithm>
#include <unordered_set>

#include "searchd/search/cursor.h"
#include "searchd/search/reasons.h"
#include "tests/bench/floor/matching.h"
#include "tests/bench/floor/page.h"

namespace doorstep::bench {
namespace {

using search::SearchResult;
using Time = std::chrono::steady_clock::time_point;

// Fewer hits than a page, and it is told what lies farther away, as search::Searcher does.
constexpr std::uint64_t kPage = 10;
constexpr double kWider = 4;
constexpr double kLeastWide_m = 10'000;
constexpr double kMostWide_m = 50'000;

class Search {
 public:
  Search(const CorpusInMemory& corpus, const text::Analyzer& analyzer, const search::RankingTables& tables,
         std::string_view trade, const search::SearchRequest& request, base::Instant now)
      : corpus_(corpus),
        request_(request),
        now_(now),
        hour_(std::chrono::floor<std::chrono::hours>(now)),
        plan_(search::plan_words(analyzer, request.query)),
        runs_(corpus.grid().runs(request.anchor.point, request.radius_m)),
        scoring_(corpus, tables, request, hour_, trade),
        admission_(corpus, scoring_, request.filters, now),
        matching_(corpus, scoring_, admission_, runs_),
        page_(corpus, scoring_, request) {}

  search::Beyond beyond(double inner_m) const {
    search::Beyond beyond{.count = 0, .nearest_m = 0, .within_m = request_.radius_m};
    std::unordered_set<std::uint32_t> seen;
    const auto count = [&](const Found& found) {
      const double distance_m = scoring_.metres(found.chord2);
      if (distance_m <= inner_m || found.pay_unknown) return;
      const std::uint32_t group = corpus_.rows()[found.row].copy_group;
      if (request_.collapse && group != index::kNoCopies && !seen.insert(group).second) return;
      beyond.nearest_m = beyond.count == 0 ? distance_m : std::min(beyond.nearest_m, distance_m);
      ++beyond.count;
    };
    if (plan_.choices.empty()) {
      browse(count);
    } else {
      for (const Found& one : find()) count(one);
    }
    return beyond;
  }

  SearchResult run(Time begin) {
    const Time planned = std::chrono::steady_clock::now();
    Time matched = planned;
    if (plan_.choices.empty()) {
      browse([this](const Found& one) { page_.add(one); });
    } else {
      const std::vector<Found> found = find();
      matched = std::chrono::steady_clock::now();
      for (const Found& one : found) page_.add(one);
    }
    page_.finish();
    const Time ranked = std::chrono::steady_clock::now();
    fill();
    result_.times = {planned - begin, matched - planned, ranked - matched, std::chrono::steady_clock::now() - ranked};
    return std::move(result_);
  }

 private:
  template <typename Use>
  void browse(Use use) const {
    Found found;
    for (const RowRun& run : runs_) {
      for (std::uint32_t row = run.begin; row < run.end; ++row) {
        if (admission_.admit(row, found)) use(found);
      }
    }
  }

  // Words of which none is known for a name are not asked less strictly, however few have all of them.
  std::vector<Found> find() const { return matching_.words(plan_); }

  void fill() {
    result_.total = page_.total();
    result_.facets = page_.facets();
    const bool asked =
        std::find(request_.facets.begin(), request_.facets.end(), search::Facet::kPayUnknown) != request_.facets.end();
    if (asked || request_.filters.pay_min) result_.pay_unknown = page_.pay_unknown();
    const std::vector<std::vector<search::WordHits>> words = words_of_best();
    for (std::size_t i = 0; i < page_.best().size(); ++i) result_.hits.push_back(hit(page_.best()[i], words[i]));
    if (page_.total() <= page_.best().size()) return;
    const Ranked& last = page_.best().back();
    result_.next_cursor = search::encode_cursor(
        {search::fingerprint(request_), hour_, last.key, last.chord2, corpus_.posting(last.row).id});
  }

  // By which words each row of the page was found: those of the choice that earns it most.
  std::vector<std::vector<search::WordHits>> words_of_best() const {
    std::vector<std::vector<search::WordHits>> words(page_.best().size());
    std::vector<double> best(words.size(), 0.0);
    for (const search::Conjunction& choice : plan_.choices) {
      const std::vector<FoundConcept> found = matching_.find(choice);
      for (std::size_t i = 0; i < words.size(); ++i) keep_better(found, page_.best()[i].row, words[i], best[i]);
    }
    return words;
  }

  void keep_better(const std::vector<FoundConcept>& choice, std::uint32_t row, std::vector<search::WordHits>& words,
                   double& best) const {
    std::vector<search::WordHits> here;
    double text = 0;
    for (const FoundConcept& one : choice) {
      ListCursor at(one.list);
      const std::uint32_t hits = at.seek(row) ? at.hits() : 0;
      if (hits == 0 && one.looked_for->required) return;
      here.push_back({one.looked_for->word, one.share, hits});
      text += scoring_.text(one.share, hits, row);
    }
    if (text <= best) return;
    best = text;
    words = std::move(here);
  }

  search::Hit hit(const Ranked& ranked, const std::vector<search::WordHits>& words) {
    const Row& row = corpus_.rows()[ranked.row];
    search::Hit hit;
    hit.posting = corpus_.posting(ranked.row);
    hit.distance_m = scoring_.metres(ranked.chord2);
    const double accuracy_m = hit.posting.place ? hit.posting.place->accuracy_m : 0;
    hit.near_edge = accuracy_m > 0 && hit.distance_m + accuracy_m > request_.radius_m;
    hit.score = ranked.text + scoring_.surroundings(row, ranked.chord2);
    for (const std::uint32_t copy : page_.copies_of(ranked)) {
      const domain::Posting& posting = corpus_.posting(copy);
      hit.sources.push_back({posting.id, posting.source, posting.community_id});
    }
    hit.why = search::reasons_for(hit, hit.posting.title, words, scoring_.in_trade(row), request_, now_);
    return hit;
  }

  const CorpusInMemory& corpus_;
  const search::SearchRequest& request_;
  base::Instant now_;
  base::Instant hour_;
  search::QueryPlan plan_;
  std::vector<RowRun> runs_;
  Scoring scoring_;
  Admission admission_;
  Matching matching_;
  PageBuilder page_;
  SearchResult result_;
};

}  // namespace

base::Result<SearchResult> FloorService::search(const search::SearchRequest& request) const {
  if (!request.cursor.empty() || request.exact) {
    return base::Issue{base::Issue::Severity::kError, request.exact ? "exact" : "cursor", "unsupported",
                       "对照程序只回答按词搜索的第一页", "去掉这个参数"};
  }
  const Time begin = std::chrono::steady_clock::now();
  const std::string trade = categories_.derive(analyzer_.normalizer().normalize(request.query));
  const base::Instant now = clock_.now();
  SearchResult result = Search(corpus_, analyzer_, ranking_, trade, request, now).run(begin);
  if (result.total < kPage) {
    search::SearchRequest wide = request;
    wide.radius_m = std::min(std::max(kWider * request.radius_m, kLeastWide_m), kMostWide_m);
    result.beyond = Search(corpus_, analyzer_, ranking_, {}, wide, now).beyond(request.radius_m);
  }
  return result;
}

std::optional<domain::Posting> FloorService::posting(std::string_view id) const {
  const domain::Posting* found = corpus_.find(id);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

search::IndexState FloorService::state() const {
  const index::Manifest& manifest = corpus_.snapshot().manifest();
  return {corpus_.snapshot().generation(), manifest.built_at, manifest.postings, manifest.format_version,
          manifest.analyzer_version};
}

std::uint64_t FloorService::epoch() const {
  return static_cast<std::uint64_t>(std::chrono::floor<std::chrono::hours>(clock_.now()).time_since_epoch().count());
}

}  // namespace doorstep::bench
