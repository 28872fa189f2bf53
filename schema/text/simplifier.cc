#include "schema/text/simplifier.h"

#include <Config.hpp>
#include <Conversion.hpp>
#include <ConversionChain.hpp>
#include <Converter.hpp>
#include <Dict.hpp>
#include <DictGroup.hpp>
#include <Lexicon.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "schema/text/code_points.h"

namespace doorstep::text {
namespace {

// The dictionaries of t2s in the order in which OpenCC tries them.
std::list<opencc::DictPtr> dictionaries() {
  const auto conversions = opencc::Config().NewFromFile("t2s.json")->GetConversionChain()->GetConversions();
  // With a second step the greedy walk of simplify() would no longer be what OpenCC does.
  if (conversions.size() != 1) throw std::runtime_error("OpenCC: t2s.json has more than one conversion step");
  const opencc::DictPtr dict = conversions.front()->GetDict();
  if (const auto group = std::dynamic_pointer_cast<opencc::DictGroup>(dict)) return group->GetDicts();
  return {dict};
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

void append_unchanged(const MappedText& text, std::size_t begin, std::size_t end, MappedText& out) {
  out.text.append(text.text, begin, end - begin);
  if (!text.mapped) return;
  const auto source = text.source.begin();
  out.source.insert(out.source.end(), source + static_cast<std::ptrdiff_t>(begin),
                    source + static_cast<std::ptrdiff_t>(end));
}

void append_mapped(std::string_view from, std::string_view to, const MappedText& text, std::size_t at,
                   MappedText& out) {
  if (!text.mapped || count_characters(from) != count_characters(to)) {
    out.append(to, text.mapped ? text.source[at] : 0);
    return;
  }
  for (std::size_t i = 0, k = 0; k < to.size();) {
    const std::size_t to_begin = k;
    const std::size_t from_begin = i;
    decode(to, k);
    decode(from, i);
    out.append(to.substr(to_begin, k - to_begin), text.source[at + from_begin]);
  }
}

}  // namespace

Simplifier::Simplifier() {
  for (const opencc::DictPtr& dict : dictionaries()) {
    std::vector<Rule> rules;
    for (const auto& entry : *dict->GetLexicon()) rules.push_back({entry->Key(), entry->GetDefault()});
    // OpenCC takes the longest key of the first dictionary that has any.
    std::stable_sort(rules.begin(), rules.end(),
                     [](const Rule& a, const Rule& b) { return a.from.size() > b.from.size(); });
    for (Rule& rule : rules) add_rule(std::move(rule));
  }
  for (const auto& [first, rules] : rules_) {
    for (const Rule& rule : rules) {
      if (rule.from == rule.to) continue;
      bool covered = false;
      for (std::size_t at = 0; at < rule.from.size();) covered |= triggers_.contains(decode(rule.from, at));
      if (!covered) triggers_.insert(first);
    }
  }
}

void Simplifier::add_rule(Rule rule) {
  if (rule.from.empty()) return;
  std::size_t at = 0;
  const char32_t first = decode(rule.from, at);
  if (at == rule.from.size() && rule.from != rule.to) triggers_.insert(first);
  begins_rule_[first] = true;
  rules_[first].push_back(std::move(rule));
}

const Simplifier::Rule* Simplifier::rule_at(std::string_view text, std::size_t at, char32_t first) const {
  if (!begins_rule_[first]) return nullptr;
  const auto found = rules_.find(first);
  const auto rule = std::find_if(found->second.begin(), found->second.end(),
                                 [&](const Rule& r) { return text.substr(at, r.from.size()) == r.from; });
  return rule == found->second.end() ? nullptr : &*rule;
}

MappedText Simplifier::simplify(const MappedText& text) const {
  MappedText out{.mapped = text.mapped, .text = {}, .source = {}};
  out.text.reserve(text.text.size());
  const std::string_view view = text.text;
  std::size_t copied = 0;  // before it, everything is in `out`
  for (std::size_t at = 0; at < view.size();) {
    const std::size_t here = at;
    const char32_t c = decode(view, at);
    const Rule* rule = rule_at(view, here, c);
    if (rule == nullptr) continue;
    append_unchanged(text, copied, here, out);
    append_mapped(rule->from, rule->to, text, here, out);
    at = here + rule->from.size();
    copied = at;
  }
  append_unchanged(text, copied, view.size(), out);
  return out;
}

}  // namespace doorstep::text
