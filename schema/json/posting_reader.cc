#include "schema/json/posting_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "schema/base/clock.h"
#include "schema/domain/community.h"
#include "schema/json/flat_object.h"
#include "schema/json/posting_flags.h"
#include "schema/json/shown_text.h"

// Every limit here stands in schema/posting.schema.json too; tests/pipeline/schema_differential_test.py holds the two together.

namespace doorstep::json {
namespace {

using base::Issue;
using base::Issues;
using domain::RawPosting;
using Kind = Value::Kind;

struct TextRule {
  std::string_view name;
  std::size_t max_chars;
  std::string RawPosting::*member;
};

// Optional texts of any content: null and "" mean absent.
constexpr std::array kTexts{
    TextRule{"company", 2000, &RawPosting::company},
    TextRule{"employer_type", 100, &RawPosting::employer_type},
    TextRule{"category", 100, &RawPosting::category},
    TextRule{"address", 500, &RawPosting::address},
    TextRule{"pay_text", 200, &RawPosting::pay_text},
    TextRule{"experience_text", 100, &RawPosting::experience_text},
    TextRule{"education_text", 100, &RawPosting::education_text},
    TextRule{"employment_type", 50, &RawPosting::employment_type},
    TextRule{"description", 20000, &RawPosting::description},
    TextRule{"contact_name", 100, &RawPosting::contact_name},
    TextRule{"contact_phone", 100, &RawPosting::contact_phone},
    TextRule{"source", 100, &RawPosting::source},
};

struct ListRule {
  std::string_view name;
  std::vector<std::string> RawPosting::*member;
};

constexpr std::array kLists{ListRule{"welfare", &RawPosting::welfare}, ListRule{"tags", &RawPosting::tags},
                            ListRule{"groups", &RawPosting::groups}};

struct DateRule {
  std::string_view name;
  std::string RawPosting::*member;
};

constexpr std::array kDates{DateRule{"posted_at", &RawPosting::posted_at},
                            DateRule{"valid_until", &RawPosting::valid_until}};

// In Xapian a term has at most 245 bytes: 60 characters are at most 240.
constexpr std::size_t kMaxAsciiIdChars = 128;
constexpr std::size_t kMaxIdChars = 60;
constexpr std::size_t kMaxTitleChars = 500;
constexpr std::size_t kMaxItems = 50;
constexpr std::size_t kMaxItemChars = 500;
constexpr double kMaxHeadcount = 100000;
static_assert(kMaxItems < kMaxItemsKept);

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull: return "空值（null）";
    case Kind::kBool: return "真假值（true 或 false）";
    case Kind::kNumber: return "数字";
    case Kind::kString: return "文字";
    case Kind::kArray: return "数组";
    case Kind::kObject: return "对象";
  }
  return "";
}

bool is_visible_ascii(char byte) { return byte >= '!' && byte <= '~'; }

// Fills one RawPosting from one object, and collects what is wrong on the way.
class Reader {
 public:
  Reader(const FlatObject& object, Issues& errors) : object_(object), errors_(errors) {}

  RawPosting read() {
    read_id();
    read_title();
    for (const TextRule& rule : kTexts) read_text(rule);
    read_community();
    read_coordinates();
    for (const ListRule& rule : kLists) read_list(rule);
    read_headcount();
    for (const DateRule& rule : kDates) read_date(rule);
    return std::move(posting_);
  }

 private:
  void refuse(std::string field, std::string code, std::string text, std::string hint) {
    errors_.push_back(
        Issue{.field = std::move(field), .code = std::move(code), .text = std::move(text), .hint = std::move(hint)});
  }

  void refuse_type(std::string field, std::string_view wanted, Kind found, std::string hint) {
    refuse(std::move(field), "wrong_type", fmt::format("应当是{}，却是{}", wanted, kind_name(found)), std::move(hint));
  }

  void refuse_length(std::string field, std::size_t chars, std::size_t max_chars) {
    refuse(std::move(field), "too_long", fmt::format("太长：{} 个字", chars), fmt::format("最多 {} 个字", max_chars));
  }

  // The text of a required field; nullptr, and an issue, when there is none.
  const std::string* required(std::string_view name, std::string_view hint) {
    const Field* field = object_.find(name);
    if (field == nullptr) {
      refuse(std::string{name}, "missing", "没有写", std::string{hint});
      return nullptr;
    }
    if (field->value.kind != Kind::kString) {
      refuse_type(std::string{name}, "文字", field->value.kind, std::string{hint});
      return nullptr;
    }
    if (field->value.faulty) return nullptr;
    if (field->value.text.empty()) {
      refuse(std::string{name}, "empty", "是空的", std::string{hint});
      return nullptr;
    }
    return &field->value.text;
  }

