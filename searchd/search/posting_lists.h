#pragma once

// Words' posting lists as plain arrays: what searches have read of the index is kept, as far as there is room.
//
// Xapian's iterator takes 20 ns a posting and an array 1 ns, and most searches ask for the same few thousand words around the
// same few hundred communities. Lists are read and kept in stretches, so that a circle reads little more than it needs.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include <xapian.h>

#include "searchd/search/circle.h"
#include "searchd/search/deadline.h"
#include "searchd/search/service.h"

namespace doorstep::search {

// A term's postings in one stretch of rows. rows: rising; hits: the index::FieldHits of each.
struct ListBlock {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint8_t> hits;
};

// A term's postings in the stretches that a circle touches, and so in some rows outside it: rising, none empty.
using ListBlocks = std::vector<std::shared_ptr<const ListBlock>>;

// Of one generation. Thread-safe. What it has given out stays good, and in memory, when it is no longer kept here.
class PostingLists {
 public:
  // rows: of the generation. keep_bytes: how much may be kept, but for two words more; 0: nothing.
  PostingLists(std::uint32_t rows, std::size_t keep_bytes) : rows_(rows), keep_bytes_(keep_bytes) {}

  // How many postings of the generation have the term. Throws Xapian::Error, as does blocks().
  std::uint64_t frequency(const Xapian::Database& database, const std::string& term) const;

  struct Wanted {
    const std::string& term;
    std::uint64_t frequency = 0;          // as frequency() says
    const std::vector<RowRange>& ranges;  // rising, disjoint, none empty
  };
  // What lies in the ranges. Once the deadline has passed, postings are missing.
  ListBlocks blocks(const Xapian::Database& database, const Wanted& wanted, Deadline& deadline) const;

  // Words that were asked for lately, and where: about what is kept of them.
  struct Asked {
    std::string term;
    std::vector<RowRange> ranges;
  };
  std::vector<Asked> asked(std::size_t at_most) const;

  ListUse use() const;

 private:
  using Block = std::shared_ptr<const ListBlock>;
  struct Stretch {
    std::uint32_t number = 0;
    Block block;  // null: not known yet
  };
  struct Word {
    std::uint64_t frequency = 0;
    std::size_t bytes = 0;
    std::unordered_map<std::uint32_t, Block> stretches;  // by number
  };
  using Words = std::unordered_map<std::string, Word>;

  // log2 of the rows of a stretch.
  std::uint32_t stretch_bits(std::uint64_t frequency) const;
  static std::vector<Stretch> stretches_of(const std::vector<RowRange>& ranges, std::uint32_t bits);
  void fill_in_kept(const std::string& term, std::vector<Stretch>& stretches) const;
  void read_missing(const Xapian::Database& database, const Wanted& wanted, std::vector<Stretch>& stretches,
                    Deadline& deadline) const;
  void keep(const std::string& term, std::uint64_t frequency, const std::vector<Stretch>& read) const;
  // Under the lock. What is no longer kept goes to `gone`, to be let go of without the lock.
  Word* find(const std::string& term, std::vector<Words>& gone) const;
  void make_room(std::vector<Words>& gone) const;

  const std::uint32_t rows_;
  const std::size_t keep_bytes_;
  mutable std::mutex mutex_;
  // Half of the room each. A word that is asked for moves to recent_. When that is full it becomes older_, and those go that
  // nobody has asked for since the last time.
  mutable Words recent_, older_;
  mutable std::size_t recent_bytes_ = 0;
  mutable std::size_t older_bytes_ = 0;
  mutable std::uint64_t kept_ = 0;
  mutable std::uint64_t read_ = 0;
};

}  // namespace doorstep::search
