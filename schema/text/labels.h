#pragma once

// One name for what the labels of postings and the filters of searches call by many.

#include <string>
#include <string_view>
#include <vector>

#include "schema/text/language.h"

namespace doorstep::text {

// The keys of the attributes that a benefit, group or employment type means (缴纳社保 → 社保), each once, what it denies left out;
// the label as it is if it means none that is known. Never empty.
std::vector<std::string> usual_labels(const Language& language, std::string_view label);

}  // namespace doorstep::text
