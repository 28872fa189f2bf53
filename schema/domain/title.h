#pragma once

// What a title says in passing: 保洁(可兼职), 【急招】会计, 工程师(某某会计师事务所).

#include <cstddef>
#include <string_view>
#include <vector>

namespace doorstep::domain {

// Bytes of a title, half-open.
struct TitleAside {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool operator==(const TitleAside&) const = default;
};

// The parts of a normalised title (brackets are folded to ASCII, but for 【】) that stand in (), [] or 【】, brackets included, in
// rising order and disjoint. None when nothing else is in the title: then the brackets are decoration. A bracket
// that is never closed is text.
std::vector<TitleAside> title_asides(std::string_view normalized_title);

// The end of a title that only names the employer (店员·电工无忧五金): after a sign or a blank, at least two characters that
// `normalized_company` holds. Empty (begin = end) when there is none.
TitleAside employer_in_title(std::string_view normalized_title, std::string_view normalized_company);

}  // namespace doorstep::domain