  // The text of an optional field; nullptr when absent, null, empty or (with an issue) wrong.
  const std::string* optional(std::string_view name) {
    const Field* field = object_.find(name);
    if (field == nullptr || field->value.kind == Kind::kNull) return nullptr;
    if (field->value.kind != Kind::kString) {
      refuse_type(std::string{name}, "文字", field->value.kind, "写成双引号括起来的文字；没有就去掉这一项");
      return nullptr;
    }
    return field->value.faulty || field->value.text.empty() ? nullptr : &field->value.text;
  }

  void read_id() {
    const std::string* id = required("id", "每个岗位要有一个不重复的编号，例如 \"hf-000123\"");
    if (id == nullptr) return;
    const bool ascii = std::all_of(id->begin(), id->end(), is_visible_ascii);
    const std::size_t chars = count_code_points(*id);
    const std::size_t max_chars = ascii ? kMaxAsciiIdChars : kMaxIdChars;
    if (has_blank(*id)) {
      refuse("id", "bad_id", in_quotes(*id) + " 里有空白或看不见的字符", "去掉空白；例如 \"hf-000123\"");
    } else if (chars > max_chars) {
      refuse_length("id", chars, max_chars);
    } else {
      posting_.id = *id;
    }
  }

  void read_title() {
    const std::string* title = required("title", "写岗位名称，例如“保洁员”");
    if (title == nullptr) return;
    const std::size_t chars = count_code_points(*title);
    if (chars > kMaxTitleChars) {
      refuse_length("title", chars, kMaxTitleChars);
    } else if (is_blank(*title)) {
      refuse("title", "blank", "只有空白", "写岗位名称，例如“保洁员”");
    } else {
      posting_.title = *title;
    }
  }

  void read_text(const TextRule& rule) {
    const std::string* text = optional(rule.name);
    if (text == nullptr) return;
    const std::size_t chars = count_code_points(*text);
    if (chars > rule.max_chars) {
      refuse_length(std::string{rule.name}, chars, rule.max_chars);
    } else {
      posting_.*rule.member = *text;
    }
  }

  void read_community() {
    const std::string* code = optional("community_id");
    if (code == nullptr) return;
    if (!domain::is_community_id(*code)) {
      refuse("community_id", "bad_community", in_quotes(*code) + " 不是 12 位数字",
             "写统计用的 12 位社区代码，例如 \"340102001001\"；不知道就去掉这一项");
    } else {
      posting_.community_id = *code;
    }
  }

  // A number that is given, even if it is out of its range; nullopt when absent, null or (with an issue) no number.
  std::optional<double> number(std::string_view name, std::string_view example) {
    const Field* field = object_.find(name);
    if (field == nullptr || field->value.kind == Kind::kNull) return std::nullopt;
    if (field->value.kind == Kind::kNumber) return field->value.number;
    refuse_type(std::string{name}, "数字", field->value.kind,
                fmt::format("写成不加引号的数字，例如 {}；没有就去掉这一项", example));
    return std::nullopt;
  }

  // Whether the field is there at all, right or wrong: what is wrong with it is said elsewhere.
  bool given(std::string_view name) const {
    const Field* field = object_.find(name);
    if (field == nullptr || field->value.kind == Kind::kNull) return false;
    return name != "datum" || field->value.kind != Kind::kString || !field->value.text.empty();
  }

  void read_coordinates() {
    const std::optional<double> lat = number("lat", "31.8512");
    const std::optional<double> lng = number("lng", "117.2603");
    const std::optional<domain::Datum> datum = read_datum();
    const bool lat_good = lat && check_range("lat", *lat, domain::kChinaMinLat, domain::kChinaMaxLat, lng);
    const bool lng_good = lng && check_range("lng", *lng, domain::kChinaMinLng, domain::kChinaMaxLng, lat);
    if (lat || lng) check_complete();
    if (!lat_good || !lng_good || !datum) return;
    posting_.point = domain::LatLng{*lat, *lng};
    posting_.datum = *datum;
  }

  std::optional<domain::Datum> read_datum() {
    const std::string* name = optional("datum");
    if (name == nullptr) return std::nullopt;
    const auto datum = domain::datum_from_name(*name);
    if (!datum)
      refuse("datum", "not_listed", in_quotes(*name) + " 不是认识的坐标系",
             "wgs84（GPS）、gcj02（高德、腾讯）或 bd09（百度）");
    return datum;
  }

