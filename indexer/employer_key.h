#pragma once

// When two company names are one employer's.

#include <string>
#include <string_view>

namespace doorstep::indexer {

// What is left of a company's name, normalised by text::Normalizer, without legal form, city, spaces and punctuation: 合肥洁净物业有限公司,
// 洁净物业(合肥)有限公司 and 洁净物业 have one key, 洁净物业(三里庵店) has another. A name of any script has a key; empty only where there
// is no letter or figure at all, which names nobody. For comparing, not for showing.
std::u32string employer_key(std::string_view normalized_company);

}  // namespace doorstep::indexer
