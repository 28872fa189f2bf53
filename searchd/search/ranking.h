#pragma once

// The published order of hits: a sum of terms, each of which can be shown. README and openapi.yaml print this formula.
//
//   score = text + phrase + trade + distance + freshness + completeness + fit
//
//   text          w.text × Σ over words of share(word) × Σ over fields the word is in of worth(field)
//                 share(word) = idf(word) / Σ idf,  idf = ln(1 + (N − n + ½) / (n + ½)), 0 if n = 0
//                 (N postings of the generation, n of them with the word: Robertson–Spärck Jones, as in BM25)
//                 worth(description) grows with the count c and falls with its length:
//                 description × (4/3) c / (c + 1) × min(2 / (1 + length / average length), 1.5), c counted up to 3.
//                 An attribute of the work or a place that was asked for is worth `title` in whichever field it is told. A hit by a
//                 narrower concept or a street near by counts for less (its factor).
//                 With exact=true share is 1 / number of terms, a field counts where it holds the term, and worth(description) is
//                 `description` as it stands
//   phrase        w.phrase if the title holds the query of several words as a whole
//   trade         w.trade if the posting's category is the one that the query's words name; not with exact=true
//   distance      w.distance × (1 − d / radius)
//   freshness     w.freshness × 2^(−age / half-life), age in hours since it was posted; 0 if unknown
//   completeness  w.completeness × told parts / 8 (see index::completeness)
//   fit           w.fit × mean over the stated wishes: pay min(1, (reach − wish) / wish); experience and education 1 if the
//                 posting tells what it asks, else ½
//
// There is no term for money paid. Equal scores: the nearer, then the smaller id.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/clock.h"
#include "schema/index/columns.h"
#include "schema/index/index_layout.h"
#include "searchd/search/query_plan.h"
#include "searchd/search/request.h"
#include "searchd/search/result.h"

namespace doorstep::search {

struct FieldWorth {
  double title = 0.70;
  double title_aside = 0.15;
  double learnt = 0.30;
  double tags = 0.15;
  double company = 0.05;
  double place = 0.10;
  double description = 0.10;
  double attribute = 0.50;  // of an attribute, wherever it stands outside the title

  bool operator==(const FieldWorth&) const = default;
};

struct RankingProfile {
  double text = 1.0;
  double phrase = 0.10;
  double trade = 0.15;
  double distance = 0.30;
  double freshness = 0.10;
  double completeness = 0.05;
  double fit = 0.10;
  double half_life_hours = 14 * 24;
  FieldWorth worth;

  bool operator==(const RankingProfile&) const = default;
};

// idf of a word that `postings_with` of `postings` postings have. Always positive.
double inverse_document_frequency(std::uint64_t postings, std::uint64_t postings_with);

// What follows from a profile alone, computed once. Immutable.
struct RankingTables {
  explicit RankingTables(const RankingProfile& with);

  RankingProfile profile;
  std::array<double, index::FieldHits::kCount> worth{};  // by fields, without the description's part
  std::array<double, index::FieldHits::kCount> about{};  // the same, with that of a description of average length
  std::vector<double> freshness_by_hour;
};

// The addends of a score for one request. Immutable; tables and columns must outlive it.
class Ranking {
 public:
  // `hour`: the whole hour that freshness is counted from. average_length: of the generation, in characters. `trade`: the
  // category that the query names, empty if none.
  Ranking(const RankingTables& tables, const index::Columns& columns, const SearchRequest& request, base::Instant hour,
          double average_length, std::string_view trade);

