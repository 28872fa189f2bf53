#include "searchd/search/search_run.h"

#include <algorithm>
#include <unordered_set>

#include "schema/index/index_layout.h"
#include "searchd/search/reasons.h"

namespace doorstep::search {

using index::FieldHits;

namespace {

// Under a page of hits a query of several words is asked less strictly, too.
constexpr std::size_t kTooFew = 10;

SearchRequest with_wishes(const SearchRequest& asked, const QueryReading& reading) {
  SearchRequest request = asked;
  // What is said outright counts before what was read out of words.
  if (!request.filters.pay_min) request.filters.pay_min = reading.filters.pay_min;
  if (!request.filters.pay_max) request.filters.pay_max = reading.filters.pay_max;
  if (!request.filters.pay_unit) request.filters.pay_unit = reading.filters.pay_unit;
  if (!request.filters.age) request.filters.age = reading.filters.age;
  if (!request.sort) request.sort = reading.sort;
  return request;
}

}  // namespace

SearchRun::SearchRun(const Xapian::Database& database, const RunParts& parts, const SearchRequest& asked,
                     QueryReading reading, std::string_view trade, const std::optional<Cursor>& after,
                     base::Instant now, SearchTime& time)
    : parts_(parts),
      asked_(asked),
      reading_(std::move(reading)),
      request_(with_wishes(asked, reading_)),
      after_(after),
      hour_(after ? after->hour : std::chrono::floor<std::chrono::hours>(now)),
      circle_(parts.snapshot.columns(), request_.anchor.point, request_.radius_m,
              parts.circles.rows(request_.anchor.point, request_.radius_m)),
      filter_(parts.snapshot.columns(), request_.filters, now),
      ranking_(parts.tables, parts.snapshot.columns(), request_, hour_,
               static_cast<double>(parts.snapshot.manifest().average_length), trade),
      time_(time),
      matcher_(database, parts.lists, parts.snapshot.texts(), circle_, filter_, ranking_, time_),
      // Days are counted from the whole hour: an answer is the same throughout its epoch.
      hits_(parts.snapshot, circle_, ranking_, request_, std::chrono::floor<std::chrono::hours>(now)),
      columns_(parts.snapshot.columns()),
      texts_(parts.snapshot.texts()) {}

std::vector<Match> SearchRun::matches_of(const QueryPlan& plan) const {
  std::vector<Match> matches = plan.choices.empty() ? matcher_.all() : matcher_.words(plan);
  if (plan.rest_too) matches = merged(std::move(matches), matcher_.all());
  matcher_.remove(plan.unwanted, parts_.language.function_words, matches);
  return matches;
}

std::size_t SearchRun::find() {
  planned_ = SteadyClock::now();
  if (request_.exact) {
    find_exact();
  } else if (reading_.plan.choices.empty() && reading_.plan.unwanted.empty()) {
    everything_ = true;
  } else {
    matches_ = matches_of(reading_.plan);
    choices_ = reading_.plan.choices;
    if (reading_.sort && request_.sort == reading_.sort) keep_clear_ones();
  }
  matched_ = SteadyClock::now();
  return matches();
}

std::size_t SearchRun::clear_matches() const {
  if (everything_) return columns_.rows();
  const double clear = parts_.tables.profile.text * parts_.tables.profile.worth.title / 2;
  return static_cast<std::size_t>(
      std::count_if(matches_.begin(), matches_.end(), [clear](const Match& match) { return match.text >= clear; }));
}

// By any order but relevance a mere mention would come as high as the work itself.
void SearchRun::keep_clear_ones() {
  constexpr double kClear = 0.5;
  double best = 0;
  for (const Match& match : matches_) best = std::max(best, match.text);
  const auto unclear = [best](const Match& match) { return match.text < kClear * best; };
  matches_.erase(std::remove_if(matches_.begin(), matches_.end(), unclear), matches_.end());
}

void SearchRun::find_exact() {
  ExactPlan plan = plan_exact(parts_.language.analyzer, request_.query);
  everything_ = plan.substrings.empty();
  if (everything_) return;
  matches_ = matcher_.exact(plan);
  substrings_ = std::move(plan.substrings);
}

void SearchRun::also(const SearchRun& other, const std::string& query, double weight) {
  std::vector<Match> matches = other.matches_;
  for (Match& match : matches) match.text *= weight;
  matches_ = merged(std::move(matches_), std::move(matches));
  is_several_ = true;
  for (const Conjunction& choice : other.choices_) choices_.push_back(weakened(choice, weight));
  reading_.understood.insert(reading_.understood.end(), other.reading_.understood.begin(),
                             other.reading_.understood.end());
  result_.corrected->to.append("、").append(query);
}

void SearchRun::relax() {
  if (everything_ || request_.exact || matches_.size() >= kTooFew) return;
  for (const RelaxedPlan& relaxed : relaxed_plans(reading_.plan)) {
    if (matches_.size() >= relaxed.only_below) continue;
    std::vector<Match> more = relaxed.least_share < 1.0
                                  ? matcher_.any_of(relaxed.concepts, relaxed.least_share)
                                  : matcher_.words({reading_.plan.normalized, {relaxed.concepts}, {}});
    matcher_.remove(reading_.plan.unwanted, parts_.language.function_words, more);
    if (relaxed.is_wider) drop_mentions_of_kin(relaxed.concepts, more);
    if (more.size() <= matches_.size()) continue;  // what was found already, found again
    const auto is_same_step = [&relaxed](const auto& told) { return told.code == relaxed.code; };
    if (!relaxed.is_wider || std::none_of(result_.relaxed.begin(), result_.relaxed.end(), is_same_step)) {
      result_.relaxed.push_back({relaxed.code, matches_.empty() ? relaxed.text : relaxed.text_beside_hits});
    }
    choices_.push_back(relaxed.concepts);
    // Where some of the concepts were enough, none is needed to tell what a hit was found by.
    if (relaxed.least_share < 1.0) {
      for (Concept& one : choices_.back()) one.required = false;
    }
    matches_ = merged(std::move(matches_), std::move(more));
    if (matches_.size() >= kTooFew) break;
  }
  matched_ = SteadyClock::now();
}

// Work of the same trade is near a wish where it is that work, not where its description speaks of the trade.
void SearchRun::drop_mentions_of_kin(const Conjunction& concepts, std::vector<Match>& matches) const {
  constexpr std::uint32_t kSaysWhatItIs = FieldHits::kHeadline | FieldHits::kLearnt;
  std::vector<std::uint32_t> rows;
  for (const Match& match : matches) rows.push_back(match.row);
  std::unordered_set<std::uint32_t> mentions;
  for (const Concept& one : concepts) {
    if (one.role != Role::kJob || one.broader_terms.empty()) continue;
    const std::vector<TermHits> hits = matcher_.hits_of(one, rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (hits[i].factor < kKin && (hits[i].hits & kSaysWhatItIs) == 0) mentions.insert(rows[i]);
    }
  }
  const auto is_mention = [&mentions](const Match& match) { return mentions.count(match.row) != 0; };
  matches.erase(std::remove_if(matches.begin(), matches.end(), is_mention), matches.end());
}

Beyond SearchRun::beyond(double inner_m) const {
  Beyond beyond;
  std::unordered_set<std::uint32_t> seen;
  const auto is_seen = [&](const Match& match) {
    const std::uint32_t group = columns_.copy_group()[match.row];
    return request_.collapse && group != index::kNoCopies && !seen.insert(group).second;
  };
  // A copy farther away of what is shown is nothing more.
  const auto show = [&](const Match& match) {
    if (circle_.metres(match.chord2) <= inner_m && !match.pay_unknown) is_seen(match);
  };
  const auto count = [&](const Match& match) {
    const double distance_m = circle_.metres(match.chord2);
    if (distance_m <= inner_m || match.pay_unknown || is_seen(match)) return;
    beyond.nearest_m = beyond.count == 0 ? distance_m : std::min(beyond.nearest_m, distance_m);
    ++beyond.count;
  };
  if (everything_) {
    matcher_.each(show);
    matcher_.each(count);
  } else {
    for (const Match& match : matches_) show(match);
    for (const Match& match : matches_) count(match);
  }
  return beyond;
}

SearchResult SearchRun::result() {
  Collector collector(
      columns_, texts_, circle_, ranking_, request_, resumed(),
      !everything_ && request_.order() == Sort::kRelevance && !request_.exact && !parts_.without.has(Ability::kMix));
  if (everything_) matcher_.each([&collector](const Match& match) { collector.add(match); });
  for (const Match& match : matches_) collector.add(match);
  Page page = collector.finish();
  const auto ranked = SteadyClock::now();
  result_.total = page.total;
  result_.total_is_exact = !time_.was_too_short();
  result_.facets = std::move(page.facets);
  const bool asked =
      std::find(request_.facets.begin(), request_.facets.end(), Facet::kPayUnknown) != request_.facets.end();
  const bool by_pay = request_.filters.pay_min || request_.filters.pay_max || request_.filters.pay_unit;
  if (asked || by_pay) result_.pay_unknown = page.pay_unknown;
  result_.understood = reading_.understood;
  result_.hits = hits_.build(page, words_of(page));
  if (page.more) result_.next_cursor = cursor_after(page);
  result_.times = {planned_ - begun_, matched_ - planned_, ranked - matched_, SteadyClock::now() - ranked};
  return std::move(result_);
}

std::string SearchRun::cursor_after(const Page& page) const {
  const RankedRow& last = page.rows[page.in_order - 1];
  Cursor cursor{.request = fingerprint(asked_),
                .hour = hour_,
                .key = last.key,
                .chord2 = last.chord2,
                .id = std::string(texts_.row(last.row).id)};
  if (after_) {
    cursor.shown = after_->shown;
    cursor.shown_key = after_->shown_key;
  }
  for (std::size_t i = page.in_order; i < page.rows.size(); ++i) {
    cursor.shown.push_back(short_hash(texts_.row(page.rows[i].row).id));
    const double key = page.rows[i].key;
    cursor.shown_key = cursor.shown.size() == 1 ? key : std::min(cursor.shown_key, key);
  }
  return encode_cursor(cursor);
}

// The cursor as it stands in this generation. In another one than it was given out by, words weigh a little more or
// less, so that every score has moved: the last hit shown says where to go on, if it is still there.
std::optional<Cursor> SearchRun::resumed() const {
  if (!after_ || request_.order() != Sort::kRelevance) return after_;
  const auto last = std::find_if(matches_.begin(), matches_.end(), [this](const Match& match) {
    return match.chord2 == after_->chord2 && texts_.row(match.row).id == after_->id;
  });
  if (last == matches_.end()) return after_;
  Cursor moved = *after_;
  moved.key = last->text + ranking_.surroundings(last->row, circle_.metres(last->chord2));
  return moved;
}

// For each row of the page the words it was found by.
std::vector<std::vector<WordHits>> SearchRun::words_of(const Page& page) const {
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
void SearchRun::keep_better_choice(const Conjunction& choice, const Page& page,
                                   std::vector<std::vector<WordHits>>& words, std::vector<double>& best) const {
  std::vector<std::vector<WordHits>> here(page.rows.size());
  std::vector<bool> complete(page.rows.size(), true);
  for (const WeighedConcept& one : matcher_.weigh(choice)) {
    const std::vector<TermHits> hits = hits_in_page_order(one.looked_for, page);
    const std::vector<double>& factors = one.looked_for.factors;
    const double of_itself = factors.empty() ? 1.0 : *std::max_element(factors.begin(), factors.end());
    for (std::size_t i = 0; i < hits.size(); ++i) {
      here[i].push_back({one.looked_for.word, one.share, hits[i].hits, hits[i].factor, one.looked_for.role,
                         one.looked_for.meaning, of_itself > 0 ? hits[i].factor / of_itself : 1.0});
      if (one.looked_for.required && hits[i].hits == 0) complete[i] = false;
    }
  }
  for (std::size_t i = 0; i < here.size(); ++i) {
    double text = 0;
    for (const WordHits& word : here[i]) {
      if (word.hits == 0) continue;
      text += word.factor * ranking_.text_in_role(word.role, word.share, word.hits, page.rows[i].row);
    }
    if (!complete[i] || text <= best[i]) continue;
    best[i] = text;
    words[i] = std::move(here[i]);
  }
}

// A posting list is read forwards only, a page is in order of rank.
std::vector<TermHits> SearchRun::hits_in_page_order(const Concept& looked_for, const Page& page) const {
  std::vector<std::uint32_t> rows;
  for (const RankedRow& row : page.rows) rows.push_back(row.row);
  std::sort(rows.begin(), rows.end());
  const std::vector<TermHits> by_row = matcher_.hits_of(looked_for, rows);
  std::vector<TermHits> in_page_order;
  for (const RankedRow& row : page.rows) {
    const auto at = std::lower_bound(rows.begin(), rows.end(), row.row) - rows.begin();
    in_page_order.push_back(by_row[static_cast<std::size_t>(at)]);
  }
  return in_page_order;
}

}  // namespace doorstep::search
