#include "indexer/document_terms.h"

#include <algorithm>

#include <fmt/format.h>
#include <xxhash.h>

#include "indexer/employer_key.h"
#include "indexer/row_labels.h"
#include "schema/domain/hours.h"
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
    if (field == FieldHits::kCompany) add(document, index::employer_term(term.text), field);
  }
}

std::string joined(std::initializer_list<const std::vector<std::string>*> lists, const std::string& first) {
  std::string all = first;
  for (const auto* list : lists) {
    for (const std::string& text : *list) all.append("\n").append(text);
  }
  return all;
}

// Equal for one employer however its name is written.
std::uint32_t employer_number(std::string_view normalized_company) {
  const std::u32string key = employer_key(normalized_company);
  if (key.empty()) return index::kNoEmployer;
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(key.data(), key.size() * sizeof(char32_t)));
  return hash == index::kNoEmployer ? 1 : hash;
}

std::string_view concept_of(domain::Education education) {
  if (education == domain::Education::kAny) return "学历不限";
  if (education == domain::Education::kPrimary) return "小学文化";
  return domain::education_name(education);
}

// Two letters of a long text (bd, pm) stand for many things.
bool is_short_latin(std::string_view name) {
  constexpr std::size_t kShort = 2;
  return name.size() <= kShort;
}

// 货车司机 says 司机 itself; 月嫂 does not say 家政, nor 食品厂工人 普工, though 工人 is a name of it.
bool says(const text::ConceptEntry& entry, std::string_view name) {
  constexpr std::size_t kShort = 2 * 3;  // bytes; two Han characters
  const bool by_any_name = entry.kind != text::ConceptKind::kJob;
  return std::any_of(entry.names.begin(), entry.names.end(), [&](const std::string& known) {
    return (by_any_name || known == entry.key || known.size() > kShort) && name.find(known) != std::string_view::npos;
  });
}

// 保洁阿姨 is what the work is called: it does not say that women are wanted, which who types 阿姨 asks for.
bool is_form_of_address(const text::ConceptMention& mention, const text::ConceptEntry& entry) {
  constexpr std::uint32_t kShort = 2 * 3;
  return mention.spoken && entry.kind == text::ConceptKind::kGroup && mention.end - mention.begin <= kShort;
}

}  // namespace

void DocumentBuilder::add_concept(PostingDocument& document, std::uint32_t number, std::string_view name,
                                  std::uint32_t field) const {
  const text::Concepts& concepts = language_.concepts;
  add(document, index::concept_term(concepts.entries()[number].key), field);
  document.names_a_job =
      document.names_a_job || (field == FieldHits::kTitle && !text::is_attribute(concepts.entries()[number].kind));
  for (const std::uint32_t broader : concepts.ancestors(number)) {
    const text::ConceptEntry& entry = concepts.entries()[broader];
    add(document, says(entry, name) ? index::concept_term(entry.key) : index::narrower_term(entry.key), field);
  }
}

// An everyday name means a job in a title or a tag; among the duties of a job it may be one of another job's.
void DocumentBuilder::add_concepts(PostingDocument& document, std::string_view normalized,
                                   std::span<const text::Term> terms, std::uint32_t field) const {
  for (const text::ConceptMention& mention : language_.concept_finder.find(normalized, terms)) {
    const text::ConceptEntry& entry = language_.concepts.entries()[mention.number];
    if (mention.negated || is_form_of_address(mention, entry)) continue;
    const bool job = !text::is_attribute(entry.kind);
    const std::string_view name = normalized.substr(mention.begin, mention.end - mention.begin);
    std::uint32_t in = field;
    if (job && field == FieldHits::kDescription) {
      if (is_short_latin(name)) continue;
      const bool spoken = mention.spoken && !says(entry, name);
      if (spoken && document.names_a_job) continue;
      // Of a title that names no job known, the duties tell what it is.
      if (spoken) in = FieldHits::kTags;
    }
    add_concept(document, mention.number, name, in);
  }
}

// What stands in brackets is said in passing; the employer's name at the end is not said of the work.
void DocumentBuilder::add_title_concepts(PostingDocument& document, std::span<const text::Term> terms,
                                         const std::vector<domain::TitleAside>& asides) const {
  const std::string_view title = document.title;
  const domain::TitleAside employer = domain::employer_in_title(title, document.company);
  // 急聘 保安 of a company called 某某保安服务 names the work, 店员 某某五金 the employer.
  const auto names_the_employer = [&](const text::ConceptMention& mention) {
    const bool all_of_it = mention.begin == employer.begin && mention.end == employer.end;
    return employer.begin <= mention.begin && mention.begin < employer.end && !all_of_it;
  };
  for (const text::ConceptMention& mention : language_.concept_finder.find(title, terms)) {
    const text::ConceptEntry& entry = language_.concepts.entries()[mention.number];
    if (mention.negated || names_the_employer(mention) || is_form_of_address(mention, entry)) continue;
    const std::string_view name = title.substr(mention.begin, mention.end - mention.begin);
    const bool aside = within(asides, mention.begin);
    add_concept(document, mention.number, name, aside ? FieldHits::kTitleAside : FieldHits::kTitle);
  }
}

