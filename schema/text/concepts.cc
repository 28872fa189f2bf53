#include "schema/text/concepts.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "schema/text/sha256_hex.h"
#include "schema/text/tsv.h"

namespace doorstep::text {
namespace {

constexpr std::array<std::string_view, 9> kKindNames = {"job",   "skill",      "certificate", "shift", "benefit",
                                                        "group", "employment", "requirement", "trade"};
constexpr std::size_t kFingerprintDigits = 16;
constexpr std::size_t kMostColumns = 6;

std::optional<ConceptKind> kind_from_name(std::string_view name) {
  const auto found = std::find(kKindNames.begin(), kKindNames.end(), name);
  if (found == kKindNames.end()) return std::nullopt;
  return static_cast<ConceptKind>(found - kKindNames.begin());
}

std::vector<std::string> items(std::string_view column) {
  std::vector<std::string> found;
  if (column == "-") return found;
  for (const std::string_view item : split(column, ' ')) {
    if (!item.empty()) found.emplace_back(item);
  }
  return found;
}

// Patterns written out, each name once.
std::vector<std::string> names_in(std::string_view column, std::vector<std::string> names = {}) {
  std::unordered_set<std::string> seen(names.begin(), names.end());
  for (const std::string& item : items(column)) {
    for (std::string& name : names_of_pattern(item)) {
      if (seen.insert(name).second) names.push_back(std::move(name));
    }
  }
  return names;
}

bool is_in_lower_case(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::string fingerprint_of(const std::vector<ConceptEntry>& entries) {
  std::string all;
  for (const ConceptEntry& entry : entries) {
    all.append(entry.key).append("\t").append(concept_kind_name(entry.kind));
    for (const auto* list : {&entry.names, &entry.spoken, &entry.broader, &entry.not_in}) {
      all.push_back('\t');
      for (const std::string& item : *list) all.append(item).push_back(' ');
    }
    all.push_back('\n');
  }
  return sha256_hex(all).substr(0, kFingerprintDigits);
}

class Parser {
 public:
  void read(std::string_view line, std::size_t number) {
    std::vector<std::string_view> columns = split(line, '\t');
    if (columns.size() < 2 || columns.size() > kMostColumns) {
      return refuse(number, "columns", "列数不对", "key、kind、names、spoken、broader、not_in，以制表符分隔");
    }
    columns.resize(kMostColumns, "-");
    const auto kind = kind_from_name(columns[1]);
    if (!kind)
      return refuse(number, "unknown_kind", "未知的类别“" + std::string(columns[1]) + "”", "job、skill、group 等");
    ConceptEntry entry;
    entry.key = std::string(columns[0]);
    entry.kind = *kind;
    entry.names = names_in(columns[2], {entry.key});
    entry.spoken = names_in(columns[3]);
    entry.broader = items(columns[4]);
    entry.not_in = items(columns[5]);
    check(entry, number);
    lines_.push_back(number);
    entries_.push_back(std::move(entry));
  }

  base::Result<Concepts> result() && {
    check_broader();
    if (!issues_.empty()) return std::move(issues_);
    return Concepts(std::move(entries_));
  }

 private:
  void check(const ConceptEntry& entry, std::size_t number) {
    for (const auto* list : {&entry.names, &entry.spoken}) {
      for (const std::string& name : *list) {
        if (name.empty() || !is_in_lower_case(name)) {
          refuse(number, "bad_name", "名称“" + name + "”为空或含大写字母", "名称用小写、简体、半角");
        }
        const auto [at, is_new] = owner_.emplace(name, entry.key);
        if (!is_new) {
          refuse(number, "duplicate", "“" + name + "”已是“" + at->second + "”的名称", "一个名称只属于一个概念");
        }
      }
    }
    for (const std::string& context : entry.not_in) {
      const auto holds = [&context](const std::string& name) { return context.find(name) != std::string::npos; };
      if (std::none_of(entry.names.begin(), entry.names.end(), holds) &&
          std::none_of(entry.spoken.begin(), entry.spoken.end(), holds)) {
        refuse(number, "idle_context", "“" + context + "”里没有它的名称", "删去，或写出含名称的上下文");
      }
    }
  }

  void check_broader() {
    std::unordered_map<std::string, std::size_t> at;
    for (std::size_t i = 0; i < entries_.size(); ++i) at.emplace(entries_[i].key, i);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      for (const std::string& key : entries_[i].broader) {
        if (!at.contains(key)) refuse(lines_[i], "unknown_broader", "没有概念“" + key + "”", "先写它，或改这里");
      }
    }
    if (!issues_.empty()) return;
    // 0 not seen, 1 on the way, 2 done
    std::vector<char> state(entries_.size(), 0);
    for (std::size_t i = 0; i < entries_.size(); ++i) find_cycle(i, at, state);
  }

  void find_cycle(std::size_t i, const std::unordered_map<std::string, std::size_t>& at, std::vector<char>& state) {
    if (state[i] == 2) return;
    if (state[i] == 1)
      return refuse(lines_[i], "cycle", "“" + entries_[i].key + "”绕了一圈又回到自己", "删去一处上位概念");
    state[i] = 1;
    for (const std::string& key : entries_[i].broader) find_cycle(at.at(key), at, state);
    state[i] = 2;
  }

  void refuse(std::size_t line, std::string code, std::string text, std::string hint) {
    issues_.push_back({.field = "line " + std::to_string(line),
                       .code = std::move(code),
                       .text = std::move(text),
                       .hint = std::move(hint)});
  }

  std::vector<ConceptEntry> entries_;
  std::vector<std::size_t> lines_;
  std::unordered_map<std::string, std::string> owner_;  // name -> key
  base::Issues issues_;
};

}  // namespace

std::string_view concept_kind_name(ConceptKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

bool is_attribute(ConceptKind kind) {
  return kind == ConceptKind::kShift || kind == ConceptKind::kBenefit || kind == ConceptKind::kGroup ||
         kind == ConceptKind::kEmployment || kind == ConceptKind::kRequirement;
}

std::vector<std::string> names_of_pattern(std::string_view pattern) {
  std::vector<std::string> names{""};
  for (const std::string_view part : split(pattern, '+')) {
    // c++ and the like are no patterns.
    if (part.empty()) return {std::string(pattern)};
    std::vector<std::string> longer;
    for (const std::string& begun : names) {
      for (const std::string_view alternative : split(part, '/')) {
        if (longer.size() < kMostNamesOfPattern) longer.push_back(begun + std::string(alternative));
      }
    }
    names = std::move(longer);
  }
  return names;
}

Concepts::Concepts(std::vector<ConceptEntry> entries)
    : entries_(std::move(entries)), ancestors_(entries_.size()), fingerprint_(fingerprint_of(entries_)) {
  std::map<std::string, std::int32_t> names;
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    keys_.emplace(entries_[i].key, i);
    for (const std::string& name : entries_[i].names) names.emplace(name, static_cast<std::int32_t>(2 * i));
    for (const std::string& name : entries_[i].spoken) names.emplace(name, static_cast<std::int32_t>(2 * i + 1));
  }
  names_ = std::make_unique<const NameFinder>(names);
  for (std::uint32_t i = 0; i < entries_.size(); ++i) {
    std::vector<std::uint32_t>& found = ancestors_[i];
    std::vector<std::uint32_t> open{i};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      for (const std::string& key : entries_[at].broader) {
        const std::uint32_t parent = keys_.at(key);
        if (std::find(found.begin(), found.end(), parent) != found.end()) continue;
        found.push_back(parent);
        open.push_back(parent);
      }
    }
    std::sort(found.begin(), found.end());
  }
}

