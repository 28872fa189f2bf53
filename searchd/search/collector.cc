#include "searchd/search/collector.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <unordered_set>

namespace doorstep::search {
namespace {

using index::Dictionary;

// Sorts after everything that is known.
constexpr double kUnknownKey = -1.0;

std::optional<Dictionary> dictionary_of(Facet facet) {
  switch (facet) {
    case Facet::kCategory: return Dictionary::kCategory;
    case Facet::kEmploymentType: return Dictionary::kEmploymentType;
    case Facet::kGroup: return Dictionary::kGroup;
    case Facet::kWelfare: return Dictionary::kWelfare;
    case Facet::kSource: return Dictionary::kSource;
    case Facet::kEmployerType:
    case Facet::kEducation:
    case Facet::kPayUnknown: return std::nullopt;
  }
  return std::nullopt;
}

// How many vacancies have each value of a facet. A vacancy has what any of its copies has, and counts once for each.
class ValueCounts {
 public:
  ValueCounts(std::span<const std::uint32_t> groups, bool collapse, std::size_t values)
      : groups_(groups), collapse_(collapse), counts_(values, 0) {}

  void add(std::uint32_t row, std::uint16_t value) {
    const std::uint32_t group = collapse_ ? groups_[row] : index::kNoCopies;
    const bool counted = group != index::kNoCopies && !seen_.insert(std::uint64_t{group} << 16U | value).second;
    if (!counted) ++counts_[value];
  }
  std::uint64_t operator[](std::size_t value) const { return counts_[value]; }
  std::size_t size() const { return counts_.size(); }