  // What one word with this share earns a posting, by the fields it is in.
  double text(double share, std::uint32_t field_hits, std::uint32_t row) const {
    const std::uint32_t in_description = index::FieldHits::description_count(field_hits);
    const double in_fields = tables_.worth[field_hits];
    return profile_.text * share * (in_description == 0 ? in_fields : in_fields + description(in_description, row));
  }
  // The same for what has a role in the wish: a place is there or it is not, whichever field tells it, and so is an attribute but for
  // an opening that is called by it (周末兼职).
  double text_in_role(Role role, double share, std::uint32_t field_hits, std::uint32_t row) const {
    if (role != Role::kAttribute && role != Role::kPlace) return text(share, field_hits, row);
    const bool beside = role == Role::kAttribute && (field_hits & kInTitle) == 0;
    return profile_.text * share * (beside ? profile_.worth.attribute : profile_.worth.title);
  }
  // The same for a term of `exact`.
  double exact_text(double share, std::uint32_t field_hits) const {
    const bool in_description = index::FieldHits::description_count(field_hits) > 0;
    return profile_.text * share * (tables_.worth[field_hits] + (in_description ? profile_.worth.description : 0.0));
  }
  double phrase() const { return profile_.phrase; }
  // Tells which of several hits is worth more without looking at the row.
  const std::array<double, index::FieldHits::kCount>& about() const { return tables_.about; }

  // trade + distance + freshness + completeness + fit
  double surroundings(std::uint32_t row, double distance_m) const {
    return trade(row) + distance(distance_m) + freshness(row) + completeness(row) + fit(row);
  }

  // The most that surroundings() can be anywhere.
  double most_surroundings() const { return profile_.distance + most_beside_distance(); }
  // How far off a posting without text may lie and still score this much, in metres: negative if none can, at most the radius.
  double farthest_to_score(double score) const {
    const double wanted = score - most_beside_distance();
    if (wanted <= 0) return radius_m_;
    return profile_.distance > 0 ? radius_m_ * (1.0 - wanted / profile_.distance) : -1.0;
  }

  double trade(std::uint32_t row) const {
    return trade_ != index::kNoValue && trades_[row] == trade_ ? profile_.trade : 0.0;
  }
  double distance(double distance_m) const { return profile_.distance * (1.0 - distance_m / radius_m_); }
  double freshness(std::uint32_t row) const {
    const std::uint32_t posted = posted_at_[row];
    if (posted == index::kUnknownTime) return 0.0;
    const std::uint32_t age_hours = posted >= hour_ ? 0 : (hour_ - posted) / 3600;
    return age_hours < tables_.freshness_by_hour.size() ? tables_.freshness_by_hour[age_hours] : 0.0;
  }
  double completeness(std::uint32_t row) const {
    return profile_.completeness * completeness_[row] / index::kCompletenessParts;
  }
  double fit(std::uint32_t row) const { return wishes_ == 0 ? 0.0 : fit_to_wishes(row); }

  // The addends of text() by field, for explain; with `exact` those of exact_text().
  std::vector<ScoreTerm> text_terms(const std::string& word, Role role, double share, std::uint32_t field_hits,
                                    std::uint32_t row) const;

 private:
  static constexpr std::uint32_t kInTitle = index::FieldHits::kTitle | index::FieldHits::kTitleAside;

  double description(std::uint32_t count, std::uint32_t row) const {
    const double c = count;
    const double brevity = std::min(2.0 / (1.0 + length_[row] / average_length_), kMostForShortText);
    return profile_.worth.description * (4.0 / 3.0) * c / (c + 1.0) * brevity;
  }
  double fit_to_wishes(std::uint32_t row) const;
  double most_beside_distance() const {
    return (trade_ == index::kNoValue ? 0.0 : profile_.trade) + profile_.freshness + profile_.completeness +
           (wishes_ == 0 ? 0.0 : profile_.fit);
  }

  static constexpr double kMostForShortText = 1.5;

  const RankingTables& tables_;
  const RankingProfile& profile_;
  const index::Columns& columns_;
  double radius_m_;
  std::uint32_t hour_;
  double average_length_;
  std::span<const std::uint32_t> posted_at_;
  std::span<const std::uint8_t> completeness_;
  std::span<const std::uint16_t> length_;
  std::span<const std::uint16_t> trades_;
  std::uint16_t trade_ = index::kNoValue;
  std::optional<std::uint32_t> wished_pay_;
  bool exact_;
  bool wishes_experience_;
  bool wishes_education_;
  int wishes_;  // how many of the three are stated
};

}  // namespace doorstep::search
