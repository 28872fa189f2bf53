#pragma once

// The index terms of a posting.

#include <cstdint>
#include <map>
#include <string>

#include "schema/domain/community.h"
#include "schema/domain/posting.h"
#include "schema/text/analyzer.h"

namespace doorstep::indexer {

struct PostingDocument {
  // Index term (with prefix) -> index::FieldHits.
  std::map<std::string, std::uint32_t> terms;
  // Normalised, what index::Texts keeps.
  std::string title;
  std::string company;
  std::string description;
  std::size_t description_characters = 0;
};

// Thread-safe. `analyzer` and `gazetteer` must outlive it.
class DocumentBuilder {
 public:
  DocumentBuilder(const text::Analyzer& analyzer, const domain::Gazetteer& gazetteer)
      : analyzer_(analyzer), gazetteer_(gazetteer) {}

  PostingDocument build(const domain::Posting& posting) const;

 private:
  void add_title(PostingDocument& document) const;
  void add_field(PostingDocument& document, std::string_view normalized, std::uint32_t field) const;

  const text::Analyzer& analyzer_;
  const domain::Gazetteer& gazetteer_;
};

}  // namespace doorstep::indexer
