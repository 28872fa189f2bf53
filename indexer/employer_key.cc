#include "indexer/employer_key.h"

#include "indexer/compact_text.h"

namespace doorstep::indexer {
namespace {

using View = std::u32string_view;

void erase_all(std::string& text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at)) text.erase(at, word.size());
}

// At least two characters stay: 合肥公司 is some company of Hefei, not one without a name.
bool leaves_a_name(View key, View word) { return key.size() > word.size() + 1; }

}  // namespace

std::u32string employer_key(std::string_view normalized_company) {
  std::string name(normalized_company);
  for (const std::string_view word : {"(合肥)", "(安徽)", "(合肥市)", "(安徽省)"}) erase_all(name, word);
  std::u32string whole = compact(name);
  if (whole.empty()) whole = compact(normalized_company);
  View key = whole;
  for (const View form :
       {View(U"有限责任公司"), View(U"股份有限公司"), View(U"有限公司"), View(U"公司"), View(U"coltd")}) {
    if (key.ends_with(form) && leaves_a_name(key, form)) key.remove_suffix(form.size());
  }
  for (const View place : {View(U"安徽省"), View(U"安徽"), View(U"合肥市"), View(U"合肥")}) {
    if (key.starts_with(place) && leaves_a_name(key, place)) key.remove_prefix(place.size());
  }
  return std::u32string(key);
}

}  // namespace doorstep::indexer
