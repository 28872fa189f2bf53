#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "schema/domain/community.h"
#include "schema/domain/csv.h"
#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

using base::Issue;

enum Column : std::size_t { kCode, kName, kStreet, kDistrict, kLng, kLat, kAccuracy, kColumnCount };
constexpr std::array<std::string_view, kColumnCount> kColumnNames{"code",      "name",      "street",    "district",
                                                                  "lng_wgs84", "lat_wgs84", "accuracy_m"};
constexpr std::size_t kRequiredColumns = kAccuracy;
// A centre that is off by more says nothing.
constexpr std::uint32_t kLargestAccuracyM = 100'000;

template <typename T>
std::optional<T> read_number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (!std::isfinite(static_cast<double>(value))) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const DecodedChar here = decode_utf8(text, at);
    if (here.code == kReplacementChar && here.size == 1) return false;
    at += here.size;
  }
  return true;
}

std::optional<std::array<std::size_t, kColumnCount>> find_columns(const CsvRecord& header, base::Issues& issues) {
  std::array<std::size_t, kColumnCount> columns{};
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    const auto found = std::find_if(header.fields.begin(), header.fields.end(),
                                    [&](const std::string& field) { return trimmed(field) == kColumnNames.at(i); });
    columns.at(i) = static_cast<std::size_t>(found - header.fields.begin());
    if (found != header.fields.end() || i >= kRequiredColumns) continue;
    issues.push_back({.field = fmt::format("line {}: {}", header.line, kColumnNames.at(i)),
                      .code = "missing_column",
                      .text = fmt::format("缺少列 {}", kColumnNames.at(i)),
                      .hint = "首行须有 code,name,street,district,lng_wgs84,lat_wgs84"});
  }
  if (!issues.empty()) return std::nullopt;
  return columns;
}

// Turns records into communities; every mistake of a row is an issue.
class RowReader {
 public:
  explicit RowReader(std::array<std::size_t, kColumnCount> columns) : columns_(columns) {}

  void read(const CsvRecord& record) {
    record_ = &record;
    errors_ = 0;
    if (record.unclosed_quote) report(kCode, "unclosed_quote", "引号没有闭合", "成对使用双引号");
    Community community{.id = std::string(cell(kCode)),
                        .name = std::string(cell(kName)),
                        .street = std::string(cell(kStreet)),
                        .district = std::string(cell(kDistrict))};
    check_names(community);
    community.centre = {.lat_deg = coordinate(kLat), .lng_deg = coordinate(kLng)};
    check_place(community.centre);
    community.accuracy_m = accuracy();
    if (errors_ > 0) return;
    codes_.insert(community.id);
    file_.communities.push_back(std::move(community));
  }

  GazetteerFile take() && { return std::move(file_); }

 private:
  std::string_view cell(Column column) const {
    const std::size_t at = columns_.at(column);
    return at < record_->fields.size() ? trimmed(record_->fields[at]) : std::string_view{};
  }

  void report(Column column, std::string code, std::string text, std::string hint,
              Issue::Severity severity = Issue::Severity::kError) {
    if (severity == Issue::Severity::kError) ++errors_;
    file_.issues.push_back({.severity = severity,
                            .field = fmt::format("line {}: {}", record_->line, kColumnNames.at(column)),
                            .code = std::move(code),
                            .text = std::move(text),
                            .hint = std::move(hint)});
  }

  void check_names(const Community& community) {
    if (!is_community_id(community.id)) {
      report(kCode, "bad_code", "社区代码不是 12 位数字", "填统计用区划代码，如 340102001001");
    } else if (codes_.contains(community.id)) {
      report(kCode, "duplicate_code", "社区代码重复：" + community.id, "每个社区只写一行；保留先出现的一行");
    }
    if (community.name.empty()) report(kName, "missing", "缺少社区名称", "填社区全称，如 三里庵社区居委会");
    for (const Column column : {kName, kStreet, kDistrict}) {
      if (!is_utf8(cell(column))) report(column, "bad_encoding", "不是 UTF-8 文字", "另存为 UTF-8 编码");
    }
  }

  double coordinate(Column column) {
    if (const auto value = read_number<double>(cell(column))) return *value;
    report(column, cell(column).empty() ? "missing" : "not_a_number", "坐标不是数字", "填 WGS-84 的十进制度数");
    return 0;
  }

  void check_place(LatLng point) {
    if (errors_ > 0 && (!read_number<double>(cell(kLat)) || !read_number<double>(cell(kLng)))) return;
    if (in_china_rectangle(point)) return;
    const bool swapped = in_china_rectangle({.lat_deg = point.lng_deg, .lng_deg = point.lat_deg});
    report(kLng, "out_of_china", swapped ? "坐标不在中国境内，经纬度可能写反了" : "坐标不在中国境内",
           "经度 73 至 136，纬度 3 至 54");
  }

  std::uint32_t accuracy() {
    if (cell(kAccuracy).empty()) return Community::kDefaultAccuracyM;
    const auto value = read_number<std::uint32_t>(cell(kAccuracy));
    if (value && *value <= kLargestAccuracyM) return *value;
    report(kAccuracy, "bad_accuracy", "误差半径不是 0 至 100000 的整数，按 2000 米计", "填整数，单位米",
           Issue::Severity::kFlag);
    return Community::kDefaultAccuracyM;
  }

  std::array<std::size_t, kColumnCount> columns_;
  const CsvRecord* record_ = nullptr;
  std::size_t errors_ = 0;
  std::unordered_set<std::string> codes_;
  GazetteerFile file_;
};

}  // namespace

base::Result<GazetteerFile> parse_communities_csv(std::string_view csv) {
  CsvReader records(csv);
  const auto header = records.next();
  if (!header) return Issue{.code = "empty", .text = "文件是空的", .hint = "首行写列名，以下每行一个社区"};
  base::Issues issues;
  const auto columns = find_columns(*header, issues);
  if (!columns) return issues;
  RowReader rows(*columns);
  while (const auto record = records.next()) rows.read(*record);
  GazetteerFile file = std::move(rows).take();
  if (!file.communities.empty()) return file;
  if (file.issues.empty()) file.issues.push_back({.code = "empty", .text = "没有任何社区", .hint = "每行写一个社区"});
  return file.issues;
}

std::string format_communities_csv(const std::vector<Community>& communities) {
  std::string csv = "code,name,street,district,lng_wgs84,lat_wgs84,accuracy_m\n";
  for (const Community& community : communities) {
    csv += fmt::format("{},{},{},{},{},{},{}\n", csv_field(community.id), csv_field(community.name),
                       csv_field(community.street), csv_field(community.district), community.centre.lng_deg,
                       community.centre.lat_deg, community.accuracy_m);
  }
  return csv;
}

}  // namespace doorstep::domain
