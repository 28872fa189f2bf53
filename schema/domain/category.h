#pragma once

// The trade an opening belongs to.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schema/base/result.h"

namespace doorstep::domain {

// The closed list of schema/data/categories.tsv, and the words in a title that tell which one it is.
// Immutable after construction; safe to share between threads.
class Categories {
 public:
  struct Rule {
    std::string category;
    std::vector<std::string> words;  // in normalised form (NFKC_Casefold, simplified)

    bool operator==(const Rule&) const = default;
  };

  explicit Categories(std::vector<Rule> rules);

  const std::vector<Rule>& rules() const { return rules_; }

  // What stands in brackets (可兼职) decides only where the rest of the title says nothing.
  // The category whose longest word (in bytes; a Latin one only whole) is in `normalized_title`; of equal lengths the
  // one that ends last (a Chinese title's head stands at its end: 物业保洁主管), then the first in the file. Empty when
  // no word is in it.
  std::string derive(std::string_view normalized_title) const;

 private:
  std::string derive_from(std::string_view text) const;
  struct Word {
    std::string text;
    std::size_t rule = 0;
  };

  std::vector<Rule> rules_;
  std::array<std::vector<Word>, 256> by_first_byte_;  // so that a title is read once, not once a word
};

// `category<TAB>word word …`, '#' comments. Issues name "line N".
base::Result<Categories> parse_categories(std::string_view tsv);

// The text of schema/data/categories.tsv as compiled into the program.
std::string_view built_in_categories_tsv();

// The categories that both programs use. Throws std::logic_error naming the line if that text does not parse, which a
// test rules out.
Categories built_in_categories();

}  // namespace doorstep::domain
