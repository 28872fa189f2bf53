#pragma once

// A few openings drawn on a map, in a real index, searched by the real engine.

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "indexer/base_writer.h"
#include "indexer/copy_check.h"
#include "indexer/copy_groups.h"
#include "indexer/document_terms.h"
#include "indexer/posting_normalizer.h"
#include "schema/geo/cover.h"
#include "schema/index/generation.h"
#include "schema/index/index_layout.h"
#include "searchd/index/snapshot.h"
#include "searchd/search/searcher.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/words.h"

namespace doorstep::testing {

// A point on the map, WGS-84.
struct Spot {
  double lat_deg = 0;
  double lng_deg = 0;

  // So far north and east, along the ellipsoid; within a centimetre up to 5 km.
  Spot moved_m(double north_m, double east_m = 0) const {
    constexpr double kEquatorM = 6378137.0;
    constexpr double kSquaredEccentricity = 6.69437999014e-3;
    constexpr double kDegree = 3.14159265358979323846 / 180.0;
    // The curvature half way, where the step is.
    const double across = std::sin((lat_deg + north_m / 222'000.0) * kDegree);
    const double w = 1.0 - kSquaredEccentricity * across * across;
    const double meridian_m = kEquatorM * (1.0 - kSquaredEccentricity) / (w * std::sqrt(w));
    const double parallel_m = kEquatorM / std::sqrt(w) * std::cos(lat_deg * kDegree);
    return {lat_deg + north_m / meridian_m / kDegree, lng_deg + east_m / parallel_m / kDegree};
  }

  operator domain::LatLng() const { return {lat_deg, lng_deg}; }  // NOLINT(google-explicit-constructor)
};

inline constexpr Spot kSanlian{31.8500, 117.2500};

inline base::Instant at(std::string_view text) { return base::parse_instant(text).value(); }

// Sunday noon in Beijing, on the hour: the moment of every test.
inline base::Instant test_now() { return at("2026-11-22T12:00:00+08:00"); }

// What a sender writes; fields as in domain::RawPosting.
struct Draft {
  std::string title = "保洁员";
  std::string company;
  std::string employer_type;
  std::string category;
  std::string community_id;
  std::string address;
  std::optional<Spot> place = kSanlian;
  std::string pay;
  std::string experience;
  std::string education;
  std::string employment_type;
  std::string description;
  std::vector<std::string> welfare;
  std::vector<std::string> tags;
  std::vector<std::string> groups;
  std::string contact_phone;
  std::string posted_at;
  std::string valid_until;
  std::string source;
};

inline domain::RawPosting raw_posting(std::string id, Draft draft) {
  domain::RawPosting raw;
  raw.id = std::move(id);
  raw.title = std::move(draft.title);
  raw.company = std::move(draft.company);
  raw.employer_type = std::move(draft.employer_type);
  raw.category = std::move(draft.category);
  raw.community_id = std::move(draft.community_id);
  raw.address = std::move(draft.address);
  if (draft.place) raw.point = *draft.place;
  raw.pay_text = std::move(draft.pay);
  raw.experience_text = std::move(draft.experience);
  raw.education_text = std::move(draft.education);
  raw.employment_type = std::move(draft.employment_type);
  raw.description = std::move(draft.description);
  raw.welfare = std::move(draft.welfare);
  raw.tags = std::move(draft.tags);
  raw.groups = std::move(draft.groups);
  raw.contact_phone = std::move(draft.contact_phone);
  raw.posted_at = std::move(draft.posted_at);
  raw.valid_until = std::move(draft.valid_until);
  raw.source = std::move(draft.source);
  return raw;
}

// How words are typed: built once a process.
inline const search::Typing& typing() {
  static const search::Typing typing(Words::shared().language);
  return typing;
}

inline std::vector<std::string> ids(const search::SearchResult& found) {
  std::vector<std::string> ids;
  for (const search::Hit& hit : found.hits) ids.push_back(hit.posting.id);
  return ids;
}

// Built at the first search; postings and communities come before.
class World {
 public:
  World&& posting(std::string id, Draft draft = {}) && {
    add(std::move(id), std::move(draft));
    return std::move(*this);
  }
  World&& community(domain::Community community) && {
    communities_.push_back(std::move(community));
    return std::move(*this);
  }
  // For loops.
  void add(std::string id, Draft draft) { postings_.push_back(raw_posting(std::move(id), std::move(draft))); }

  search::SearchResult search(const search::SearchRequest& request) const {
    auto found = try_search(request);
    if (!found.ok()) throw std::runtime_error(found.issues().front().field + ": " + found.issues().front().code);
    return std::move(found).value();
  }
  base::Result<search::SearchResult> try_search(const search::SearchRequest& request) const {
    return searcher().search(request);
  }

  const search::Searcher& searcher() const {
    if (!built_) built_ = std::make_unique<Built>(postings_, communities_);
    return built_->searcher;
  }
  const serving::Snapshot& snapshot() const {
    searcher();
    return *built_->snapshot;
  }

  // Writes what there is so far as a generation of an index folder and points CURRENT at it; its name.
  std::string publish_to(const std::filesystem::path& folder) const {
    std::string generation = seal_in(folder);
    index::publish(folder, generation);
    return generation;
  }

  // The same, but CURRENT stays where it points.
  std::string seal_in(const std::filesystem::path& folder) const {
    return seal(folder, postings_, domain::Gazetteer(communities_));
  }

  static serving::ReaderVersions versions() { return {text::kAnalyzerVersion, Words::shared().language.fingerprint()}; }

 private:
  struct Built {
    Built(const std::vector<domain::RawPosting>& postings, const std::vector<domain::Community>& communities)
        : snapshot(open(folder.path(), postings, domain::Gazetteer(communities))) {}

    TemporaryFolder folder;
    base::FixedClock clock{test_now()};
    std::shared_ptr<const serving::Snapshot> snapshot;
    search::Searcher searcher{snapshot, Words::shared().language,
                              typing(), Words::shared().categories,
                              clock,    {.deadline = std::chrono::seconds{60}}};
  };

  static std::shared_ptr<const serving::Snapshot> open(const std::filesystem::path& folder,
                                                       const std::vector<domain::RawPosting>& postings,
                                                       const domain::Gazetteer& gazetteer) {
    return serving::Snapshot::open(folder, seal(folder, postings, gazetteer), versions());
  }

  static std::string seal(const std::filesystem::path& folder, const std::vector<domain::RawPosting>& postings,
                          const domain::Gazetteer& gazetteer) {
    const Words& words = Words::shared();
    const std::string generation = index::new_generation_name(folder, test_now());
    const std::filesystem::path dir = folder / generation;
    indexer::BaseWriter writer(dir / index::kBaseFolder, dir / "building");
    write(postings, gazetteer, writer);
    write_file(dir / index::kCommunitiesFile, domain::format_communities_csv(gazetteer.communities()));
    index::seal(dir, {.format_version = index::kFormatVersion,
                      .analyzer_version = text::kAnalyzerVersion,
                      .lexicon = words.language.fingerprint(),
                      .built_at = test_now(),
                      .postings = writer.size(),
                      .average_length = writer.average_length()});
    return generation;
  }

  static void write(const std::vector<domain::RawPosting>& raws, const domain::Gazetteer& gazetteer,
                    indexer::BaseWriter& writer) {
    struct Row {
      std::uint64_t cell = 0;
      domain::Posting posting;
      std::uint32_t copy_group = 0;
    };
    const Words& words = Words::shared();
    const indexer::PostingNormalizer normalizer(gazetteer, words.categories, words.normalizer, test_now());
    const indexer::DocumentBuilder documents(words.language, gazetteer);
    std::vector<Row> rows;
    std::vector<indexer::CopyProfile> profiles;
    std::vector<indexer::CopySignature> signatures;
    for (const domain::RawPosting& raw : raws) {
      domain::Posting posting = normalizer.normalize(raw).posting;
      const std::uint64_t cell = posting.place ? geo::cell_of(posting.place->point) : geo::kNoCell;
      const std::uint32_t phone = indexer::phone_key(raw.contact_phone, 1);
      profiles.push_back(indexer::copy_profile(posting, phone, words.normalizer));
      signatures.push_back(indexer::signature_of(profiles.back()));
      rows.push_back({cell, std::move(posting), 0});
    }
    const auto copies = indexer::group_copies(signatures, std::vector<bool>(rows.size(), false),
                                              [&profiles](std::uint32_t ordinal) { return profiles[ordinal]; });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].copy_group = copies.group[i];
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.cell < b.cell; });
    for (const Row& row : rows) writer.add(row.posting, documents.build(row.posting), row.cell, row.copy_group);
    writer.finish(copies.count);
  }

  std::vector<domain::RawPosting> postings_;
  // An index has at least one; this one is far from everything drawn here.
  std::vector<domain::Community> communities_{{.id = "340102001001",
                                               .name = "填海巷社区居委会",
                                               .street = "明光路街道",
                                               .district = "瑶海区",
                                               .centre = {33.5, 118.9},
                                               .accuracy_m = 1500}};
  mutable std::unique_ptr<Built> built_;
};

}  // namespace doorstep::testing
