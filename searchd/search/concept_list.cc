#include "searchd/search/concept_list.h"

#include <algorithm>

#include "schema/index/index_layout.h"

namespace doorstep::search {

using index::FieldHits;

ConceptList::ConceptList(const Xapian::Database& database, const Concept& looked_for) {
  for (const std::string& term : looked_for.terms) {
    List list{database.postlist_begin(term), database.postlist_end(term)};
    if (list.at != list.end) lists_.push_back(std::move(list));
  }
}

std::uint32_t ConceptList::seek(std::uint32_t row) {
  if (started_ && row_ >= row) return row_;
  started_ = true;
  row_ = kEnd;
  for (List& list : lists_) {
    // Docid r + 1 is row r. At the end of a list its iterator is equal to `end` and must not be moved.
    if (list.at != list.end && *list.at < row + 1) list.at.skip_to(row + 1);
    if (list.at != list.end) row_ = std::min(row_, *list.at - 1);
  }
  return row_;
}

std::uint32_t ConceptList::hits() const {
  if (lists_.size() == 1) return std::min<std::uint32_t>(lists_.front().at.get_wdf(), FieldHits::kCount - 1);
  std::uint32_t fields = 0;
  std::uint32_t in_description = 0;
  for (const List& list : lists_) {
    if (list.at == list.end || *list.at != row_ + 1) continue;
    const std::uint32_t packed = std::min<std::uint32_t>(list.at.get_wdf(), FieldHits::kCount - 1);
    fields |= packed & ~FieldHits::kDescriptionMask;
    in_description += FieldHits::description_count(packed);
  }
  return fields | FieldHits::kDescription * std::min(in_description, FieldHits::kMaxDescription);
}

}  // namespace doorstep::search
