#include "searchd/search/matcher.h"

#include <algorithm>

namespace doorstep::search {
namespace {

using index::FieldHits;

// Rows of the circle's ranges, numbered from 0 one range after the other.
std::size_t width(const std::vector<RowRange>& ranges) {
  std::size_t rows = 0;
  for (const RowRange& range : ranges) rows += range.end - range.begin;
  return rows;
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

Matcher::Matcher(const Xapian::Database& database, const index::Texts& texts, const Circle& circle,
                 const RowFilter& filter, const Ranking& ranking, Deadline& deadline)
    : database_(database), texts_(texts), circle_(circle), filter_(filter), ranking_(ranking), deadline_(deadline) {}

bool Matcher::admit(std::uint32_t row, Match& match) const {
  const std::int64_t chord2 = circle_.chord2(row);
  if (!circle_.contains(chord2)) return false;
  const Verdict verdict = filter_.judge(row);
  if (verdict == Verdict::kOut) return false;
  match = {.row = row, .pay_unknown = verdict == Verdict::kPayUnknown, .chord2 = chord2};
  return true;
}

std::vector<Match> Matcher::all() const {
  std::vector<Match> matches;
  Match match;
  for (const RowRange& range : circle_.rows()) {
    for (std::uint32_t row = range.begin; row < range.end && !deadline_.passed(); ++row) {
      if (admit(row, match)) matches.push_back(match);
    }
  }
  return matches;
}

std::vector<WeighedConcept> Matcher::weigh(const Conjunction& concepts) const {
  std::vector<WeighedConcept> weighed;
  double sum = 0;
  for (const Concept& one : concepts) {
    std::uint64_t frequency = 0;
    for (const std::string& term : one.terms) frequency += database_.get_termfreq(term);
    // A word that no posting has tells none from another: left in the sum, it would outweigh all that some have.
    const double idf = frequency == 0 ? 0.0 : inverse_document_frequency(database_.get_doccount(), frequency);
    weighed.push_back({one, idf});
    sum += idf;
  }
  for (WeighedConcept& one : weighed) one.share = sum > 0 ? one.share / sum : 0.0;
  return weighed;
}

// Matches that the list's rows give, with its hits left in `text` for the caller to weigh.
std::vector<Match> Matcher::lead(ConceptList& list, bool exact_fields_only) const {
  std::vector<Match> matches;
  Match match;
  for (const RowRange& range : circle_.rows()) {
    for (std::uint32_t row = list.seek(range.begin); row < range.end && !deadline_.passed(); row = list.next()) {
      if (exact_fields_only && FieldHits::exact_fields(list.hits()) == 0) continue;
      if (!admit(row, match)) continue;
      match.text = list.hits();
      matches.push_back(match);
    }
  }
  return matches;
}

std::vector<Match> Matcher::conjunction(const Conjunction& concepts) const {
  struct Part {
    const WeighedConcept* weighed;
    ConceptList list;
  };
  const std::vector<WeighedConcept> weighed = weigh(concepts);
  std::vector<Part> parts;
  parts.reserve(weighed.size());
  for (const WeighedConcept& one : weighed) parts.push_back({&one, ConceptList(database_, one.looked_for)});
  // The rarest required concept leads; the optional ones come last.
  std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
    const bool a_required = a.weighed->looked_for.required;
    const bool b_required = b.weighed->looked_for.required;
    return a_required != b_required ? a_required : a.list.frequency() < b.list.frequency();
  });
  if (parts.empty() || !parts.front().weighed->looked_for.required) return {};

