#include "tests/bench/floor/corpus_in_memory.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "schema/index/document_codec.h"

namespace doorstep::bench {
namespace {

using index::Dictionary;

constexpr double kMostForShortText = 1.5;

}  // namespace

CorpusInMemory::CorpusInMemory(std::shared_ptr<const serving::Snapshot> from) : snapshot_(std::move(from)) {
  std::vector<domain::Posting> postings = read_postings();
  index_rows_ = order_by_cell(postings);
  fill_rows();
  std::vector<std::uint32_t> row_of(index_rows_.size());
  postings_.reserve(index_rows_.size());
  by_id_.reserve(index_rows_.size());
  for (std::uint32_t row = 0; row < index_rows_.size(); ++row) {
    const std::uint32_t was = index_rows_[row];
    row_of[was] = row;
    postings_.push_back(std::move(postings[was]));
    titles_.emplace_back(snapshot_->texts().row(was).title);
  }
  for (std::uint32_t row = 0; row < postings_.size(); ++row) by_id_.emplace(postings_[row].id, row);
  words_ = std::make_unique<const WordLists>(snapshot_->databases().lease().database(), row_of);
}

std::vector<domain::Posting> CorpusInMemory::read_postings() const {
  std::vector<domain::Posting> postings;
  postings.reserve(snapshot_->columns().rows());
  for (std::uint32_t row = 0; row < snapshot_->columns().rows(); ++row) {
    auto posting = index::decode_posting(snapshot_->postings().row(row));
    if (!posting) throw std::runtime_error("索引里有读不出来的岗位");
    postings.push_back(std::move(*posting));
  }
  return postings;
}

// The index's rows in the order of the grid; those without a place stand last.
std::vector<std::uint32_t> CorpusInMemory::order_by_cell(const std::vector<domain::Posting>& postings) {
  const std::uint32_t placed = snapshot_->columns().placed_rows();
  std::vector<domain::LatLng> points;
  for (std::uint32_t row = 0; row < placed; ++row) points.push_back(postings[row].place.value().point);
  grid_ = Grid(points);
  std::vector<std::uint32_t> cells;
  for (const domain::LatLng& point : points) cells.push_back(grid_.cell_of(point));
  grid_.set_rows(cells);
  std::vector<std::uint32_t> order(postings.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.begin() + placed,
                   [&cells](std::uint32_t a, std::uint32_t b) { return cells[a] < cells[b]; });
  return order;
}

void CorpusInMemory::fill_rows() {
  const index::Columns& columns = snapshot_->columns();
  const auto average = std::max(static_cast<double>(snapshot_->manifest().average_length), 1.0);
  for (const std::uint32_t was : index_rows_) {
    Row row;
    if (was < columns.placed_rows()) row.at = columns.ecef()[was];
    row.lapses_at = columns.lapses_at()[was];
    row.posted_at = columns.posted_at()[was];
    row.pay_reach = columns.pay_reach()[was];
    row.copy_group = columns.copy_group()[was];
    row.category = columns.numbers(Dictionary::kCategory)[was];
    row.employer_types = columns.employer_types()[was];
    row.education = columns.education()[was];
    row.experience = columns.experience()[was];
    row.completeness = columns.completeness()[was];
    rows_.push_back(row);
    const double length = columns.length()[was];
    brevity_.push_back(std::min(2.0 / (1.0 + length / average), kMostForShortText));
    for (const auto dictionary :
         {Dictionary::kCategory, Dictionary::kEmploymentType, Dictionary::kSource, Dictionary::kCommunity}) {
      numbers_.at(static_cast<std::size_t>(dictionary)).push_back(columns.numbers(dictionary)[was]);
    }
  }
  fill_sets(Dictionary::kWelfare, welfare_);
  fill_sets(Dictionary::kGroup, groups_);
}

void CorpusInMemory::fill_sets(Dictionary dictionary, SetColumn& column) const {
  for (const std::uint32_t was : index_rows_) {
    const auto values = snapshot_->columns().set(dictionary, was);
    column.values.insert(column.values.end(), values.begin(), values.end());
    column.starts.push_back(static_cast<std::uint32_t>(column.values.size()));
  }
}

const domain::Posting* CorpusInMemory::find(std::string_view id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : &postings_[at->second];
}

}  // namespace doorstep::bench
