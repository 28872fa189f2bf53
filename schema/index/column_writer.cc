#include "schema/index/column_writer.h"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <limits>
#include <system_error>

#include "schema/geo/cover.h"
#include "schema/index/columns_format.h"
#include "schema/index/index_layout.h"

namespace doorstep::index {
namespace {

template <typename To, typename From>
To saturated(From value) {
  return static_cast<To>(std::min<From>(value, std::numeric_limits<To>::max()));
}

// Exports write 1970-01-01 for no date, which in Beijing began before the epoch: as early as can be told.
std::uint32_t seconds_or_unknown(const std::optional<base::Instant>& instant) {
  if (!instant) return kUnknownTime;
  constexpr std::int64_t kEarliest = kUnknownTime + 1;
  constexpr std::int64_t kLatest = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(instant->time_since_epoch().count(), kEarliest, kLatest));
}

[[noreturn]] void fail(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

std::uint64_t aligned(std::uint64_t offset) {
  return (offset + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment;
}

void pad_to(std::ofstream& out, std::uint64_t offset) {
  while (static_cast<std::uint64_t>(out.tellp()) < offset) out.put('\0');
}

}  // namespace

std::uint8_t completeness(const domain::Posting& posting) {
  const bool precise = posting.place && posting.place->precision <= domain::Precision::kAddress;
  const std::array<bool, kCompletenessParts> told{
      posting.pay.reach().has_value(),
      !posting.description.empty(),
      !posting.company.empty(),
      precise,
      posting.experience.min_years.has_value() || posting.education.has_value(),
      !posting.welfare.empty(),
      !posting.employment_type.empty(),
      posting.posted_at.has_value(),
  };
  return static_cast<std::uint8_t>(std::count(told.begin(), told.end(), true));
}

std::uint16_t DictionaryBuilder::number(std::string_view value) {
  if (value.empty()) return kNoValue;
  const auto found = numbers_.find(std::string(value));
  if (found != numbers_.end()) return found->second;
  const bool full = numbers_.size() == std::numeric_limits<std::uint16_t>::max();
  if (full || joined_.size() + value.size() > kMaxBytes) return kNoValue;
  const auto number = static_cast<std::uint16_t>(numbers_.size() + 1);
  numbers_.emplace(value, number);
  joined_.append(value).push_back('\0');
  return number;
}

ColumnWriter::ColumnWriter(std::filesystem::path file) : file_(std::move(file)) {
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    parts_.at(i).open(part(i), std::ios::binary | std::ios::trunc);
    if (!parts_.at(i)) fail(part(i));
  }
  put(Column::kWelfareStart, std::uint32_t{0});
  put(Column::kGroupStart, std::uint32_t{0});
}

ColumnWriter::~ColumnWriter() {
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    std::error_code ignored;  // nothing is lost when a part stays
    std::filesystem::remove(part(i), ignored);
  }
}

std::filesystem::path ColumnWriter::part(std::size_t column) const {
  return file_.string() + ".part" + std::to_string(column);
}

template <typename T>
void ColumnWriter::put(Column column, const T& value) {
  const auto i = static_cast<std::size_t>(column);
  assert(sizeof value == kColumnWidth.at(i));
  parts_.at(i).write(reinterpret_cast<const char*>(&value), sizeof value);
  bytes_.at(i) += sizeof value;
}

void ColumnWriter::put_set(Column starts, Column values, Dictionary dictionary,
                           const std::vector<std::string>& strings) {
  std::vector<std::uint16_t> numbers;
  for (const std::string& value : strings) {
    const std::uint16_t number = dictionaries_.at(static_cast<std::size_t>(dictionary)).number(value);
    if (number != kNoValue) numbers.push_back(number);
  }
  // A set: what a sender writes twice counts once.
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  for (const std::uint16_t number : numbers) put(values, number);
  put(starts, static_cast<std::uint32_t>(bytes_.at(static_cast<std::size_t>(values)) / sizeof(std::uint16_t)));
}

