#include "searchd/search/searcher.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include <xxhash.h>

#include "schema/index/index_layout.h"
#include "schema/text/labels.h"
#include "searchd/search/open_counter.h"
#include "searchd/search/query_corrector.h"
#include "searchd/search/search_run.h"

namespace doorstep::search {
namespace {

// A reader that met a damaged or vanished block is opened anew; a third failure is not bad luck.
constexpr int kAttempts = 3;
// Fewer matches than this, and what was typed may be a slip.
constexpr std::size_t kFew = 3;
constexpr std::size_t kCandidates = 8;
// Of candidates this much alike in cost the one that is open near by most often is meant.
constexpr double kSameCost = 0.05;
constexpr double kSure = 0.5;
// Initials stand for several words: one that is open near by half as often as the likeliest may be meant as well.
constexpr double kAlsoMeant = 0.5;
constexpr std::size_t kMostMeant = 3;
// What the hits of less likely meanings count for.
constexpr double kOfOthersMeant = 0.8;
// Fewer hits than a page, and it is told what lies farther away: within four times the radius, at least ten kilometres.
constexpr std::size_t kPage = 10;
constexpr double kWider = 4;
constexpr double kLeastWide_m = 10'000;
constexpr double kMostWide_m = 50'000;
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

void leave_out_narrower(QueryPlan& plan) {
  for (Conjunction& choice : plan.choices) {
    for (Concept& one : choice) {
      for (std::size_t i = one.terms.size(); i-- > 0;) {
        if (one.terms[i].front() != index::kNarrowerPrefix) continue;
        one.terms.erase(one.terms.begin() + static_cast<std::ptrdiff_t>(i));
        one.factors.erase(one.factors.begin() + static_cast<std::ptrdiff_t>(i));
      }
    }
  }
}

RankingProfile profile_of(const SearcherOptions& options) {
  RankingProfile profile = options.ranking;
  if (options.without.has(Ability::kPhrase)) profile.phrase = 0;
  return profile;
}

// Another reading of the query, which has found.
struct Tried {
  std::unique_ptr<SearchRun> run;
  QueryCandidate candidate;
  double value = 0;  // the more it finds, and the likelier its words are
};

bool is_among(const std::vector<std::string>& known, const std::string& one) {
  return !one.empty() && std::find(known.begin(), known.end(), one) != known.end();
}

// The best of them, which tells what it was corrected to; null if there is none. Initials take in the next best, if these are about
// as likely.
std::unique_ptr<SearchRun> likeliest(const std::string& typed, std::vector<Tried> tried) {
  if (tried.empty()) return nullptr;
  std::stable_sort(tried.begin(), tried.end(), [](const Tried& a, const Tried& b) { return a.value > b.value; });
  const Tried& best = tried.front();
  best.run->tell_correction({typed, best.candidate.query});
  std::vector<std::string> meant{best.run->reading().job};
  for (std::size_t i = 1; i < tried.size() && meant.size() < kMostMeant; ++i) {
    const Tried& other = tried[i];
    if (other.candidate.kind != TypedAs::kInitials || other.value < kAlsoMeant * best.value) break;
    if (const std::string& job = other.run->reading().job; !is_among(meant, job)) {
      best.run->also(*other.run, other.candidate.query, kOfOthersMeant);
      meant.push_back(job);
    }
  }
  return std::move(tried.front().run);
}

// Labels are kept by the usual names of what they mean.
void use_usual_names(const text::Language& language, Filters& filters) {
  for (std::vector<std::string>* labels : {&filters.employment_types, &filters.groups, &filters.welfare}) {
    std::vector<std::string> usual;
    for (const std::string& label : *labels) {
      for (std::string& name : text::usual_labels(language, label)) usual.push_back(std::move(name));
    }
    *labels = std::move(usual);
  }
}

bool is_latin(std::string_view word) { return !word.empty() && word.front() >= 'a' && word.front() <= 'z'; }

std::uint64_t hash_of(const RankingProfile& profile, Abilities without) {
  static_assert(std::is_trivially_copyable_v<RankingProfile> && sizeof(RankingProfile) % sizeof(double) == 0);
  return XXH3_64bits_withSeed(&profile, sizeof profile, without.bits);
}

}  // namespace

Searcher::Searcher(std::shared_ptr<const serving::Snapshot> snapshot, const text::Language& language,
                   const Typing& typing, const domain::Categories& categories, const base::Clock& clock,
                   const SearcherOptions& options)
    : snapshot_(std::move(snapshot)),
      language_(language),
      typing_(typing),
      categories_(categories),
      clock_(clock),
      ranking_(profile_of(options)),
      deadline_(options.deadline),
      without_(options.without),
      profile_hash_(hash_of(options.ranking, options.without)),
      epoch_(snapshot_->columns().lapses_at()),
      circles_(snapshot_->columns()),
      lists_(snapshot_->columns().rows(), options.keep_list_bytes),
      reader_(language, snapshot_->communities()) {}

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

QueryReading Searcher::read(std::string_view query, const SearchRequest& request) const {
  if (request.exact) return {};
  QueryReading reading;
  if (without_.has(Ability::kUnderstanding)) {
    reading.plan = plan_words(language_.analyzer, query);
    return reading;
  }
  const IgnoredParts jobs = without_.has(Ability::kConcepts) ? ignoring(Part::kJob) : IgnoredParts{0};
  reading = reader_.read(query, static_cast<IgnoredParts>(request.ignored | jobs));
  if (without_.has(Ability::kNarrower)) leave_out_narrower(reading.plan);
  return reading;
}

std::string Searcher::trade_of(const QueryReading& reading) const {
  if (without_.has(Ability::kTrade)) return {};
  const std::string trade = categories_.derive(reading.job);
  if (!reading.plan.unwanted.empty()) return trade;  // the whole text names the trade that is not wanted, too
  return trade.empty() ? categories_.derive(reading.plan.normalized) : trade;
}

base::Result<SearchResult> Searcher::search(const SearchRequest& asked) const {
  SearchRequest request = asked;
  use_usual_names(language_, request.filters);
  if (request.exact) request.collapse = false;  // exact shows postings as they are
  if (without_.has(Ability::kCopies)) request.collapse = false;
  std::optional<Cursor> after;
  if (!request.cursor.empty()) {
    after = decode_cursor(request.cursor);
    if (!after) return cursor_issue("bad_cursor", "不是有效的翻页标记");
    if (after->request != fingerprint(request)) return cursor_issue("cursor_mismatch", "翻页标记属于另一次搜索");
  }
  const base::Instant now = clock_.now();
  return with_database(snapshot_->databases(), [&](const Xapian::Database& database) {
    return base::Result<SearchResult>(answer(database, request, after, now));
  });
}

std::unique_ptr<SearchRun> Searcher::corrected(const Xapian::Database& database, const RunParts& parts,
                                               const SearchRequest& request, const QueryReading& reading,
                                               const SearchRun& run, const std::optional<Cursor>& after,
                                               base::Instant now, SearchTime& time) const {
  if (reading.unknown.empty() && !reading.has_remnants) return nullptr;  // names of things that are known are right
  const bool in_letters = std::any_of(reading.unknown.begin(), reading.unknown.end(),
                                      [](const auto& unknown) { return is_latin(unknown.text); });
  // Letters of a name (cs, hr) are also in many a text by chance.
  const std::size_t found = in_letters ? run.clear_matches() : run.matches();
  const bool is_doubtful = found >= kFew || reading.unknown.empty();
  if (is_doubtful && (in_letters || !reading.has_remnants)) return nullptr;
  std::vector<Tried> tried;
  for (QueryCandidate& candidate : query_candidates(typing_.vocabulary(), language_.concepts, reading, kCandidates)) {
    if (!tried.empty() && candidate.cost > tried.front().candidate.cost + (is_doubtful ? 0 : kSameCost)) break;
    // What was found is by chance where all of the query is hardly to be doubted the name of a job: 差车工 is 叉车工, no 车工.
    if (is_doubtful && !(candidate.is_one_name && candidate.cost <= kSure)) continue;
    QueryReading meant = read(candidate.query, request);
    const std::string trade = trade_of(meant);
    auto other = std::make_unique<SearchRun>(database, parts, request, std::move(meant), trade, after, now, time);
    other->find();
    const std::size_t finds = other->clear_matches();
    // Where nothing at all was found, a word that can hardly be another is taken even if there is none of it near by.
    const bool sure = (found == 0 || is_doubtful) && candidate.cost <= kSure && tried.empty();
    if (finds <= found && !sure && !is_doubtful) continue;
    const double value = candidate.likelihood * std::log2(1.0 + static_cast<double>(finds));
    tried.push_back({std::move(other), std::move(candidate), value});
  }
  return likeliest(request.query, std::move(tried));
}

SearchResult Searcher::answer(const Xapian::Database& database, const SearchRequest& request,
                              const std::optional<Cursor>& after, base::Instant now) const {
  const RunParts parts{*snapshot_, lists_, circles_, language_, ranking_, without_};
  SearchTime time(deadline_);
  const QueryReading reading = read(request.query, request);
  auto run = std::make_unique<SearchRun>(database, parts, request, reading, trade_of(reading), after, now, time);
  run->find();
  const bool may_correct = !request.exact && !is_ignored(request.ignored, Part::kCorrection) &&
                           !without_.has(Ability::kCorrection) && !without_.has(Ability::kUnderstanding);
  if (may_correct) {
    if (auto other = corrected(database, parts, request, reading, *run, after, now, time)) run = std::move(other);
  }
  const bool finds_few = run->matches() < kPage;  // of what was asked for, not of what is near it
  if (!without_.has(Ability::kRelaxation)) run->relax();
  SearchResult result = run->result();
  const double farthest_m = std::min(std::max(kWider * request.radius_m, kLeastWide_m), kMostWide_m);
  if ((finds_few || result.total < kPage) && !after && !request.exact && !run->is_several() &&
      farthest_m > request.radius_m) {
    SearchRequest wide = request;
    wide.radius_m = farthest_m;
    QueryReading reading_there = run->reading();
    reading_there.plan = anywhere(std::move(reading_there.plan));
    SearchRun wider(database, parts, wide, std::move(reading_there), {}, after, now, time);
    wider.find();
    result.beyond = wider.beyond(request.radius_m);
    result.beyond->within_m = wide.radius_m;
    if (time.was_too_short()) result.beyond.reset();  // what was not looked at may be nearer
  }
  return result;
}

const Suggester& Searcher::suggester() const {
  std::call_once(suggester_made_, [this] {
    suggester_ = with_database(snapshot_->databases(), [this](const Xapian::Database& database) {
      return std::make_unique<const Suggester>(
          language_, typing_, reader_, [&database](const std::string& term) { return database.get_termfreq(term); });
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
        suggester.suggest(asked.query, asked.limit, [&](const auto& concepts) { return counter.count(concepts); });
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
