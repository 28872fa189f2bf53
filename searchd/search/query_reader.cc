#include "searchd/search/query_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "schema/index/index_layout.h"
#include "searchd/search/job_union.h"
#include "searchd/search/pay_wish.h"
#include "searchd/search/query_names.h"

namespace doorstep::search {
namespace {

using text::ConceptKind;
using text::FunctionWord;

// The longest query has 200 characters; more concepts than this say nothing more.
constexpr std::size_t kMaxConcepts = 32;

// What a hit is worth by the way it was found.
constexpr double kByConcept = 1.0;
constexpr double kByNarrower = 0.6;
constexpr double kByPlace = 1.0;
constexpr double kByStreetNear = 0.5;
constexpr double kAcrossWords = 0.5;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

Part part_of(ConceptKind kind) {
  switch (kind) {
    case ConceptKind::kShift: return Part::kShift;
    case ConceptKind::kBenefit: return Part::kWelfare;
    case ConceptKind::kGroup: return Part::kGroup;
    case ConceptKind::kEmployment: return Part::kEmployment;
    case ConceptKind::kRequirement:
    case ConceptKind::kCertificate: return Part::kRequirement;
    default: return Part::kJob;
  }
}

std::size_t characters(std::string_view utf8) {
  std::size_t count = 0;
  for (const char c : utf8) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
  return count;
}

bool is_one_han(std::string_view word) {
  std::size_t at = 0;
  return text::is_han(text::next_code_point(word, at)) && at == word.size();
}

// Characters that each stood alone, though side by side: cut up because no word of theirs is known.
std::vector<std::string> bigrams_of(std::string_view run) {
  std::vector<std::string> bigrams;
  std::size_t before = 0;
  for (std::size_t at = 0; at < run.size();) {
    const std::size_t begin = at;
    text::next_code_point(run, at);
    if (begin > 0) bigrams.emplace_back(run.substr(before, at - before));
    before = begin;
  }
  return bigrams;
}

}  // namespace

// One reading of one query.
class QueryReader::Run {
 public:
  Run(const QueryReader& reader, std::string_view normalized, IgnoredParts ignored)
      : reader_(reader), language_(reader.language_), query_(normalized), ignored_(ignored) {
    reading_.plan.normalized = query_;
  }

  QueryReading read() && {
    if (query_.empty()) return std::move(reading_);
    read_names_with_figures();
    read_figures();
    read_words();
    end_run();
    join_jobs(language_.concepts, wanted_);
    settle_lone_characters();
    prefer_the_old();
    if (!wanted_.empty() || said_nothing()) reading_.plan.choices.push_back(std::move(wanted_));
    return std::move(reading_);
  }

 private:
  bool reads(Part part) const { return !is_ignored(ignored_, part); }

  // Only function words, figures and what is not wanted leave nothing to look for: then everything near is shown. A query without any
  // word (only punctuation) finds nothing.
  bool said_nothing() const {
    return reading_.plan.unwanted.empty() && reading_.filters == Filters{} && !reading_.sort &&
           (!saw_function_word_ || saw_noise_);
  }

  void tell(std::string_view kind, std::string_view text, std::string value, std::string community_id = {}) {
    reading_.understood.push_back({std::string(kind), std::string(text), std::move(value), std::move(community_id)});
  }

  void read_names_with_figures() {
    std::vector<text::NameFinder::Found> found;
    for (std::size_t at = 0; at < query_.size(); ++at) {
      if (at > 0 && is_alphanumeric(query_[at - 1])) continue;
      reader_.figure_names_.at(query_, at, found);
      while (!found.empty()) {
        const std::size_t end = found.back().end;
        found.pop_back();
        if (end < query_.size() && is_alphanumeric(query_[end]) && is_alphanumeric(query_[end - 1])) continue;
        if (!read_concept(query_.substr(at, end - at))) continue;
        blank(at, end);
        break;
      }
    }
  }

