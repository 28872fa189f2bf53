// A line of a sender's file, on its whole way into the index and out again.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "indexer/document_terms.h"
#include "indexer/posting_normalizer.h"
#include "schema/index/document_codec.h"
#include "schema/index/index_layout.h"
#include "schema/json/posting_json.h"
#include "schema/json/posting_reader.h"
#include "tests/fuzz/places.h"
#include "tests/fuzz/target.h"
#include "tests/support/words.h"

namespace doorstep::fuzzing {
namespace {

using domain::Posting;
using testing::Words;

// What Xapian takes; it counts a NUL twice.
constexpr std::size_t kMaxXapianTerm = 245;

void check_issues(const base::Issues& issues, base::Issue::Severity most) {
  for (const base::Issue& issue : issues) {
    require(issue.severity == base::Issue::Severity::kFlag || most == base::Issue::Severity::kError,
            "what is kept has flags only");
    require(!issue.code.empty() && is_utf8(issue.field) && is_utf8(issue.text) && is_utf8(issue.hint),
            "an issue can be shown");
  }
}

bool is_text(std::string_view text) { return is_utf8(text) && text.find('\0') == std::string_view::npos; }

void check_text(const Posting& posting) {
  for (const std::string* text :
       {&posting.id, &posting.title, &posting.company, &posting.employer_type_text, &posting.category, &posting.address,
        &posting.pay.text, &posting.experience_text, &posting.education_text, &posting.employment_type,
        &posting.description, &posting.source}) {
    require(is_text(*text), "what is indexed is text");
  }
  for (const auto* texts : {&posting.welfare, &posting.tags, &posting.groups}) {
    require(std::all_of(texts->begin(), texts->end(), [](const std::string& text) { return is_text(text); }),
            "what is indexed is text");
  }
}

void check_figures(const domain::RawPosting& raw, const Posting& posting) {
  const domain::Pay& pay = posting.pay;
  require(!pay.monthly_min || !pay.monthly_max || *pay.monthly_min <= *pay.monthly_max, "pay has its least first");
  const domain::Experience& years = posting.experience;
  require(!years.min_years || !years.max_years || *years.min_years <= *years.max_years, "years have the least first");
  if (posting.place) require(domain::in_china_rectangle(posting.place->point), "a place lies in China");
  if (raw.point) require(posting.place.has_value(), "coordinates are a place");
  if (posting.posted_at && raw.valid_until.empty()) {
    require(posting.lapses_at == *posting.posted_at + domain::kLapse, "a posting without an end lapses");
  }
}

// A mobile number between two ends of a word is what nobody may read; other digits have other rules.
bool has_mobile_number(std::string_view text) {
  std::size_t run = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] >= '0' && text[i] <= '9') {
      ++run;
      continue;
    }
    if (run == 11 && text[i - 11] == '1' && text[i - 10] >= '3') return true;
    run = 0;
  }
  return false;
}

void check_shown(const Posting& posting) {
  json::JsonWriter out;
  out.begin_object();
  json::write_posting_summary(out, posting);
  json::write_posting_details(out, posting);
  const std::string text = std::move(out.end_object()).take();
  const auto shown = nlohmann::json::parse(text, nullptr, false);
  require(shown.is_object(), "what is shown is JSON");
  require(shown.at("id") == posting.id && shown.at("title") == posting.title, "what is shown is the posting");
}

void check_stored(const Posting& posting) {
  const std::string stored = index::encode_posting(posting);
  const auto read = index::decode_posting(stored);
  require(read.has_value() && *read == posting, "what is stored is read as it was");
  for (std::size_t size = 0; size < stored.size(); size += 1 + stored.size() / 32) {
    index::decode_posting(std::string_view(stored).substr(0, size));
  }
}

void check_document(const Posting& posting) {
  const indexer::DocumentBuilder builder(Words::shared().language, places());
  const indexer::PostingDocument document = builder.build(posting);
  for (const auto& [term, hits] : document.terms) {
    const auto nuls = static_cast<std::size_t>(std::count(term.begin(), term.end(), '\0'));
    require(term.size() > 1 && term.size() + nuls <= kMaxXapianTerm, "Xapian takes every term");
    require(hits > 0 && hits < index::FieldHits::kCount, "a term says where it stands");
    require(is_utf8(term), "a term is text");
  }
  require(document.terms.count(index::id_term(posting.id)) == 1, "a posting is found by its id");
  for (const std::string* text : {&document.title, &document.company, &document.description}) {
    require(is_text(*text), "what is compared with is text");
    require(Words::shared().normalizer.normalize(*text) == *text, "what is normalised stays as it is");
    require(!has_mobile_number(*text), "nobody can be called");
  }
}

// Bytes of a damaged document: what is read of them can be stored again and stays what it is.
void check_damaged(std::string_view bytes) {
  const auto read = index::decode_posting(bytes);
  if (!read) return;
  const std::string stored = index::encode_posting(*read);
  const auto again = index::decode_posting(stored);
  require(again.has_value() && index::encode_posting(*again) == stored, "what is read can be stored");
}

}  // namespace

bool reads(std::string_view bytes) {
  check_damaged(bytes);
  const auto read = json::read_posting(bytes);
  if (!read.ok()) {
    require(!read.issues().empty(), "a refusal says why");
    check_issues(read.issues(), base::Issue::Severity::kError);
    return false;
  }
  check_issues(read.value().flags, base::Issue::Severity::kFlag);
  const Words& words = Words::shared();
  const indexer::PostingNormalizer normalizer(places(), words.categories, words.normalizer,
                                              *base::parse_instant("2026-11-22T12:00:00+08:00"));
  const auto normalized = normalizer.normalize(read.value().posting);
  check_issues(normalized.flags, base::Issue::Severity::kFlag);
  require(normalized.posting.id == read.value().posting.id, "an id stays as it is");
  check_text(normalized.posting);
  check_figures(read.value().posting, normalized.posting);
  check_shown(normalized.posting);
  check_stored(normalized.posting);
  check_document(normalized.posting);
  return true;
}

}  // namespace doorstep::fuzzing
