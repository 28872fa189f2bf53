#include "searchd/search/matcher.h"

#include <algorithm>
#include <numeric>

namespace doorstep::search {
namespace {

using index::FieldHits;

// In so few rows something else is looked up row by row, rather than read in the whole circle.
constexpr std::size_t kFewRows = 64;

// Which concepts lead: every row of theirs is looked at. The others are the lightest, which even together weigh too little for
// a match, and the optional ones: they are only looked up for what the first have found (the MaxScore of Turtle and Flood, 1995).
std::vector<bool> essential_concepts(const std::vector<WeighedConcept>& weighed, double least) {
  std::vector<std::size_t> lightest_first(weighed.size());
  std::iota(lightest_first.begin(), lightest_first.end(), std::size_t{0});
  std::stable_sort(lightest_first.begin(), lightest_first.end(),
                   [&weighed](std::size_t a, std::size_t b) { return weighed[a].share < weighed[b].share; });
  std::vector<bool> essential(weighed.size(), false);
  double together = 0;
  for (const std::size_t i : lightest_first) {
    if (!weighed[i].looked_for.required) continue;
    together += weighed[i].share;
    essential[i] = together >= least;
  }
  return essential;
}

// Reading a posting's text takes some microseconds.
constexpr std::uint32_t kStepsOfATextRead = 128;

// Whether the text holds the word somewhere without denying it.
bool affirms(std::string_view text, const std::string& word, const text::FunctionWords& function_words) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
    if (!function_words.is_negated(text, at, 0, text::FunctionWords::Reach::kNear)) return true;
  }
  return false;
}

}  // namespace

std::vector<Match> merged(std::vector<Match> a, std::vector<Match> b) {
  if (a.empty()) return b;
  std::vector<Match> all;
  all.reserve(a.size() + b.size());
  std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all),
             [](const Match& x, const Match& y) { return x.row != y.row ? x.row < y.row : x.text > y.text; });
  const auto same_row = [](const Match& x, const Match& y) { return x.row == y.row; };
  all.erase(std::unique(all.begin(), all.end(), same_row), all.end());
  return all;
}

Matcher::Matcher(const Xapian::Database& database, const PostingLists& lists, const index::Texts& texts,
                 const Circle& circle, const RowFilter& filter, const Ranking& ranking, SearchTime& time)
    : database_(database),
      lists_(lists),
      texts_(texts),
      circle_(circle),
      filter_(filter),
      ranking_(ranking),
      time_(time) {}

std::vector<Match> Matcher::all() const {
  std::vector<Match> matches;
  each([&matches](const Match& match) { matches.push_back(match); });
  return matches;
}

Matcher::KnownTerm& Matcher::known(const std::string& term) const {
  const auto [at, is_new] = terms_.try_emplace(term);
  if (is_new) at->second.frequency = lists_.frequency(database_, term);
  return at->second;
}

std::uint64_t Matcher::frequency(const Concept& looked_for) const {
  std::uint64_t sum = 0;
  for (const std::string& term : looked_for.terms) sum += known(term).frequency;
  return sum;
}

ConceptList Matcher::list_of(const Concept& looked_for) const {
  std::vector<const ListBlocks*> terms;
  for (const std::string& name : looked_for.terms) {
    KnownTerm& term = known(name);
    if (!term.blocks) term.blocks = lists_.blocks(database_, {name, term.frequency, circle_.rows()}, time_.reading);
    terms.push_back(&*term.blocks);
  }
  return ConceptList(terms, looked_for.factors);
}

ConceptList Matcher::list_near(const Concept& looked_for, const std::vector<std::uint32_t>& rows,
                               std::deque<ListBlocks>& own) const {
  std::vector<RowRange> ranges;
  ranges.reserve(rows.size());
  for (const std::uint32_t row : rows) ranges.push_back({row, row + 1});
  std::vector<const ListBlocks*> terms;
  for (const std::string& name : looked_for.terms) {
    const KnownTerm& term = known(name);
    if (!term.blocks) own.push_back(lists_.blocks(database_, {name, term.frequency, ranges}, time_.reading));
    terms.push_back(term.blocks ? &*term.blocks : &own.back());
  }
  return ConceptList(terms, looked_for.factors);
}

// Of those inside the circle.
std::vector<std::uint32_t> Matcher::first_rows(ConceptList list, std::size_t at_most) const {
  std::vector<std::uint32_t> rows;
  for (const RowRange& range : circle_.rows()) {
    for (std::uint32_t row = list.seek(range.begin); row < range.end && rows.size() < at_most; row = list.next()) {
      if (circle_.contains(circle_.chord2(row))) rows.push_back(row);
    }
  }
  return rows;
}

