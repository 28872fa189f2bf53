#include "searchd/search/query_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "schema/index/index_layout.h"
#include "searchd/search/job_union.h"
#include "searchd/search/pay_wish.h"
#include "searchd/search/query_names.h"
#include "searchd/search/query_words.h"
#include "searchd/search/refusals.h"
#include "searchd/search/wishes.h"

namespace doorstep::search {
namespace {

using text::ConceptKind;
using text::FunctionWord;

// The longest query has 200 characters; more concepts than this say nothing more.
constexpr std::size_t kMaxConcepts = 32;
// Each costs a look at every text that is found.
constexpr std::size_t kMostUnwanted = 8;

// What a hit is worth of two characters that no word joins.
constexpr double kAcrossWords = 0.5;

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

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
        const std::size_t refusal = refusal_at(at);
        excluding_ = refusal > 0;
        const bool is_read = read_concept(query_.substr(at, end - at));
        excluding_ = false;
        if (!is_read) continue;
        blank(at - refusal, end);
        break;
      }
    }
  }

  std::size_t refusal_at(std::size_t begin) const {
    return reads(Part::kExclusion) ? refusal_before(language_.function_words, query_, begin) : 0;
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
    auto pay = find_pay_wish(query_);
    if (!pay) return;
    const std::size_t refusal = refusal_at(pay->begin);
    if (refusal > 0) std::swap(pay->at_least, pay->at_most);  // 不要5000以下
    const std::size_t begin = pay->begin - refusal;
    const std::string said = query_.substr(begin, pay->end - begin);
    blank(begin, pay->end);
    if (refusal > 0 && pay->at_least && pay->at_most) return;  // what is not between two figures is no filter
    reading_.filters.pay_min = pay->at_least;
    reading_.filters.pay_max = pay->at_most;
    if (pay->unit != domain::PayUnit::kNone) reading_.filters.pay_unit = pay->unit;
    std::string value;
    if (pay->at_least) value += fmt::format("pay_min={}", *pay->at_least);
    if (pay->at_most) value += fmt::format("{}pay_max={}", value.empty() ? "" : ",", *pay->at_most);
    if (pay->unit != domain::PayUnit::kNone) value += fmt::format(",unit={}", domain::pay_unit_name(pay->unit));
    tell(part_name(Part::kPay), said, std::move(value));
  }

  void read_words() {
    for (const text::Term& word : reader_.analyzer_.words(query_)) {
      const bool minus = reads(Part::kExclusion) && word.begin > 0 && query_[word.begin - 1] == '-' &&
                         (word.begin == 1 || query_[word.begin - 2] == ' ');
      if (word.begin != run_end_) end_run();
      if (minus) start_refusing();
      read_word(word);
    }
  }

  void start_refusing() {
    excluding_ = true;
    refused_end_.reset();
  }

  // 不要保安和保洁, 不要保安保洁: what is listed after something refused is refused as well.
  bool is_listed(const text::Term& word) const {
    const std::string_view between = std::string_view(query_).substr(*refused_end_, word.begin - *refused_end_);
    const auto name = language_.concepts.by_name(word.text);
    const bool job = name && part_of(language_.concepts.entries()[name->number].kind) == Part::kJob;
    return lists(between) || (between.empty() && name && job == refused_a_job_);
  }

  void read_word(const text::Term& word) {
    if (excluding_ && refused_end_) {
      if (is_conjunction(word.text)) return;
      if (!is_listed(word)) excluding_ = false;
      refused_end_.reset();
    }
    if (read_sort(word.text) || read_function_word(word.text)) return end_run();
    if (read_place(word.text) || read_concept(word.text)) {
      end_run();
      if (excluding_) refused_end_ = word.end;
      return;
    }
    if (excluding_) {
      end_run();
      exclude_word(word.text);
      refused_a_job_ = false;
      refused_end_ = word.end;
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
    if (ignored_ != 0 && read_in_pieces(word.text)) return;
    add({.word = word.text, .terms = {index::word_term(word.text)}});
    reading_.unknown.push_back({word.text, language_.analyzer.is_common_word(word.text)});
  }

  // A name that is to be ignored is words like others: cut as those of postings are.
  bool read_in_pieces(const std::string& name) {
    const std::vector<text::Term> pieces = language_.analyzer.words(name);
    if (pieces.size() < 2) return false;
    for (const text::Term& piece : pieces) {
      if (!is_one_han(piece.text)) add({.word = piece.text, .terms = {index::word_term(piece.text)}});
    }
    return true;
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
      start_refusing();
      saw_function_word_ = true;
      return true;
    }
    for (const FunctionWord kind : {FunctionWord::kAsk, FunctionWord::kTail, FunctionWord::kNear}) {
      if (!language_.function_words.is(kind, word)) continue;
      // A single character may be a wrong one of a name (快的员); it counts as a wish only where it is more.
      saw_function_word_ = saw_function_word_ || text::count_characters(word) > 1;
      return true;
    }
    return false;
  }

  bool read_place(const std::string& word) {
    if (!reads(Part::kPlace)) return false;
    const auto number = reader_.places_.by_name(word);
    if (!number || language_.concepts.by_name(word)) return false;
    const text::NamedPlace& place = reader_.places_.places()[*number];
    if (excluding_) {
      refuse({word, {index::place_term(place.key)}, true}, place.key);
      refused_a_job_ = false;
      return true;
    }
    add(wish_for(place, word));
    const domain::Community* centre = reader_.places_.centre_of(*number);
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
      refused_a_job_ = part_of(entry.kind) == Part::kJob;
      return true;
    }
    if (reads(Part::kExclusion) && read_denial(word, entry)) return true;
    const Part part = part_of(entry.kind);
    add(wish_for(language_.concepts, entry, word));
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

  // 不上夜班 is a concept of its own, which few postings state: beside other wishes it counts that they do not speak of 夜班. Work is
  // refused by its own name (不做销售); 不要中介 is about who hires.
  bool read_denial(const std::string& word, const text::ConceptEntry& entry) {
    for (const std::string& denial : language_.function_words.words(FunctionWord::kExclude)) {
      if (!word.starts_with(denial) || word.size() == denial.size()) continue;
      const std::string_view name = std::string_view(word).substr(denial.size());
      const auto denied = language_.concepts.by_name(name);
      if (!denied) continue;
      const text::ConceptEntry& refused = language_.concepts.entries()[denied->number];
      const bool work_of_another_name = refused.kind == text::ConceptKind::kJob && !refused.key.starts_with(name);
      if (refused.key == entry.key || work_of_another_name) continue;
      exclude_concept(word, refused.key);
      Concept stated = wish_for(language_.concepts, entry, word);
      stated.required = false;
      optional_.push_back(std::move(stated));
      return true;
    }
    return false;
  }

  void exclude_concept(const std::string& word, const std::string& key) {
    refuse({word, {index::concept_term(key), index::narrower_term(key)}, false}, key);
  }

  void exclude_word(const std::string& word) { refuse({word, {}, true}, word); }

  void refuse(Unwanted unwanted, std::string_view value) {
    if (reading_.plan.unwanted.size() == kMostUnwanted) return;
    tell(part_name(Part::kExclusion), unwanted.word, fmt::format("exclude={}", value));
    reading_.plan.unwanted.push_back(std::move(unwanted));
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
    for (const std::string& bigram : neighbours_in(run)) {
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
    // 不上夜班 alone: first what says so, then all that does not speak of it.
    reading_.plan.rest_too = wanted_.empty() && !optional_.empty();
    for (Concept& stated : optional_) {
      stated.required = reading_.plan.rest_too;
      add(std::move(stated));
    }
  }
  // Who says nothing but an age that few take asks for openings that say they do.
  void prefer_the_old() {
    constexpr std::uint32_t kOld = 60;
    constexpr std::string_view kRetired = "退休人员";
    if (reading_.filters.age.value_or(0) < kOld || !wanted_.empty() || !reads(Part::kGroup)) return;
    tell(part_name(Part::kGroup), age_text_, std::string(kRetired));
    add(wish_for(language_.concepts, language_.concepts.entries()[*language_.concepts.by_key(kRetired)], age_text_));
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
  std::optional<std::size_t> refused_end_;  // while excluding: where what was refused last ends, if anything was
  bool refused_a_job_ = false;
  bool saw_function_word_ = false;
  bool saw_noise_ = false;
};

QueryReader::QueryReader(const text::Language& language, const domain::Gazetteer& gazetteer)
    : language_(language),
      places_(language.named_places, gazetteer),
      words_(query_words(language.function_words)),
      figure_names_(names_with_figures(language.concepts)),
      analyzer_(language.analyzer, {&language.concepts.names(), &places_.names(), &words_}) {}

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
