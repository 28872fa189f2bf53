#pragma once

// The index terms of a posting.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "schema/domain/community.h"
#include "schema/domain/posting.h"
#include "schema/domain/title.h"
#include "schema/index/column_writer.h"
#include "schema/text/language.h"

namespace doorstep::indexer {

struct PostingDocument {
  // Index term (with prefix) -> index::FieldHits.
  std::map<std::string, std::uint32_t> terms;
  // Normalised, what index::Texts keeps.
  std::string title;
  std::string company;
  std::string description;
  std::size_t description_characters = 0;
  std::uint32_t employer = 0;  // see index::RowFacts
  index::RowLabels labels;
  bool names_a_job = false;  // the title, one that is known
};

// Thread-safe. What it is constructed with must outlive it.
class DocumentBuilder {
 public:
  DocumentBuilder(const text::Language& language, const domain::Gazetteer& gazetteer)
      : language_(language), gazetteer_(gazetteer), places_(language.named_places, gazetteer) {}

  // `guessed`: numbers of concepts that the posting's duties tell beside what its title names.
  PostingDocument build(const domain::Posting& posting, std::span<const std::uint32_t> guessed = {}) const;

 private:
  void add_title(PostingDocument& document) const;
  void add_field(PostingDocument& document, std::string_view normalized, std::uint32_t field) const;

  void add_concepts(PostingDocument& document, std::string_view normalized, std::span<const text::Term> terms,
                    std::uint32_t field) const;
  void add_title_concepts(PostingDocument& document, std::span<const text::Term> terms,
                          const std::vector<domain::TitleAside>& asides) const;
  void add_concept(PostingDocument& document, std::uint32_t number, std::string_view name, std::uint32_t field) const;
  void state(PostingDocument& document, std::string_view key) const;
  void add_stated(PostingDocument& document, const domain::Posting& posting) const;
  void add_way_of_pay(PostingDocument& document, const domain::Pay& pay) const;
  void add_places(PostingDocument& document, const domain::Posting& posting, const domain::Community* community) const;
  void add_all(PostingDocument& document, const std::vector<std::uint32_t>& places, std::uint32_t field) const;

  const text::Language& language_;
  const domain::Gazetteer& gazetteer_;
  text::Places places_;
};

}  // namespace doorstep::indexer