void ColumnWriter::add(const domain::Posting& posting, std::uint64_t cell, const RowFacts& facts) {
  const auto number = [this](Dictionary dictionary, std::string_view value) {
    return dictionaries_.at(static_cast<std::size_t>(dictionary)).number(value);
  };
  ++rows_;
  if (cell != geo::kNoCell) ++placed_rows_;
  put(Column::kCell, cell);
  put(Column::kEcef, posting.place ? geo::to_ecef(posting.place->point) : geo::Ecef{});
  put(Column::kAccuracyM, posting.place ? saturated<std::uint16_t>(posting.place->accuracy_m) : std::uint16_t{0});
  put(Column::kPayReach, posting.pay.reach().value_or(kUnknownPay));
  put(Column::kPostedAt, seconds_or_unknown(posting.posted_at));
  put(Column::kLapsesAt, seconds_or_unknown(posting.lapses_at));
  put(Column::kEmployerTypes, posting.employer_types);
  put(Column::kEducation, posting.education ? static_cast<std::uint8_t>(*posting.education) : kUnknownLevel);
  const auto years = posting.experience.min_years;
  put(Column::kExperience, years ? static_cast<std::uint8_t>(std::min(*years, kUnknownLevel - 1U)) : kUnknownLevel);
  put(Column::kCategory, number(Dictionary::kCategory, posting.category));
  put(Column::kEmploymentType, number(Dictionary::kEmploymentType, facts.labels.employment_type));
  put(Column::kSource, number(Dictionary::kSource, posting.source));
  put(Column::kCommunity, number(Dictionary::kCommunity, posting.community_id));
  put(Column::kCopyGroup, facts.copy_group);
  put(Column::kLength, saturated<std::uint16_t>(facts.length));
  put(Column::kCompleteness, completeness(posting));
  put_set(Column::kWelfareStart, Column::kWelfareValues, Dictionary::kWelfare, facts.labels.welfare);
  put_set(Column::kGroupStart, Column::kGroupValues, Dictionary::kGroup, facts.labels.groups);
  put(Column::kPayFloor, posting.pay.monthly_min.value_or(kUnknownPay));
  put(Column::kPayUnit, static_cast<std::uint8_t>(posting.pay.unit));
  put(Column::kEmployer, facts.employer);
  put(Column::kAgeMin, saturated<std::uint8_t>(posting.age.min_years.value_or(0)));
  put(Column::kAgeMax, posting.age.max_years ? saturated<std::uint8_t>(*posting.age.max_years) : kNoAgeLimit);
}

void ColumnWriter::finish(std::uint32_t copy_groups) {
  std::array<SectionEntry, kSectionCount> table{};
  std::uint64_t offset = aligned(sizeof(ColumnsHeader) + sizeof table);
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    const std::uint64_t bytes = i < kColumnCount ? bytes_.at(i) : dictionaries_.at(i - kColumnCount).joined().size();
    table.at(i) = {offset, bytes};
    offset = aligned(offset + bytes);
  }
  const ColumnsHeader header{kColumnsMagic, kFormatVersion, rows_, placed_rows_, copy_groups, kSectionCount, 0};
  std::ofstream out(file_, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(reinterpret_cast<const char*>(table.data()), sizeof table);
  for (std::size_t i = 0; i < kSectionCount; ++i) {
    pad_to(out, table.at(i).offset);
    if (i >= kColumnCount) {
      out << dictionaries_.at(i - kColumnCount).joined();
      continue;
    }
    parts_.at(i).close();
    std::ifstream in(part(i), std::ios::binary);
    if (!parts_.at(i) || !in) fail(part(i));
    if (table.at(i).bytes > 0) out << in.rdbuf();
  }
  pad_to(out, offset);
  out.close();
  if (!out) fail(file_);
}

}  // namespace doorstep::index