std::optional<std::uint32_t> Concepts::by_key(std::string_view key) const {
  const auto found = keys_.find(std::string(key));
  if (found == keys_.end()) return std::nullopt;
  return found->second;
}

std::optional<Concepts::Name> Concepts::by_name(std::string_view normalized) const {
  std::vector<NameAt> found;
  names_at(normalized, 0, found);
  if (found.empty() || found.back().end != normalized.size()) return std::nullopt;
  return found.back().is;
}

void Concepts::names_at(std::string_view normalized, std::size_t at, std::vector<NameAt>& found) const {
  found.clear();
  names_->each_at(normalized, at, [&found](const NameFinder::Found& one) {
    found.push_back({{one.name / 2, one.name % 2 == 1}, one.end});
  });
}

base::Result<Concepts> parse_concepts(std::string_view tsv) {
  Parser parser;
  each_line(tsv, [&parser](std::string_view line, std::size_t number) { parser.read(line, number); });
  return std::move(parser).result();
}

Concepts built_in_concepts() {
  auto parsed = parse_concepts(built_in_concepts_tsv());
  if (!parsed.ok()) {
    throw std::logic_error("concepts.tsv: " + parsed.issues().front().field + ": " + parsed.issues().front().text);
  }
  return std::move(parsed).value();
}

}  // namespace doorstep::text
