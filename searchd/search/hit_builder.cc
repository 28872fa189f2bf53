#include "searchd/search/hit_builder.h"

#include <fmt/format.h>

#include "schema/index/document_codec.h"
#include "searchd/search/service.h"

namespace doorstep::search {

domain::Posting read_posting(const index::Postings& postings, std::uint32_t row) {
  auto posting = index::decode_posting(postings.row(row));
  if (!posting) throw Unavailable(fmt::format("row {} of the postings is not one", row));
  return std::move(*posting);
}

HitBuilder::HitBuilder(const serving::Snapshot& snapshot, const Circle& circle, const Ranking& ranking,
                       const SearchRequest& request, base::Instant now)
    : snapshot_(snapshot), circle_(circle), ranking_(ranking), request_(request), now_(now) {}

std::vector<Hit> HitBuilder::build(const Page& page, const std::vector<std::vector<WordHits>>& words) const {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    hits.push_back(build_one(page.rows[i], page.copies[i], words[i]));
  }
  return hits;
}

Hit HitBuilder::build_one(const RankedRow& ranked, const std::vector<std::uint32_t>& copies,
                          const std::vector<WordHits>& words) const {
  Hit hit;
  hit.posting = read_posting(snapshot_.postings(), ranked.row);
  hit.distance_m = circle_.metres(ranked.chord2);
  const double accuracy_m = hit.posting.place ? hit.posting.place->accuracy_m : 0;
  hit.near_edge = accuracy_m > 0 && hit.distance_m + accuracy_m > request_.radius_m;
  hit.score = ranked.text + ranking_.surroundings(ranked.row, hit.distance_m);
  if (request_.explain) hit.explanation = explain(ranked, hit.distance_m, words);
  for (const std::uint32_t row : copies) hit.sources.push_back(source_of(row));
  hit.why =
      reasons_for(hit, snapshot_.texts().row(ranked.row).title, words, ranking_.trade(ranked.row) > 0, request_, now_);
  return hit;
}

std::vector<ScoreTerm> HitBuilder::explain(const RankedRow& ranked, double distance_m,
                                           const std::vector<WordHits>& words) const {
  // What is left of the text when the words are taken off is the phrase.
  constexpr double kRounding = 1e-9;
  std::vector<ScoreTerm> terms;
  double rest = ranked.text;
  for (const WordHits& word : words) {
    for (ScoreTerm& term :
         ranking_.text_terms(word.meaning.empty() ? word.word : fmt::format("{}→{}", word.word, word.meaning),
                             word.role, word.share * word.factor, word.hits, ranked.row)) {
      rest -= term.value;
      terms.push_back(std::move(term));
    }
  }
  if (rest > kRounding) terms.push_back({"phrase", rest, request_.query});
  terms.push_back({"trade", ranking_.trade(ranked.row), "category"});
  terms.push_back({"distance", ranking_.distance(distance_m), fmt::format("{:.1f} m", distance_m)});
  terms.push_back({"freshness", ranking_.freshness(ranked.row), "posted_at"});
  terms.push_back({"completeness", ranking_.completeness(ranked.row),
                   fmt::format("{}/{}", snapshot_.columns().completeness()[ranked.row], index::kCompletenessParts)});
  terms.push_back({"fit", ranking_.fit(ranked.row), "pay_min, experience_years, education"});
  return terms;
}

Source HitBuilder::source_of(std::uint32_t row) const {
  const index::Columns& columns = snapshot_.columns();
  const auto text = [&](index::Dictionary dictionary) {
    return std::string(columns.strings(dictionary).value(columns.numbers(dictionary)[row]));
  };
  return {std::string(snapshot_.texts().row(row).id), text(index::Dictionary::kSource),
          text(index::Dictionary::kCommunity)};
}

}  // namespace doorstep::search