 private:
  std::span<const std::uint32_t> groups_;
  bool collapse_;
  std::vector<std::uint64_t> counts_;
  std::unordered_set<std::uint64_t> seen_;  // copy group and value
};

void count_numbers(const index::Columns& columns, Dictionary dictionary, const std::vector<RankedRow>& rows,
                   ValueCounts& counts) {
  const bool is_set = dictionary >= Dictionary::kWelfare;
  for (const RankedRow& ranked : rows) {
    if (!is_set) {
      counts.add(ranked.row, columns.numbers(dictionary)[ranked.row]);
      continue;
    }
    for (const std::uint16_t number : columns.set(dictionary, ranked.row)) counts.add(ranked.row, number);
  }
}

void count_employer_types(const index::Columns& columns, const std::vector<RankedRow>& rows, ValueCounts& counts) {
  for (const RankedRow& ranked : rows) {
    const std::uint32_t types = columns.employer_types()[ranked.row];
    for (std::uint16_t type = 0; type < domain::kEmployerTypeCount; ++type) {
      if ((types >> type & 1U) != 0) counts.add(ranked.row, type);
    }
  }
}

void count_education(const index::Columns& columns, const std::vector<RankedRow>& rows, ValueCounts& counts) {
  for (const RankedRow& ranked : rows) {
    const std::uint8_t level = columns.education()[ranked.row];
    if (level < counts.size()) counts.add(ranked.row, level);  // unknown is beyond all levels
  }
}

}  // namespace

Collector::Collector(const index::Columns& columns, const index::Texts& texts, const Circle& circle,
                     const Ranking& ranking, const SearchRequest& request)
    : columns_(columns), texts_(texts), circle_(circle), ranking_(ranking), request_(request) {}

double Collector::key_of(const Match& match) const {
  switch (request_.sort) {
    case Sort::kRelevance: return match.text + ranking_.surroundings(match.row, circle_.metres(match.chord2));
    case Sort::kDistance: return 0;  // the distance itself breaks the tie
    case Sort::kNewest: {
      const std::uint32_t posted = columns_.posted_at()[match.row];
      return posted == index::kUnknownTime ? kUnknownKey : posted;
    }
    case Sort::kPay: {
      const std::uint32_t reach = columns_.pay_reach()[match.row];
      return reach == index::kUnknownPay ? kUnknownKey : reach;
    }
  }
  return 0;
}

bool Collector::before(const RankedRow& a, const RankedRow& b) const {
  if (a.key != b.key) return a.key > b.key;
  if (a.chord2 != b.chord2) return a.chord2 < b.chord2;
  return texts_.row(a.row).id < texts_.row(b.row).id;
}

bool Collector::comes_after(const RankedRow& row, const Cursor& cursor) const {
  if (row.key != cursor.key) return row.key < cursor.key;
  if (row.chord2 != cursor.chord2) return row.chord2 > cursor.chord2;
  return texts_.row(row.row).id > cursor.id;
}

std::uint64_t Collector::count_pay_unknown(const std::vector<Match>& matches) const {
  std::unordered_set<std::uint32_t> groups;
  std::uint64_t alone = 0;
  for (const Match& match : matches) {
    if (columns_.pay_reach()[match.row] != index::kUnknownPay) continue;
    const std::uint32_t group = columns_.copy_group()[match.row];
    if (!request_.collapse || group == index::kNoCopies) {
      ++alone;
    } else {
      groups.insert(group);
    }
  }
  return alone + groups.size();
}

std::vector<RankedRow> Collector::ranked(const std::vector<Match>& matches) const {
  std::vector<RankedRow> rows;
  rows.reserve(matches.size());
  for (const Match& match : matches) {
    if (!match.pay_unknown) rows.push_back({match.row, key_of(match), match.chord2, match.text});
  }
  return rows;
}

// Keeps the best of every copy group, in no particular order.
void Collector::collapse(std::vector<RankedRow>& rows) const {
  std::unordered_map<std::uint32_t, std::size_t> best;  // group -> where its best copy stands
  std::size_t kept = 0;
  for (const RankedRow& row : rows) {
    const std::uint32_t group = columns_.copy_group()[row.row];
    if (group != index::kNoCopies) {
      const auto [at, is_first] = best.try_emplace(group, kept);
      if (!is_first) {
        if (before(row, rows[at->second])) rows[at->second] = row;
        continue;
      }
    }
    rows[kept++] = row;
  }
  rows.resize(kept);
}

void Collector::find_copies(const std::vector<Match>& matches, Page& page) const {
  std::unordered_map<std::uint32_t, std::size_t> shown;  // group -> index of its hit
  for (std::size_t i = 0; i < page.rows.size(); ++i) {
    page.copies.push_back({page.rows[i].row});
    const std::uint32_t group = columns_.copy_group()[page.rows[i].row];
    if (request_.collapse && group != index::kNoCopies) shown.emplace(group, i);
  }
  if (shown.empty()) return;
  for (const Match& match : matches) {
    const auto at = shown.find(columns_.copy_group()[match.row]);
    if (at == shown.end() || match.pay_unknown || match.row == page.rows[at->second].row) continue;
    page.copies[at->second].push_back(match.row);
  }
}

std::vector<std::pair<std::string, std::uint64_t>> Collector::count_facet(Facet facet,
                                                                          const std::vector<RankedRow>& rows) const {
  std::vector<std::pair<std::string, std::uint64_t>> counted;
  const auto counts_of = [this](std::size_t values) {
    return ValueCounts(columns_.copy_group(), request_.collapse, values);
  };
  const auto keep = [&counted](const ValueCounts& counts, const auto& name) {
    for (std::size_t value = 0; value < counts.size(); ++value) {
      if (counts[value] > 0 && !name(value).empty()) counted.emplace_back(name(value), counts[value]);
    }
  };
  if (const auto dictionary = dictionary_of(facet)) {
    const index::StringTable& strings = columns_.strings(*dictionary);
    ValueCounts counts = counts_of(strings.size());
    count_numbers(columns_, *dictionary, rows, counts);
    keep(counts, [&strings](std::size_t value) { return strings.value(static_cast<std::uint16_t>(value)); });
  } else if (facet == Facet::kEducation) {
    ValueCounts counts = counts_of(static_cast<std::size_t>(domain::Education::kDoctor) + 1);
    count_education(columns_, rows, counts);
    keep(counts, [](std::size_t value) { return domain::education_name(static_cast<domain::Education>(value)); });
  } else {
    ValueCounts counts = counts_of(domain::kEmployerTypeCount);
    count_employer_types(columns_, rows, counts);
    keep(counts,
         [](std::size_t value) { return domain::employer_type_name(static_cast<domain::EmployerType>(value)); });
  }
  std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  return counted;
}

Page Collector::collect(const std::vector<Match>& matches, const std::optional<Cursor>& after) const {
  Page page;
  std::vector<RankedRow> rows = ranked(matches);
  // Before copies go: a vacancy that two channels sent is counted, and found by the filter, under both.
  for (const Facet facet : request_.facets) {
    if (facet != Facet::kPayUnknown) page.facets.emplace_back(facet, count_facet(facet, rows));
  }
  if (request_.collapse) collapse(rows);
  page.total = rows.size();
  page.pay_unknown = count_pay_unknown(matches);
  if (after) {
    rows.erase(
        std::remove_if(rows.begin(), rows.end(), [&](const RankedRow& row) { return !comes_after(row, *after); }),
        rows.end());
  }
  const std::size_t shown = std::min<std::size_t>(request_.limit, rows.size());
  page.more = rows.size() > shown;
  const auto middle = rows.begin() + static_cast<std::ptrdiff_t>(shown);
  std::partial_sort(rows.begin(), middle, rows.end(),
                    [this](const RankedRow& a, const RankedRow& b) { return before(a, b); });
  page.rows.assign(rows.begin(), middle);
  find_copies(matches, page);
  return page;
}

}  // namespace doorstep::search
