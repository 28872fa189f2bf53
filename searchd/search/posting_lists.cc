#include "searchd/search/posting_lists.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <utility>

#include "schema/index/index_layout.h"

namespace doorstep::search {
namespace {

using index::FieldHits;

// What a stretch holds of a list that is spread evenly: read in 3 µs. A circle's thirty ranges begin and end within stretches:
// with longer ones more would be read beside the circle than in it.
constexpr std::uint64_t kPostingsAStretch = 128;
// Shorter stretches, of words that most postings have, would be more of them than a search should look for.
constexpr std::uint32_t kFewestStretchBits = 10;
// Shifting by 32 is undefined.
constexpr std::uint32_t kMostStretchBits = 31;
// What a word and a stretch take in the maps, beside the arrays.
constexpr std::size_t kWordBytes = 160;
constexpr std::size_t kStretchBytes = 128;

std::size_t bytes_of(const ListBlock& block) {
  return kStretchBytes + block.rows.size() * (sizeof(block.rows[0]) + sizeof(block.hits[0]));
}

// Reads stretches of one list, in rising order.
class ListReader {
 public:
  ListReader(const Xapian::Database& database, const std::string& term, std::uint32_t bits, Deadline& deadline)
      : at_(database.postlist_begin(term)), end_(database.postlist_end(term)), bits_(bits), deadline_(deadline) {}

  // Once the deadline has passed, postings are missing.
  std::shared_ptr<const ListBlock> read(std::uint32_t number) {
    // Docid r + 1 is row r.
    const std::uint64_t first = (std::uint64_t{number} << bits_) + 1;
    const std::uint64_t end = first + (std::uint64_t{1} << bits_);
    // At the end of a list its iterator is equal to `end_` and must not be moved.
    if (at_ != end_ && *at_ < first) at_.skip_to(static_cast<Xapian::docid>(first));
    ListBlock block;
    for (; at_ != end_; ++at_) {
      const Xapian::docid docid = *at_;
      if (docid >= end || deadline_.passed()) break;
      block.rows.push_back(docid - 1);
      block.hits.push_back(
          static_cast<std::uint8_t>(std::min<Xapian::termcount>(at_.get_wdf(), FieldHits::kCount - 1)));
    }
    block.rows.shrink_to_fit();
    block.hits.shrink_to_fit();
    return std::make_shared<const ListBlock>(std::move(block));
  }