void DocumentBuilder::state(PostingDocument& document, std::string_view key) const {
  const auto number = language_.concepts.by_key(key);
  if (!number) throw std::logic_error(fmt::format("concepts.tsv: no concept {}", key));
  add_concept(document, *number, key, FieldHits::kTags);
}

// What fields of their own say, however they word it.
void DocumentBuilder::add_stated(PostingDocument& document, const domain::Posting& posting) const {
  if (posting.experience.min_years == 0U && !posting.experience.max_years) state(document, "经验不限");
  if (posting.education) state(document, concept_of(*posting.education));
  const domain::WorkHours hours = domain::parse_hours(
      joined({&posting.tags, &posting.welfare}, fmt::format("{}\n{}", posting.title, posting.description)));
  constexpr std::uint32_t kMorningMin = 6 * 60;
  constexpr std::uint32_t kEveningMin = 19 * 60;
  constexpr std::uint32_t kLongMin = 6 * 60;
  if (hours.night) state(document, "夜班");
  if (hours.begin_min && hours.end_min && !hours.night && *hours.begin_min >= kMorningMin &&
      *hours.begin_min + kLongMin <= *hours.end_min && *hours.end_min <= kEveningMin) {
    state(document, "长白班");
  }
  if (hours.days_off_a_week == 2) state(document, "双休");
  if (hours.days_off_a_week == 1) state(document, "单休");
  if ((posting.employer_types >> static_cast<unsigned>(domain::EmployerType::kPublicWelfare) & 1U) != 0) {
    state(document, "公益性岗位");
  }
}

void DocumentBuilder::add_way_of_pay(PostingDocument& document, const domain::Pay& pay) const {
  if (pay.unit == domain::PayUnit::kHour) state(document, "小时工");
  if (pay.unit == domain::PayUnit::kDay) state(document, "日薪");
  if (pay.unit == domain::PayUnit::kPiece) state(document, "计件");
  if (pay.negotiable) state(document, "面议");
}

void DocumentBuilder::add_places(PostingDocument& document, const domain::Posting& posting,
                                 const domain::Community* community) const {
  if (community != nullptr) add_all(document, places_.of_community(*community), FieldHits::kPlace);
  add_all(document, places_.in_address(language_.normalizer.normalize(posting.address)), FieldHits::kPlace);
}

void DocumentBuilder::add_all(PostingDocument& document, const std::vector<std::uint32_t>& places,
                              std::uint32_t field) const {
  for (const std::uint32_t place : places) add(document, index::place_term(places_.places()[place].key), field);
}

PostingDocument DocumentBuilder::build(const domain::Posting& posting, std::span<const std::uint32_t> guessed) const {
  const text::Normalizer& normalizer = language_.normalizer;
  PostingDocument document;
  document.title = normalizer.normalize(posting.title);
  document.company = normalizer.normalize(posting.company);
  document.description = normalizer.normalize(posting.description);
  document.description_characters = text::count_characters(document.description);
  document.employer = employer_number(document.company);
  add_title(document);
  add_field(document, document.company, FieldHits::kCompany);
  add_field(document, document.description, FieldHits::kDescription);
  add_field(document,
            normalizer.normalize(joined({&posting.tags, &posting.welfare, &posting.groups}, posting.employment_type)),
            FieldHits::kTags);
  const domain::Community* community =
      gazetteer_.find(posting.place ? posting.place->community_id : posting.community_id);
  std::string place = posting.address;
  if (community != nullptr) {
    place.append("\n").append(domain::short_community_name(community->name)).append("\n");
    place.append(community->street).append("\n").append(community->district);
  }
  add_field(document, normalizer.normalize(place), FieldHits::kPlace);
  // Not what the title says, but more than a mention. What it is a kind of does not follow from a guess.
  for (const std::uint32_t number : guessed) {
    add(document, index::concept_term(language_.concepts.entries()[number].key), FieldHits::kLearnt);
  }
  add_stated(document, posting);
  document.labels = row_labels(language_, posting, document.terms);
  add_way_of_pay(document, posting.pay);  // no label: there is a filter by pay
  add_places(document, posting, community);
  add(document, index::id_term(posting.id), FieldHits::kTitle);
  return document;
}

void DocumentBuilder::add_field(PostingDocument& document, std::string_view normalized, std::uint32_t field) const {
  const std::vector<text::Term> terms = language_.analyzer.terms_of_normalized(normalized);
  for (const text::Term& term : terms) add_term(document, term, normalized, field);
  if (field == FieldHits::kTags || field == FieldHits::kDescription) add_concepts(document, normalized, terms, field);
}

// Words in brackets are of the title, but not what the opening is.
void DocumentBuilder::add_title(PostingDocument& document) const {
  const std::vector<domain::TitleAside> asides = domain::title_asides(document.title);
  const std::vector<text::Term> terms = language_.analyzer.terms_of_normalized(document.title);
  for (const text::Term& term : terms) {
    const std::uint32_t field = within(asides, term.begin) ? FieldHits::kTitleAside : FieldHits::kTitle;
    add_term(document, term, document.title, field);
  }
  add_title_concepts(document, terms, asides);
  add_all(document, places_.in_title(document.title, terms), FieldHits::kTitle);
  add_title_characters(document, asides);
}

}  // namespace doorstep::indexer