  bool check_range(std::string_view name, double value, double min, double max, std::optional<double> other) {
    if (value >= min && value <= max) return true;
    const bool is_lat = name == "lat";
    const std::string range = fmt::format("{}应在 {} 到 {} 之间", is_lat ? "纬度" : "经度", min, max);
    const bool swapped =
        other && domain::in_china_rectangle(is_lat ? domain::LatLng{*other, value} : domain::LatLng{value, *other});
    refuse(std::string{name}, "out_of_range", fmt::format("{} 不在中国境内", value),
           swapped ? range + "；看来 lat 和 lng 写反了，对调即可" : range);
    return false;
  }

  void check_complete() {
    for (const std::string_view name : {"lat", "lng", "datum"}) {
      if (given(name)) continue;
      refuse(std::string{name}, "incomplete", "没有写，而坐标要三项齐全",
             name == "datum" ? "写坐标系：wgs84（GPS）、gcj02（高德、腾讯）或 bd09（百度）"
                             : "lat、lng、datum 三项都写，或都不写");
    }
  }

  void read_list(const ListRule& rule) {
    const Field* field = object_.find(rule.name);
    if (field == nullptr || field->value.kind == Kind::kNull) return;
    if (field->value.kind != Kind::kArray) {
      refuse_type(std::string{rule.name}, "数组", field->value.kind,
                  "写成数组，例如 [\"包吃\",\"五险\"]；没有就去掉这一项");
      return;
    }
    if (field->item_count > kMaxItems) {
      refuse(std::string{rule.name}, "too_long", fmt::format("太多：{} 项", field->item_count),
             fmt::format("最多 {} 项", kMaxItems));
    }
    for (std::size_t i = 0; i < field->items.size(); ++i) {
      read_item(rule, fmt::format("{}[{}]", rule.name, i), field->items[i]);
    }
  }

  void read_item(const ListRule& rule, std::string path, const Value& item) {
    if (item.kind != Kind::kString) {
      refuse_type(std::move(path), "文字", item.kind, "数组里每一项都写成双引号括起来的文字");
      return;
    }
    if (item.faulty) return;
    const std::size_t chars = count_code_points(item.text);
    if (chars > kMaxItemChars) {
      refuse_length(std::move(path), chars, kMaxItemChars);
    } else if (chars > 0) {
      (posting_.*rule.member).push_back(item.text);
    }
  }

  void read_headcount() {
    const std::optional<double> count = number("headcount", "5");
    if (!count) return;
    if (std::trunc(*count) != *count) {
      refuse("headcount", "not_integer", fmt::format("{} 不是整数", *count), "写招聘人数，例如 5");
    } else if (*count < 0 || *count > kMaxHeadcount) {
      refuse("headcount", "out_of_range", fmt::format("{} 不像是招聘人数", *count),
             fmt::format("0 到 {} 的整数；没有说就去掉这一项", kMaxHeadcount));
    } else if (*count > 0) {
      posting_.headcount = static_cast<std::uint32_t>(*count);
    }
  }

  void read_date(const DateRule& rule) {
    const std::string* text = optional(rule.name);
    if (text == nullptr) return;
    if (!base::parse_instant(*text)) {
      refuse(std::string{rule.name}, "bad_date", in_quotes(*text) + " 不是存在的日期或带时区的时间",
             "例如 2026-11-22 或 2026-11-22T08:00:00+08:00（1970 至 2099 年）");
    } else {
      posting_.*rule.member = *text;
    }
  }

  const FlatObject& object_;
  Issues& errors_;
  RawPosting posting_;
};

Issues capped(Issues issues) {
  if (issues.size() <= kMaxIssues) return issues;
  issues.resize(kMaxIssues);
  issues.push_back(Issue{.code = "too_many_issues", .text = "问题太多，后面的没有列出", .hint = "先改正上面这些"});
  return issues;
}

}  // namespace

base::Result<ReadPosting> read_posting(std::string_view json) {
  if (json.size() > kMaxPostingBytes) {
    return Issue{.code = "too_large",
                 .text = fmt::format("太大：{} 字节", json.size()),
                 .hint = fmt::format("一个岗位最多 {} 字节", kMaxPostingBytes)};
  }
  FlatParse parsed = parse_flat_object(json, kMaxDepth);
  if (!parsed.object) return capped(std::move(parsed.issues));
  Issues errors = std::move(parsed.issues);
  RawPosting posting = Reader{*parsed.object, errors}.read();
  if (!errors.empty()) return capped(std::move(errors));
  Issues flags = posting_flags(*parsed.object, posting);
  return ReadPosting{.posting = std::move(posting), .flags = std::move(flags)};
}

}  // namespace doorstep::json