  std::vector<Match> matches = lead(parts.front().list, false);
  for (Match& match : matches) {
    const auto hits = static_cast<std::uint32_t>(match.text);
    match.all_in_title = (hits & FieldHits::kTitle) != 0;
    match.text = ranking_.text(parts.front().weighed->share, hits, match.row);
  }
  for (auto part = parts.begin() + 1; part != parts.end(); ++part) {
    const bool required = part->weighed->looked_for.required;
    const auto kept = std::remove_if(matches.begin(), matches.end(), [&](Match& match) {
      if (deadline_.passed() || part->list.seek(match.row) != match.row) return required;
      const std::uint32_t hits = part->list.hits();
      if (required) match.all_in_title = match.all_in_title && (hits & FieldHits::kTitle) != 0;
      match.text += ranking_.text(part->weighed->share, hits, match.row);
      return false;
    });
    matches.erase(kept, matches.end());
  }
  return matches;
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
    std::vector<Match> found = conjunction(choice);
    if (choice.size() > 1) add_phrases(plan.normalized, found);
    matches = merged(std::move(matches), std::move(found));
  }
  return matches;
}

std::vector<Match> Matcher::any_of(const Conjunction& concepts, double least_share) const {
  const std::vector<RowRange>& ranges = circle_.rows();
  std::vector<float> shares(width(ranges), 0.0F);
  std::vector<double> texts(shares.size(), 0.0);
  double required = 0;
  for (const WeighedConcept& one : weigh(concepts)) {
    const float counted = one.looked_for.required ? static_cast<float>(one.share) : 0.0F;
    required += static_cast<double>(counted);
    ConceptList list(database_, one.looked_for);
    std::size_t first = 0;
    for (const RowRange& range : ranges) {
      for (std::uint32_t row = list.seek(range.begin); row < range.end && !deadline_.passed(); row = list.next()) {
        const std::size_t at = first + (row - range.begin);
        shares[at] += counted;
        texts[at] += ranking_.text(one.share, list.hits(), row);
      }
      first += range.end - range.begin;
    }
  }
  const auto least = static_cast<float>(least_share * required);
  std::vector<Match> matches;
  Match match;
  std::size_t at = 0;
  for (const RowRange& range : ranges) {
    for (std::uint32_t row = range.begin; row < range.end; ++row, ++at) {
      if (shares[at] <= 0 || shares[at] < least || !admit(row, match)) continue;
      match.text = texts[at];
      matches.push_back(match);
    }
  }
  return matches;
}

std::uint32_t Matcher::exact_hits(const std::string& substring, std::uint32_t row) const {
  const index::PostingTexts texts = texts_.row(row);
  std::uint32_t hits = 0;
  if (texts.title.find(substring) != std::string_view::npos) hits |= FieldHits::kTitle;
  if (texts.company.find(substring) != std::string_view::npos) hits |= FieldHits::kCompany;
  if (texts.description.find(substring) != std::string_view::npos) hits += FieldHits::kDescription;
  return hits;
}

std::vector<Match> Matcher::exact(const ExactPlan& plan) const {
  if (plan.substrings.empty()) return all();
  std::vector<ConceptList> lists;
  for (const Concept& bigram : plan.bigrams) lists.emplace_back(database_, bigram);
  std::sort(lists.begin(), lists.end(),
            [](const ConceptList& a, const ConceptList& b) { return a.frequency() < b.frequency(); });
  std::vector<Match> matches = lists.empty() ? all() : lead(lists.front(), true);
  for (std::size_t i = 1; i < lists.size(); ++i) {
    const auto kept = std::remove_if(matches.begin(), matches.end(), [&](const Match& match) {
      return lists[i].seek(match.row) != match.row || FieldHits::exact_fields(lists[i].hits()) == 0;
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
      const std::uint32_t hits = deadline_.passed() ? 0 : exact_hits(substring, match.row);
      if (hits == 0) return true;
      match.text += ranking_.exact_text(share, hits);
    }
    return false;
  });
  matches.erase(kept, matches.end());
  return matches;
}

std::vector<std::uint32_t> Matcher::hits_of(const Concept& looked_for, const std::vector<std::uint32_t>& rows) const {
  ConceptList list(database_, looked_for);
  std::vector<std::uint32_t> hits;
  hits.reserve(rows.size());
  for (const std::uint32_t row : rows) hits.push_back(list.seek(row) == row ? list.hits() : 0);
  return hits;
}

}  // namespace doorstep::search
