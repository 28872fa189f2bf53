#include "searchd/search/searcher.h"

#include <algorithm>
#include <type_traits>

#include <xxhash.h>

#include "schema/index/index_layout.h"
#include "searchd/search/collector.h"
#include "searchd/search/hit_builder.h"
#include "searchd/search/matcher.h"
#include "searchd/search/open_counter.h"
#include "searchd/search/reasons.h"

namespace doorstep::search {
namespace {

// A reader that met a damaged or vanished block is opened anew; a third failure is not bad luck.
constexpr int kAttempts = 3;
// Under a page of hits a query of several words is asked less strictly, too.
constexpr std::size_t kTooFew = 10;
// Of what was asked of the generation before: 50 µs a circle, 20 ns a posting.
constexpr std::size_t kCirclesAhead = 1000;
constexpr std::size_t kWordsAhead = 4000;
constexpr std::chrono::milliseconds kListsAhead{150};
// Bytes; the schema admits no longer one.
constexpr std::size_t kLongestId = 240;

base::Issue cursor_issue(std::string code, std::string text) {
  return {base::Issue::Severity::kError, "cursor", std::move(code), std::move(text),
          "原样使用上一页返回的 next_cursor，其余条件不变；或去掉 cursor 从第一页开始"};
}

// The whole of one search on one database handle.
class Search {
 public:
  Search(const Xapian::Database& database, const serving::Snapshot& snapshot, const PostingLists& lists,
         const text::Analyzer& analyzer, const CircleCache& circles, const RankingTables& tables,
         std::string_view trade, const SearchRequest& request, const std::optional<Cursor>& after, base::Instant now,
         std::chrono::milliseconds budget)
      : analyzer_(analyzer),
        request_(request),
        after_(after),
        hour_(after ? after->hour : std::chrono::floor<std::chrono::hours>(now)),
        circle_(snapshot.columns(), request.anchor.point, request.radius_m,
                circles.rows(request.anchor.point, request.radius_m)),
        filter_(snapshot.columns(), request.filters, now),
        ranking_(tables, snapshot.columns(), request, hour_, static_cast<double>(snapshot.manifest().average_length),
                 trade),
        time_(budget),
        matcher_(database, lists, snapshot.texts(), circle_, filter_, ranking_, time_),
        // Days are counted from the whole hour: an answer is the same throughout its epoch.
        hits_(snapshot, circle_, ranking_, request, std::chrono::floor<std::chrono::hours>(now)),
        columns_(snapshot.columns()),
        texts_(snapshot.texts()) {}

  SearchResult run() {
    Page page = collect();
    const auto ranked = SteadyClock::now();
    result_.total = page.total;
    result_.total_is_exact = !time_.was_too_short();
    result_.facets = std::move(page.facets);
    const bool asked =
        std::find(request_.facets.begin(), request_.facets.end(), Facet::kPayUnknown) != request_.facets.end();
    if (asked || request_.filters.pay_min) result_.pay_unknown = page.pay_unknown;
    result_.hits = hits_.build(page, words_of(page));
    if (page.more) result_.next_cursor = cursor_after(page.rows.back());
    result_.times = {planned_ - begun_, matched_ - planned_, ranked - matched_, SteadyClock::now() - ranked};
    return std::move(result_);
  }

 private:
  using SteadyClock = std::chrono::steady_clock;

  Page collect() {
    std::vector<Match> matches;
    const bool everything = request_.exact ? find_exact(matches) : find_words(matches);
    matched_ = SteadyClock::now();
    Collector collector(columns_, texts_, circle_, ranking_, request_, resumed(matches));
    if (everything) matcher_.each([&collector](const Match& match) { collector.add(match); });
    for (const Match& match : matches) collector.add(match);
    return collector.finish();
  }

  // The cursor as it stands in this generation. In another one than it was given out by, words weigh a little more or
  // less, so that every score has moved: the last hit shown says where to go on, if it is still there.
  std::optional<Cursor> resumed(const std::vector<Match>& matches) const {
    if (!after_ || request_.sort != Sort::kRelevance) return after_;
    const auto last = std::find_if(matches.begin(), matches.end(), [this](const Match& match) {
      return match.chord2 == after_->chord2 && texts_.row(match.row).id == after_->id;
    });
    if (last == matches.end()) return after_;
    Cursor moved = *after_;
    moved.key = last->text + ranking_.surroundings(last->row, circle_.metres(last->chord2));
    return moved;
  }

