#include "searchd/search/suggestion.h"

#include <array>

namespace doorstep::search {
namespace {

constexpr std::array<std::string_view, 6> kKindNames = {"completion", "pinyin",     "initials",
                                                        "homophone",  "correction", "place"};

}  // namespace

std::string_view suggestion_kind_name(SuggestionKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

}  // namespace doorstep::search