std::vector<WeighedConcept> Matcher::weigh(const Conjunction& concepts) const {
  std::vector<WeighedConcept> weighed;
  double sum = 0;
  for (const Concept& one : concepts) {
    const std::uint64_t frequency = this->frequency(one);
    // A word that no posting has tells none from another: left in the sum, it would outweigh all that some have.
    const double idf = frequency == 0 ? 0.0 : inverse_document_frequency(database_.get_doccount(), frequency);
    weighed.push_back({one, idf, frequency});
    sum += idf;
  }
  for (WeighedConcept& one : weighed) one.share = sum > 0 ? one.share / sum : 0.0;
  return weighed;
}

// Matches that the list's rows give in the fields of `exact`, with its hits left in `text` for the caller to weigh.
std::vector<Match> Matcher::exact_candidates(ConceptList& list) const {
  std::vector<Match> matches;
  Match match;
  for (const RowRange& range : circle_.rows()) {
    for (std::uint32_t row = list.seek(range.begin); row < range.end && !time_.whole.passed(); row = list.next()) {
      if (FieldHits::exact_fields(list.hits()) == 0) continue;
      if (!admit(row, match)) continue;
      match.text = list.hits();
      matches.push_back(match);
    }
  }
  return matches;
}

std::vector<Match> Matcher::conjunction(const Conjunction& concepts) const {
  std::vector<WeighedConcept> weighed = weigh(concepts);
  // The rarest required concept leads; the optional ones come last.
  std::stable_sort(weighed.begin(), weighed.end(), [](const WeighedConcept& a, const WeighedConcept& b) {
    const bool a_required = a.looked_for.required;
    return a_required != b.looked_for.required ? a_required : a.frequency < b.frequency;
  });
  if (weighed.empty() || !weighed.front().looked_for.required) return {};
  std::deque<ListBlocks> own;
  std::vector<Part> parts;
  parts.reserve(weighed.size());
  parts.push_back({&weighed.front(), list_of(weighed.front().looked_for)});
  const std::vector<std::uint32_t> rows = first_rows(parts.front().list, kFewRows + 1);
  if (rows.empty()) return {};
  for (auto one = weighed.begin() + 1; one != weighed.end(); ++one) {
    const bool few = rows.size() <= kFewRows;
    parts.push_back({&*one, few ? list_near(one->looked_for, rows, own) : list_of(one->looked_for)});
  }
  std::vector<Match> matches;
  ConceptList& lead = parts.front().list;
  for (const RowRange& range : circle_.rows()) {
    std::uint32_t row = lead.seek(range.begin);
    while (row < range.end && !time_.whole.passed()) {
      const std::uint32_t next = take(parts, row, matches);
      if (next >= range.end) break;
      row = next == row + 1 ? lead.next() : lead.seek(next);
    }
  }
  return matches;
}

// Adds the lead's row if it has every required concept. Returns the first row after it that may have them.
std::uint32_t Matcher::take(std::vector<Part>& parts, std::uint32_t row, std::vector<Match>& matches) const {
  if (!circle_.contains(circle_.chord2(row))) return row + 1;
  for (auto part = parts.begin() + 1; part != parts.end() && part->required(); ++part) {
    const std::uint32_t at = part->list.seek(row);
    if (at != row) return at;
  }
  Match match;
  if (!admit(row, match)) return row + 1;
  match.all_in_title = true;
  for (Part& part : parts) {
    if (part.list.seek(row) != row) continue;
    const auto [hits, factor] = part.list.best(ranking_.about());
    if (part.required()) match.all_in_title = match.all_in_title && (hits & FieldHits::kTitle) != 0;
    match.text += factor * ranking_.text_in_role(part.weighed->looked_for.role, part.weighed->share, hits, row);
  }
  matches.push_back(match);
  return row + 1;
}

void Matcher::add_phrases(const std::string& phrase, std::vector<Match>& matches) const {
  for (Match& match : matches) {
    if (match.all_in_title && texts_.row(match.row).title.find(phrase) != std::string_view::npos) {
      match.text += ranking_.phrase();
    }
  }
}

std::vector<Match> Matcher::words(const QueryPlan& plan) const {
  std::vector<Match> matches;
  for (const Conjunction& choice : plan.choices) {
    if (choice.empty()) continue;
    std::vector<Match> found = conjunction(choice);
    const bool means_more = choice.size() > 1 || !choice.front().meaning.empty();
    if (means_more && ranking_.phrase() > 0) add_phrases(plan.normalized, found);
    matches = merged(std::move(matches), std::move(found));
  }
  return matches;
}

