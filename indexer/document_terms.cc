#include "indexer/document_terms.h"

#include <algorithm>

#include "schema/domain/title.h"
#include "schema/index/index_layout.h"

namespace doorstep::indexer {
namespace {

using index::FieldHits;
using text::TermKind;

// Whether a substring search can reach into the field. Only there do bigrams across words earn their place.
bool searched_exactly(std::uint32_t field) {
  return field == FieldHits::kTitle || field == FieldHits::kTitleAside || field == FieldHits::kCompany ||
         field == FieldHits::kDescription;
}

bool is_single_character(std::string_view term) {
  std::size_t at = 0;
  text::next_code_point(term, at);
  return at == term.size();
}

bool han_before(std::string_view normalized, std::size_t at) {
  if (at == 0) return false;
  do {
    --at;
  } while (at > 0 && (static_cast<unsigned char>(normalized[at]) & 0xC0U) == 0x80U);
  return text::is_han(text::next_code_point(normalized, at));
}

bool han_at(std::string_view normalized, std::size_t at) {
  return at < normalized.size() && text::is_han(text::next_code_point(normalized, at));
}

// A lone character of running text says little and makes the longest lists: it is indexed only where no
// bigram covers it, so that every substring can still be found.
bool worth_indexing(const text::Term& term, std::string_view normalized, std::uint32_t field) {
  if (!han_at(term.text, 0) || !is_single_character(term.text)) return true;
  if (field == FieldHits::kTags) return true;
  return !han_before(normalized, term.begin) && !han_at(normalized, term.end);
}

void add(PostingDocument& document, std::string term, std::uint32_t field) {
  std::uint32_t& packed = document.terms[std::move(term)];
  packed = FieldHits::add(packed, field);
}

bool within(const std::vector<domain::TitleAside>& asides, std::size_t at) {
  return std::any_of(asides.begin(), asides.end(),
                     [at](const domain::TitleAside& aside) { return aside.begin <= at && at < aside.end; });
}

void add_title_characters(PostingDocument& document, const std::vector<domain::TitleAside>& asides) {
  for (std::size_t at = 0; at < document.title.size();) {
    const std::size_t begin = at;
    if (text::is_han(text::next_code_point(document.title, at)) && !within(asides, begin)) {
      add(document, index::word_term(std::string_view(document.title).substr(begin, at - begin)), FieldHits::kTitle);
    }
  }
}

void add_term(PostingDocument& document, const text::Term& term, std::string_view normalized, std::uint32_t field) {
  if (term.kind == TermKind::kStraddlingBigram) {
    if (searched_exactly(field)) add(document, index::straddling_term(term.text), field);
  } else if (worth_indexing(term, normalized, field)) {
    add(document, index::word_term(term.text), field);
  }
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

std::string joined(std::initializer_list<const std::vector<std::string>*> lists, const std::string& first) {
  std::string all = first;
  for (const auto* list : lists) {
    for (const std::string& text : *list) all.append("\n").append(text);
  }
  return all;
}

}  // namespace

void DocumentBuilder::add_field(PostingDocument& document, std::string_view normalized, std::uint32_t field) const {
  for (const text::Term& term : analyzer_.terms_of_normalized(normalized)) add_term(document, term, normalized, field);
}

// Words in brackets are of the title, but not what the opening is.
void DocumentBuilder::add_title(PostingDocument& document) const {
  const std::vector<domain::TitleAside> asides = domain::title_asides(document.title);
  for (const text::Term& term : analyzer_.terms_of_normalized(document.title)) {
    const std::uint32_t field = within(asides, term.begin) ? FieldHits::kTitleAside : FieldHits::kTitle;
    add_term(document, term, document.title, field);
  }
  add_title_characters(document, asides);
}

PostingDocument DocumentBuilder::build(const domain::Posting& posting) const {
  const text::Normalizer& normalizer = analyzer_.normalizer();
  PostingDocument document;
  document.title = normalizer.normalize(posting.title);
  document.company = normalizer.normalize(posting.company);
  document.description = normalizer.normalize(posting.description);
  document.description_characters = characters(document.description);
  add_title(document);
  add_field(document, document.company, FieldHits::kCompany);
  add_field(document, document.description, FieldHits::kDescription);
  add_field(document,
            normalizer.normalize(joined({&posting.tags, &posting.welfare, &posting.groups}, posting.employment_type)),
            FieldHits::kTags);
  std::string place = posting.address;
  const domain::Community* community =
      gazetteer_.find(posting.place ? posting.place->community_id : posting.community_id);
  if (community != nullptr) {
    place.append("\n").append(domain::short_community_name(community->name)).append("\n");
    place.append(community->street).append("\n").append(community->district);
  }
  add_field(document, normalizer.normalize(place), FieldHits::kPlace);
  add(document, index::id_term(posting.id), FieldHits::kTitle);
  return document;
}

}  // namespace doorstep::indexer