  // True: nothing is asked for but what lies in the circle, which is not listed here.
  bool find_words(std::vector<Match>& matches) {
    const QueryPlan plan = plan_words(analyzer_, request_.query);
    planned_ = SteadyClock::now();
    if (plan.choices.empty()) return true;
    choices_ = plan.choices;
    matches = matcher_.words(plan);
    if (matches.size() >= kTooFew) return false;
    for (const RelaxedPlan& relaxed : relaxed_plans(plan)) {
      if (relaxed.last_resort && !matches.empty()) break;
      std::vector<Match> more = matcher_.any_of(relaxed.concepts, relaxed.least_share);
      if (more.size() <= matches.size()) continue;  // what was found already, found again
      result_.relaxed.push_back({relaxed.code, matches.empty() ? relaxed.text : relaxed.text_beside_hits});
      choices_.push_back(relaxed.concepts);
      for (Concept& one : choices_.back()) one.required = false;
      matches = merged(std::move(matches), std::move(more));
      break;
    }
    return false;
  }

  bool find_exact(std::vector<Match>& matches) {
    ExactPlan plan = plan_exact(analyzer_, request_.query);
    planned_ = SteadyClock::now();
    if (plan.substrings.empty()) return true;
    matches = matcher_.exact(plan);
    substrings_ = std::move(plan.substrings);
    return false;
  }

  // For each row of the page the words it was found by.
  std::vector<std::vector<WordHits>> words_of(const Page& page) const {
    std::vector<std::vector<WordHits>> words(page.rows.size());
    const double share = substrings_.empty() ? 0.0 : 1.0 / static_cast<double>(substrings_.size());
    for (std::size_t i = 0; i < page.rows.size(); ++i) {
      for (const std::string& substring : substrings_) {
        words[i].push_back({substring, share, matcher_.exact_hits(substring, page.rows[i].row)});
      }
    }
    std::vector<double> best(page.rows.size(), -1.0);  // a weight may be 0
    for (const Conjunction& choice : choices_) keep_better_choice(choice, page, words, best);
    return words;
  }

  // A row's text is that of the choice which earns it most, of those whose required concepts it has: as when it was found.
  void keep_better_choice(const Conjunction& choice, const Page& page, std::vector<std::vector<WordHits>>& words,
                          std::vector<double>& best) const {
    std::vector<std::vector<WordHits>> here(page.rows.size());
    std::vector<bool> complete(page.rows.size(), true);
    for (const WeighedConcept& one : matcher_.weigh(choice)) {
      const std::vector<std::uint32_t> hits = hits_in_page_order(one.looked_for, page);
      for (std::size_t i = 0; i < hits.size(); ++i) {
        here[i].push_back({one.looked_for.word, one.share, hits[i]});
        if (one.looked_for.required && hits[i] == 0) complete[i] = false;
      }
    }
    for (std::size_t i = 0; i < here.size(); ++i) {
      double text = 0;
      for (const WordHits& word : here[i]) text += ranking_.text(word.share, word.hits, page.rows[i].row);
      if (!complete[i] || text <= best[i]) continue;
      best[i] = text;
      words[i] = std::move(here[i]);
    }
  }

  // A posting list is read forwards only, a page is in order of rank.
  std::vector<std::uint32_t> hits_in_page_order(const Concept& looked_for, const Page& page) const {
    std::vector<std::uint32_t> rows;
    for (const RankedRow& row : page.rows) rows.push_back(row.row);
    std::sort(rows.begin(), rows.end());
    const std::vector<std::uint32_t> by_row = matcher_.hits_of(looked_for, rows);
    std::vector<std::uint32_t> in_page_order;
    for (const RankedRow& row : page.rows) {
      const auto at = std::lower_bound(rows.begin(), rows.end(), row.row) - rows.begin();
      in_page_order.push_back(by_row[static_cast<std::size_t>(at)]);
    }
    return in_page_order;
  }

  std::string cursor_after(const RankedRow& last) const {
    return encode_cursor({fingerprint(request_), hour_, last.key, last.chord2, std::string(texts_.row(last.row).id)});
  }