  // Blanks out what was read, so that offsets stay.
  void blank(std::size_t begin, std::size_t end) {
    std::fill(query_.begin() + static_cast<std::ptrdiff_t>(begin), query_.begin() + static_cast<std::ptrdiff_t>(end),
              ' ');
  }

  void read_figures() {
    if (reads(Part::kAge)) {
      const auto age = find_age_wish(query_);
      if (age) {
        reading_.filters.age = age->years;
        age_text_ = query_.substr(age->begin, age->end - age->begin);
        tell(part_name(Part::kAge), query_.substr(age->begin, age->end - age->begin),
             fmt::format("age={}", age->years));
        blank(age->begin, age->end);
      }
    }
    if (!reads(Part::kPay)) return;
    const auto pay = find_pay_wish(query_);
    if (!pay) return;
    reading_.filters.pay_min = pay->at_least;
    reading_.filters.pay_max = pay->at_most;
    if (pay->unit != domain::PayUnit::kNone) reading_.filters.pay_unit = pay->unit;
    std::string value;
    if (pay->at_least) value += fmt::format("pay_min={}", *pay->at_least);
    if (pay->at_most) value += fmt::format("{}pay_max={}", value.empty() ? "" : ",", *pay->at_most);
    if (pay->unit != domain::PayUnit::kNone) value += fmt::format(",unit={}", domain::pay_unit_name(pay->unit));
    tell(part_name(Part::kPay), query_.substr(pay->begin, pay->end - pay->begin), std::move(value));
    blank(pay->begin, pay->end);
  }

  void read_words() {
    for (const text::Term& word : reader_.analyzer_.words(query_)) {
      const bool minus = reads(Part::kExclusion) && word.begin > 0 && query_[word.begin - 1] == '-' &&
                         (word.begin == 1 || query_[word.begin - 2] == ' ');
      if (word.begin != run_end_) end_run();
      excluding_ = excluding_ || minus;
      read_word(word);
    }
  }

  void read_word(const text::Term& word) {
    if (read_sort(word.text) || read_function_word(word.text)) return end_run();
    if (read_place(word.text) || read_concept(word.text)) {
      end_run();
      excluding_ = false;
      return;
    }
    if (excluding_) {
      end_run();
      exclude_word(word.text);
      excluding_ = false;
      return;
    }
    if (is_one_han(word.text)) {
      run_.append(word.text);
      run_end_ = word.end;
      return;
    }
    end_run();
    if (word.text.size() == 1 && word.text.front() >= '0' && word.text.front() <= '9') {
      saw_noise_ = true;
      return;
    }
    add({.word = word.text, .terms = {index::word_term(word.text)}});
    reading_.unknown.push_back({word.text, language_.analyzer.is_common_word(word.text)});
  }

  bool read_sort(std::string_view word) {
    if (!reads(Part::kSort)) return false;
    constexpr std::array<std::pair<FunctionWord, Sort>, 3> kSorts = {{{FunctionWord::kBestPaid, Sort::kPay},
                                                                      {FunctionWord::kNearest, Sort::kDistance},
                                                                      {FunctionWord::kNewest, Sort::kNewest}}};
    for (const auto& [kind, sort] : kSorts) {
      if (!language_.function_words.is(kind, word)) continue;
      reading_.sort = sort;
      tell(part_name(Part::kSort), word, fmt::format("sort={}", sort_name(sort)));
      return true;
    }
    return false;
  }

  bool read_function_word(std::string_view word) {
    if (language_.concepts.by_name(word)) return false;
    if (reads(Part::kExclusion) && language_.function_words.is(FunctionWord::kExclude, word)) {
      excluding_ = true;
      saw_function_word_ = true;
      return true;
    }
    for (const FunctionWord kind : {FunctionWord::kAsk, FunctionWord::kTail, FunctionWord::kNear}) {
      if (!language_.function_words.is(kind, word)) continue;
      // A single character may be a wrong one of a name (快的员); it counts as a wish only where it is more.
      saw_function_word_ = saw_function_word_ || characters(word) > 1;
      return true;
    }
    return false;
  }

