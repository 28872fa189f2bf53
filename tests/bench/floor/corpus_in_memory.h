#pragma once

// A whole index as plain memory: what the hand-written engine answers from.

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/domain/posting.h"
#include "schema/geo/distance.h"
#include "schema/index/columns.h"
#include "searchd/index/snapshot.h"
#include "tests/bench/floor/grid.h"
#include "tests/bench/floor/word_lists.h"

namespace doorstep::bench {

// All that the sweep over a neighbourhood looks at, together.
struct Row {
  geo::Ecef at;
  std::uint32_t lapses_at = 0;
  std::uint32_t posted_at = 0;
  std::uint32_t pay_reach = 0;
  std::uint32_t copy_group = 0;
  std::uint16_t category = 0;
  std::uint16_t employer_types = 0;
  std::uint8_t education = 0;
  std::uint8_t experience = 0;
  std::uint8_t completeness = 0;
};

// The values of rows in a column of sets.
struct SetColumn {
  std::vector<std::uint32_t> starts{0};  // rows + 1
  std::vector<std::uint16_t> values;

  std::span<const std::uint16_t> of(std::uint32_t row) const {
    return std::span(values).subspan(starts[row], starts[row + 1] - starts[row]);
  }
};

// Immutable after construction. The snapshot stays open for its string tables and communities only.
class CorpusInMemory {
 public:
  explicit CorpusInMemory(std::shared_ptr<const serving::Snapshot> from);

  const serving::Snapshot& snapshot() const { return *snapshot_; }
  const Grid& grid() const { return grid_; }
  const std::vector<Row>& rows() const { return rows_; }
  const WordLists& words() const { return *words_; }

  const std::vector<std::uint16_t>& numbers(index::Dictionary dictionary) const {
    return numbers_[static_cast<std::size_t>(dictionary)];
  }
  const SetColumn& sets(index::Dictionary dictionary) const {
    return dictionary == index::Dictionary::kWelfare ? welfare_ : groups_;
  }
  const index::StringTable& strings(index::Dictionary dictionary) const {
    return snapshot_->columns().strings(dictionary);
  }
  // min(2 / (1 + length / average length), 1.5) of a description.
  double brevity(std::uint32_t row) const { return brevity_[row]; }
  const domain::Posting& posting(std::uint32_t row) const { return postings_[row]; }
  const std::string& normalized_title(std::uint32_t row) const { return titles_[row]; }
  // The row's number in the index, by which copies are listed.
  std::uint32_t index_row(std::uint32_t row) const { return index_rows_[row]; }
  // nullptr: no such posting
  const domain::Posting* find(std::string_view id) const;

 private:
  std::vector<domain::Posting> read_postings() const;
  std::vector<std::uint32_t> order_by_cell(const std::vector<domain::Posting>& postings);
  void fill_rows();
  void fill_sets(index::Dictionary dictionary, SetColumn& column) const;

  std::shared_ptr<const serving::Snapshot> snapshot_;
  Grid grid_;
  std::vector<std::uint32_t> index_rows_;
  std::vector<Row> rows_;
  std::array<std::vector<std::uint16_t>, index::kDictionaryCount> numbers_;
  SetColumn welfare_, groups_;
  std::vector<double> brevity_;
  std::vector<domain::Posting> postings_;
  std::vector<std::string> titles_;
  std::unordered_map<std::string_view, std::uint32_t> by_id_;
  std::unique_ptr<const WordLists> words_;
};

}  // namespace doorstep::bench