  SteadyClock::time_point begun_ = SteadyClock::now();
  SteadyClock::time_point planned_;
  SteadyClock::time_point matched_;
  const text::Analyzer& analyzer_;
  const SearchRequest& request_;
  const std::optional<Cursor>& after_;
  base::Instant hour_;
  Circle circle_;
  RowFilter filter_;
  Ranking ranking_;
  SearchTime time_;
  Matcher matcher_;
  HitBuilder hits_;
  const index::Columns& columns_;
  const index::Texts& texts_;
  std::vector<Conjunction> choices_;     // what the hits were found by
  std::vector<std::string> substrings_;  // the same for exact
  SearchResult result_;
};

// Runs `read` on a handle, again on a new one when the database fails.
template <typename Read>
auto with_database(serving::DatabasePool& databases, Read read) {
  for (int attempt = 1;; ++attempt) {
    try {
      auto lease = databases.lease();
      try {
        return read(lease.database());
      } catch (const Xapian::Error&) {
        lease.discard();
        throw;
      }
    } catch (const Xapian::Error& error) {
      if (attempt == kAttempts) throw Unavailable(error.get_description());
    }
  }
}

std::uint64_t hash_of(const RankingProfile& profile) {
  static_assert(std::is_trivially_copyable_v<RankingProfile> && sizeof(RankingProfile) % sizeof(double) == 0);
  return XXH3_64bits(&profile, sizeof profile);
}

}  // namespace

Searcher::Searcher(std::shared_ptr<const serving::Snapshot> snapshot, const text::Analyzer& analyzer,
                   const domain::Categories& categories, const base::Clock& clock, const SearcherOptions& options)
    : snapshot_(std::move(snapshot)),
      analyzer_(analyzer),
      categories_(categories),
      clock_(clock),
      ranking_(options.ranking),
      deadline_(options.deadline),
      profile_hash_(hash_of(options.ranking)),
      epoch_(snapshot_->columns().lapses_at()),
      circles_(snapshot_->columns()),
      lists_(snapshot_->columns().rows(), options.keep_list_bytes) {}

void Searcher::read_ahead(const Searcher& before) const {
  for (const CircleCache::Key& circle : before.circles_.known(kCirclesAhead))
    circles_.rows(circle.centre, circle.radius_m);
  Deadline deadline(kListsAhead);
  const std::uint32_t rows = snapshot_->columns().rows();
  with_database(snapshot_->databases(), [&](const Xapian::Database& database) {
    for (PostingLists::Asked& word : before.lists_.asked(kWordsAhead)) {
      // Of two generations a place has nearly the same rows.
      std::sort(word.ranges.begin(), word.ranges.end(), [](RowRange a, RowRange b) { return a.begin < b.begin; });
      while (!word.ranges.empty() && word.ranges.back().begin >= rows) word.ranges.pop_back();
      if (!word.ranges.empty()) word.ranges.back().end = std::min(word.ranges.back().end, rows);
      lists_.blocks(database, {word.term, lists_.frequency(database, word.term), word.ranges}, deadline);
      if (deadline.passed()) break;
    }
    return true;
  });
}

base::Result<SearchResult> Searcher::search(const SearchRequest& asked) const {
  SearchRequest request = asked;
  if (request.exact) request.collapse = false;  // exact shows postings as they are
  std::optional<Cursor> after;
  if (!request.cursor.empty()) {
    after = decode_cursor(request.cursor);
    if (!after) return cursor_issue("bad_cursor", "不是有效的翻页标记");
    if (after->request != fingerprint(request)) return cursor_issue("cursor_mismatch", "翻页标记属于另一次搜索");
  }
  const std::string trade = categories_.derive(analyzer_.normalizer().normalize(request.query));
  const base::Instant now = clock_.now();
  return with_database(snapshot_->databases(), [&](const Xapian::Database& database) {
    return base::Result<SearchResult>(
        Search(database, *snapshot_, lists_, analyzer_, circles_, ranking_, trade, request, after, now, deadline_)
            .run());
  });
}

const Suggester& Searcher::suggester() const {
  std::call_once(suggester_made_, [this] {
    suggester_ = with_database(snapshot_->databases(), [this](const Xapian::Database& database) {
      return std::make_unique<const Suggester>(
          analyzer_, categories_, communities().communities(),
          [&database](const std::string& word) { return database.get_termfreq(index::word_term(word)); });
    });
  });
  return *suggester_;
}

SuggestResult Searcher::suggest(const SuggestRequest& asked) const {
  const Suggester& suggester = this->suggester();
  const index::Columns& columns = snapshot_->columns();
  const Circle circle(columns, asked.anchor.point, asked.radius_m, circles_.rows(asked.anchor.point, asked.radius_m));
  const RowFilter live(columns, {}, clock_.now());
  return with_database(snapshot_->databases(), [&](const Xapian::Database& database) {
    Deadline deadline(deadline_);
    const OpenCounter counter(database, lists_, columns, circle, live, deadline);
    SuggestResult result;
    result.suggestions =
        suggester.suggest(asked.query, asked.limit, [&](const auto& words) { return counter.count(words); });
    result.counts_are_exact = !deadline.has_passed();
    return result;
  });
}

std::optional<domain::Posting> Searcher::posting(std::string_view id) const {
  if (id.empty() || id.size() > kLongestId || id.find('\0') != std::string_view::npos) return std::nullopt;
  return with_database(snapshot_->databases(), [&](const Xapian::Database& database) -> std::optional<domain::Posting> {
    const std::string term = index::id_term(id);
    const auto found = database.postlist_begin(term);
    if (found == database.postlist_end(term)) return std::nullopt;
    return read_posting(snapshot_->postings(), *found - 1);
  });
}

IndexState Searcher::state() const {
  const index::Manifest& manifest = snapshot_->manifest();
  return {snapshot_->generation(), manifest.built_at, manifest.postings, manifest.format_version,
          manifest.analyzer_version};
}

std::uint64_t Searcher::epoch() const { return epoch_.at(clock_.now()) ^ profile_hash_; }

}  // namespace doorstep::search