  bool read_place(const std::string& word) {
    if (!reads(Part::kPlace)) return false;
    const auto number = reader_.places_.by_name(word);
    if (!number || language_.concepts.by_name(word)) return false;
    const text::NamedPlace& place = reader_.places_.places()[*number];
    Concept looked_for{.word = word, .role = Role::kPlace, .meaning = place.key};
    looked_for.terms.push_back(index::place_term(place.key));
    looked_for.factors.push_back(kByPlace);
    for (const std::string& street : place.near) {
      looked_for.terms.push_back(index::place_term(street));
      looked_for.factors.push_back(kByStreetNear);
    }
    // A landmark may be named anywhere, also where its name is not known to be one.
    looked_for.terms.push_back(index::word_term(word));
    looked_for.factors.push_back(kByPlace);
    const domain::Community* centre = reader_.places_.centre_of(*number);
    if (excluding_) return false;
    add(std::move(looked_for));
    tell(part_name(Part::kPlace), word, place.key, centre == nullptr ? std::string{} : centre->id);
    return true;
  }

  bool read_concept(const std::string& word) {
    const auto name = language_.concepts.by_name(word);
    if (!name) return false;
    const text::ConceptEntry& entry = language_.concepts.entries()[name->number];
    if (!reads(part_of(entry.kind))) return false;
    if (excluding_) {
      exclude_concept(word, entry.key);
      return true;
    }
    if (reads(Part::kExclusion) && read_denial(word, entry)) return true;
    const Part part = part_of(entry.kind);
    Concept looked_for{.word = word,
                       .terms = {index::concept_term(entry.key), index::narrower_term(entry.key)},
                       .factors = {kByConcept, kByNarrower},
                       .role = part == Part::kJob ? Role::kJob : Role::kAttribute,
                       .meaning = entry.key};
    // In an employer's name it is a word like others (会计师事务所).
    if (part == Part::kJob) {
      looked_for.terms.push_back(index::employer_term(word));
      looked_for.factors.push_back(kByConcept);
    }
    for (const std::string& key : entry.broader) {
      const auto number = language_.concepts.by_key(key);
      const ConceptKind kind = language_.concepts.entries()[*number].kind;
      if (kind == ConceptKind::kCertificate || kind == ConceptKind::kRequirement) continue;
      looked_for.broader_terms.push_back(index::concept_term(key));
      looked_for.broader_terms.push_back(index::narrower_term(key));
      looked_for.broader.append(looked_for.broader.empty() ? "" : "、").append(key);
    }
    add(std::move(looked_for));
    if (part == Part::kJob && reading_.job.empty()) reading_.job = entry.key;
    if (part == Part::kJob) {
      for (const std::uint32_t number : language_.concept_finder.attributes_within(word)) {
        const std::string& key = language_.concepts.entries()[number].key;
        if (reads(part_of(language_.concepts.entries()[number].kind))) read_concept(key);
      }
    }
    tell(part == Part::kJob ? text::concept_kind_name(entry.kind) : part_name(part), word, entry.key);
    return true;
  }

  // 不上夜班 is a concept of its own, which few postings state: beside other wishes it counts that they do not speak of 夜班.
  bool read_denial(const std::string& word, const text::ConceptEntry& entry) {
    for (const std::string& denial : language_.function_words.words(FunctionWord::kExclude)) {
      if (!word.starts_with(denial) || word.size() == denial.size()) continue;
      const auto denied = language_.concepts.by_name(std::string_view(word).substr(denial.size()));
      if (!denied || language_.concepts.entries()[denied->number].key == entry.key) continue;
      exclude_concept(word, language_.concepts.entries()[denied->number].key);
      Concept stated{.word = word,
                     .terms = {index::concept_term(entry.key), index::narrower_term(entry.key)},
                     .factors = {kByConcept, kByNarrower},
                     .role = Role::kAttribute,
                     .meaning = entry.key};
      optional_.push_back(std::move(stated));
      return true;
    }
    return false;
  }