 private:
  Xapian::PostingIterator at_, end_;
  std::uint32_t bits_;
  Deadline& deadline_;
};

}  // namespace

std::uint32_t PostingLists::stretch_bits(std::uint64_t frequency) const {
  const std::uint64_t rows = rows_ * kPostingsAStretch / std::max<std::uint64_t>(frequency, 1);
  const auto bits = static_cast<std::uint32_t>(std::bit_width(std::min<std::uint64_t>(rows, rows_)));
  return std::clamp(bits, kFewestStretchBits, kMostStretchBits);
}

std::uint64_t PostingLists::frequency(const Xapian::Database& database, const std::string& term) const {
  {
    std::vector<Words> gone;
    const std::lock_guard lock(mutex_);
    if (const Word* word = find(term, gone)) return word->frequency;
  }
  const std::uint64_t frequency = database.get_termfreq(term);
  keep(term, frequency, {});
  return frequency;
}

ListBlocks PostingLists::blocks(const Xapian::Database& database, const Wanted& wanted, Deadline& deadline) const {
  if (wanted.frequency == 0) return {};
  std::vector<Stretch> stretches = stretches_of(wanted.ranges, stretch_bits(wanted.frequency));
  fill_in_kept(wanted.term, stretches);
  read_missing(database, wanted, stretches, deadline);
  ListBlocks blocks;
  for (Stretch& stretch : stretches) {
    if (stretch.block && !stretch.block->rows.empty()) blocks.push_back(std::move(stretch.block));
  }
  return blocks;
}

std::vector<PostingLists::Stretch> PostingLists::stretches_of(const std::vector<RowRange>& ranges, std::uint32_t bits) {
  std::vector<Stretch> stretches;
  for (const RowRange& range : ranges) {
    for (std::uint32_t number = range.begin >> bits; number <= (range.end - 1) >> bits; ++number) {
      if (stretches.empty() || stretches.back().number < number) stretches.push_back({number, nullptr});
    }
  }
  return stretches;
}

// Those that the deadline leaves unread stay null; one that it cuts short is given out, but not kept.
void PostingLists::read_missing(const Xapian::Database& database, const Wanted& wanted, std::vector<Stretch>& stretches,
                                Deadline& deadline) const {
  std::vector<Stretch> read;
  std::optional<ListReader> reader;
  for (Stretch& stretch : stretches) {
    if (stretch.block) continue;
    if (!reader) reader.emplace(database, wanted.term, stretch_bits(wanted.frequency), deadline);
    stretch.block = reader->read(stretch.number);
    if (deadline.has_passed()) break;
    read.push_back(stretch);
  }
  if (!read.empty()) keep(wanted.term, wanted.frequency, read);
}

std::vector<PostingLists::Asked> PostingLists::asked(std::size_t at_most) const {
  std::vector<Asked> words;
  const std::lock_guard lock(mutex_);
  for (auto word = recent_.begin(); word != recent_.end() && words.size() < at_most; ++word) {
    if (word->second.stretches.empty()) continue;
    const std::uint32_t bits = stretch_bits(word->second.frequency);
    words.push_back({word->first, {}});
    for (const auto& [number, block] : word->second.stretches) {
      words.back().ranges.push_back({number << bits, std::min(rows_, (number + 1) << bits)});
    }
  }
  return words;
}

ListUse PostingLists::use() const {
  const std::lock_guard lock(mutex_);
  return {.kept_bytes = recent_bytes_ + older_bytes_, .kept = kept_, .read = read_};
}

PostingLists::Word* PostingLists::find(const std::string& term, std::vector<Words>& gone) const {
  if (const auto at = recent_.find(term); at != recent_.end()) return &at->second;
  auto node = older_.extract(term);
  if (node.empty()) return nullptr;
  older_bytes_ -= node.mapped().bytes;
  // Before it moves: words that only move fill their half, too.
  make_room(gone);
  recent_bytes_ += node.mapped().bytes;
  return &recent_.insert(std::move(node)).position->second;
}

void PostingLists::make_room(std::vector<Words>& gone) const {
  if (recent_bytes_ <= keep_bytes_ / 2) return;
  gone.push_back(std::exchange(older_, std::exchange(recent_, {})));
  older_bytes_ = std::exchange(recent_bytes_, 0);
}

void PostingLists::fill_in_kept(const std::string& term, std::vector<Stretch>& stretches) const {
  std::vector<Words> gone;
  const std::lock_guard lock(mutex_);
  const Word* word = find(term, gone);
  if (word == nullptr) return;
  for (Stretch& stretch : stretches) {
    const auto at = word->stretches.find(stretch.number);
    if (at == word->stretches.end()) continue;
    stretch.block = at->second;
    ++kept_;
  }
}

void PostingLists::keep(const std::string& term, std::uint64_t frequency, const std::vector<Stretch>& read) const {
  std::vector<Words> gone;
  const std::lock_guard lock(mutex_);
  read_ += read.size();
  if (keep_bytes_ == 0) return;
  Word* word = find(term, gone);
  if (word == nullptr) {
    word = &recent_.emplace(term, Word{frequency, kWordBytes + term.size(), {}}).first->second;
    recent_bytes_ += word->bytes;
  }
  for (const Stretch& stretch : read) {
    // Another thread may have been faster.
    if (!word->stretches.emplace(stretch.number, stretch.block).second) continue;
    word->bytes += bytes_of(*stretch.block);
    recent_bytes_ += bytes_of(*stretch.block);
  }
  make_room(gone);
}

}  // namespace doorstep::search