std::vector<Match> Matcher::any_of(const Conjunction& concepts, double least_share) const {
  const std::vector<WeighedConcept> weighed = weigh(concepts);
  double required = 0;
  for (const WeighedConcept& one : weighed) required += one.looked_for.required ? one.share : 0.0;
  // A sum of shares is compared with a share of another sum.
  constexpr double kRounding = 1e-9;
  const double least = least_share * required - kRounding;
  const std::vector<bool> essential = essential_concepts(weighed, least);
  std::vector<Candidate> candidates;
  candidates.reserve(weighed.size());
  for (std::size_t i = 0; i < weighed.size(); ++i) {
    candidates.push_back({&weighed[i], list_of(weighed[i].looked_for), essential[i]});
  }
  std::vector<Match> matches;
  Match match;
  for (const RowRange& range : circle_.rows()) {
    for (Candidate& one : candidates) {
      if (one.leads) one.list.seek(range.begin);
    }
    for (std::uint32_t row = 0; (row = next_row(candidates)) < range.end && !time_.whole.passed();) {
      double share = 0;
      double text = 0;
      const bool inside = circle_.contains(circle_.chord2(row));
      for (Candidate& one : candidates) {
        // The lists that lead stand at this row or after it.
        if ((one.leads ? one.list.row() : inside ? one.list.seek(row) : ConceptList::kEnd) != row) continue;
        if (one.weighed->looked_for.required) share += one.weighed->share;
        if (inside) {
          const auto [hits, factor] = one.list.best(ranking_.about());
          text += factor * ranking_.text_in_role(one.weighed->looked_for.role, one.weighed->share, hits, row);
        }
        if (one.leads) one.list.next();
      }
      if (!inside || share <= 0 || share < least || !admit(row, match)) continue;
      match.text = text;
      matches.push_back(match);
    }
  }
  return matches;
}

// The first row that a list which leads still holds.
std::uint32_t Matcher::next_row(const std::vector<Candidate>& candidates) {
  std::uint32_t row = ConceptList::kEnd;
  for (const Candidate& one : candidates) {
    if (one.leads) row = std::min(row, one.list.row());
  }
  return row;
}

std::uint32_t Matcher::exact_hits(const std::string& substring, std::uint32_t row) const {
  const index::PostingTexts texts = texts_.row(row);
  std::uint32_t hits = 0;
  if (texts.title.find(substring) != std::string_view::npos) hits |= FieldHits::kTitle;
  if (texts.company.find(substring) != std::string_view::npos) hits |= FieldHits::kCompany;
  if (texts.description.find(substring) != std::string_view::npos) hits += FieldHits::kDescription;
  return hits;
}

void Matcher::remove(const std::vector<Unwanted>& unwanted, const text::FunctionWords& function_words,
                     std::vector<Match>& matches) const {
  for (const Unwanted& one : unwanted) {
    std::optional<ConceptList> list;
    if (!one.terms.empty()) list = list_of({.word = one.word, .terms = one.terms});
    const auto speaks_of_it = [&](const Match& match) {
      if (list && list->seek(match.row) == match.row) return true;
      if (!one.in_texts) return false;
      if (time_.whole.passed(kStepsOfATextRead)) return true;  // not looked at: left out
      const index::PostingTexts texts = texts_.row(match.row);
      return affirms(texts.title, one.word, function_words) || affirms(texts.description, one.word, function_words);
    };
    matches.erase(std::remove_if(matches.begin(), matches.end(), speaks_of_it), matches.end());
  }
}

std::vector<Match> Matcher::exact(const ExactPlan& plan) const {
  if (plan.substrings.empty()) return all();
  std::vector<Concept> rarest_first = plan.bigrams;
  std::sort(rarest_first.begin(), rarest_first.end(),
            [this](const Concept& a, const Concept& b) { return frequency(a) < frequency(b); });
  std::vector<Match> matches;
  if (rarest_first.empty()) {
    matches = all();
  } else {
    ConceptList lead = list_of(rarest_first.front());
    matches = exact_candidates(lead);
  }
  for (std::size_t i = 1; i < rarest_first.size() && matches.size() > kFewRows; ++i) {
    ConceptList list = list_of(rarest_first[i]);
    const auto kept = std::remove_if(matches.begin(), matches.end(), [&list](const Match& match) {
      return list.seek(match.row) != match.row || FieldHits::exact_fields(list.hits()) == 0;
    });
    matches.erase(kept, matches.end());
  }
  const double share = 1.0 / static_cast<double>(plan.substrings.size());
  const bool told_by_list = plan.bigrams_suffice && plan.substrings.size() == 1;
  const auto kept = std::remove_if(matches.begin(), matches.end(), [&](Match& match) {
    if (told_by_list) {
      const auto hits = static_cast<std::uint32_t>(match.text);
      match.text = ranking_.exact_text(share, FieldHits::exact_fields(hits));
      return false;
    }
    match.text = 0;
    for (const std::string& substring : plan.substrings) {
      const std::uint32_t hits = time_.whole.passed() ? 0 : exact_hits(substring, match.row);
      if (hits == 0) return true;
      match.text += ranking_.exact_text(share, hits);
    }
    return false;
  });
  matches.erase(kept, matches.end());
  return matches;
}

std::vector<TermHits> Matcher::hits_of(const Concept& looked_for, const std::vector<std::uint32_t>& rows) const {
  std::deque<ListBlocks> own;
  ConceptList list = list_near(looked_for, rows, own);
  std::vector<TermHits> hits;
  hits.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    hits.push_back(list.seek(row) == row ? list.best(ranking_.about()) : TermHits{});
  }
  return hits;
}

}  // namespace doorstep::search