  void exclude_concept(const std::string& word, const std::string& key) {
    reading_.plan.unwanted.push_back({word, {index::concept_term(key), index::narrower_term(key)}, false});
    tell(part_name(Part::kExclusion), word, fmt::format("exclude={}", key));
  }

  void exclude_word(const std::string& word) {
    reading_.plan.unwanted.push_back({word, {}, true});
    tell(part_name(Part::kExclusion), word, fmt::format("exclude={}", word));
  }

  void add(Concept looked_for) {
    const auto same = [&](const Concept& known) {
      return known.word == looked_for.word || (!known.meaning.empty() && known.meaning == looked_for.meaning);
    };
    if (wanted_.size() == kMaxConcepts || std::any_of(wanted_.begin(), wanted_.end(), same)) return;
    wanted_.push_back(std::move(looked_for));
  }

  // Characters side by side that make no word known: together they are one all the same.
  void end_run() {
    if (run_.empty()) return;
    const std::string run = std::exchange(run_, {});
    reading_.has_remnants = true;
    if (is_one_han(run)) {
      lone_.push_back(run);
      return;
    }
    reading_.unknown.push_back({run, false});
    for (const std::string& bigram : bigrams_of(run)) {
      add({.word = bigram,
           .terms = {index::word_term(bigram), index::straddling_term(bigram)},
           .factors = {1.0, kAcrossWords}});
    }
  }

  // A lone character beside words (叉车公) is a slip or a remnant; alone it is what was asked for.
  void settle_lone_characters() {
    const bool alone = wanted_.empty();
    for (const std::string& character : lone_) {
      if (alone) reading_.unknown.push_back({character, false});
      if (alone && saw_nothing_else()) add({.word = character, .terms = {index::word_term(character)}});
    }
    const bool nothing_else = wanted_.empty();
    for (Concept& stated : optional_) {
      stated.required = nothing_else;
      add(std::move(stated));
    }
  }
  // Who says nothing but an age that few take asks for openings that say they do.
  void prefer_the_old() {
    constexpr std::uint32_t kOld = 60;
    constexpr std::string_view kRetired = "退休人员";
    if (reading_.filters.age.value_or(0) < kOld || !wanted_.empty()) return;
    add({.word = age_text_,
         .terms = {index::concept_term(kRetired), index::narrower_term(kRetired)},
         .factors = {kByConcept, kByNarrower},
         .role = Role::kAttribute,
         .meaning = std::string(kRetired)});
  }
  bool saw_nothing_else() const { return reading_.plan.unwanted.empty(); }

  const QueryReader& reader_;
  const text::Language& language_;
  std::string query_;
  IgnoredParts ignored_;
  QueryReading reading_;
  Conjunction wanted_;
  std::vector<Concept> optional_;
  std::vector<std::string> lone_;
  std::string run_;
  std::string age_text_;
  std::size_t run_end_ = 0;
  bool excluding_ = false;
  bool saw_function_word_ = false;
  bool saw_noise_ = false;
};

QueryReader::QueryReader(const text::Language& language, const domain::Gazetteer& gazetteer)
    : language_(language),
      places_(language.named_places, gazetteer),
      analyzer_(language.normalizer, query_lexicon(language, places_)),
      names_with_figures_(names_with_figures(language.concepts)),
      figure_names_(names_with_figures_) {}

QueryReading QueryReader::read(std::string_view query, IgnoredParts ignored) const {
  QueryReading reading = Run(*this, trimmed_query(language_.normalizer, query), ignored).read();
  const std::string taiwan = language_.normalizer.taiwan_variant(query);
  if (taiwan.empty()) return reading;
  // What Taiwan calls otherwise (軟體) may be meant, too.
  QueryReading other = Run(*this, trimmed_query(language_.normalizer, taiwan), ignored).read();
  for (Conjunction& choice : other.plan.choices) reading.plan.choices.push_back(std::move(choice));
  return reading;
}

}  // namespace doorstep::search
