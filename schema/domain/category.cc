#include "schema/domain/category.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "schema/domain/title.h"

namespace doorstep::domain {
namespace {

base::Issue line_issue(std::size_t line, std::string code, std::string text, std::string hint) {
  return {
      .field = fmt::format("line {}", line), .code = std::move(code), .text = std::move(text), .hint = std::move(hint)};
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) words.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

// A Latin word counts only whole: "ui" is no part of "build".
bool cuts_latin_word(std::string_view title, std::size_t at, std::size_t size) {
  const auto latin = [](char c) { return c >= 'a' && c <= 'z'; };
  return (at > 0 && latin(title[at]) && latin(title[at - 1])) ||
         (at + size < title.size() && latin(title[at + size - 1]) && latin(title[at + size]));
}

std::string without_asides(std::string_view title) {
  std::string rest;
  std::size_t from = 0;
  for (const TitleAside& aside : title_asides(title)) {
    rest.append(title.substr(from, aside.begin - from)).push_back(' ');
    from = aside.end;
  }
  return rest.append(title.substr(from));
}

}  // namespace

Categories::Categories(std::vector<Rule> rules) : rules_(std::move(rules)) {
  for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
    for (const std::string& word : rules_[rule].words) {
      if (word.empty()) continue;
      by_first_byte_.at(static_cast<unsigned char>(word.front())).push_back({word, rule});
    }
  }
}

std::string Categories::derive(std::string_view normalized_title) const {
  std::string category = derive_from(without_asides(normalized_title));
  return category.empty() ? derive_from(normalized_title) : category;
}

std::string Categories::derive_from(std::string_view text) const {
  std::size_t best_size = 0;
  std::size_t best_end = 0;
  std::size_t best_rule = rules_.size();
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const Word& word : by_first_byte_.at(static_cast<unsigned char>(text[at]))) {
      const std::size_t size = word.text.size();
      const std::size_t end = at + size;
      const bool better =
          size > best_size || (size == best_size && (end > best_end || (end == best_end && word.rule < best_rule)));
      if (!better || text.substr(at, size) != word.text) continue;
      if (cuts_latin_word(text, at, size)) continue;
      best_size = size;
      best_end = end;
      best_rule = word.rule;
    }
  }
  return best_rule == rules_.size() ? std::string{} : rules_[best_rule].category;
}

base::Result<Categories> parse_categories(std::string_view tsv) {
  std::vector<Categories::Rule> rules;
  base::Issues issues;
  std::size_t number = 0;
  for (std::size_t at = 0; at < tsv.size();) {
    const std::size_t end = std::min(tsv.find('\n', at), tsv.size());
    std::string_view line = tsv.substr(at, end - at);
    at = end + 1;
    ++number;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t tab = line.find('\t');
    if (tab == 0 || tab == std::string_view::npos) {
      issues.push_back(line_issue(number, "no_tab", "缺少类别名或制表符", "写成“类别<制表符>词 词 …”"));
      continue;
    }
    Categories::Rule rule{.category = std::string(line.substr(0, tab)), .words = split_words(line.substr(tab + 1))};
    const bool repeated = std::any_of(rules.begin(), rules.end(),
                                      [&](const Categories::Rule& other) { return other.category == rule.category; });
    if (repeated) issues.push_back(line_issue(number, "duplicate", "类别重复：" + rule.category, "每个类别只写一行"));
    if (rule.words.empty())
      issues.push_back(line_issue(number, "no_words", "类别没有词：" + rule.category, "至少写一个词"));
    rules.push_back(std::move(rule));
  }
  if (rules.empty() && issues.empty())
    issues.push_back({.code = "empty", .text = "没有任何类别", .hint = "至少写一行"});
  if (!issues.empty()) return issues;
  return Categories(std::move(rules));
}

Categories built_in_categories() {
  auto parsed = parse_categories(built_in_categories_tsv());
  if (!parsed.ok()) throw std::logic_error("categories.tsv: " + parsed.issues().front().field);
  return std::move(parsed).value();
}

}  // namespace doorstep::domain
