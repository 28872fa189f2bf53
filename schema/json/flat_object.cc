#include "schema/json/flat_object.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "schema/json/shown_text.h"

namespace doorstep::json {
namespace {

using base::Issue;
using nlohmann::json;

constexpr std::string_view kLooksLike = "一行写一个完整的 JSON 对象，例如 {\"id\":\"a1\",\"title\":\"保洁员\"}";

// nlohmann's id of a number that no double can hold.
constexpr int kNumberOverflow = 406;

// The run of letters and signs around `at`: what a sender would call the word that was not understood.
std::string_view word_around(std::string_view text, std::size_t at) {
  constexpr std::size_t kReach = 16;
  const auto in_word = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '+';
  };
  at = std::min(at, text.size());
  std::size_t begin = at;
  while (begin > 0 && at - begin < kReach && in_word(text[begin - 1])) --begin;
  std::size_t end = at;
  while (end < text.size() && end - at < kReach && in_word(text[end])) ++end;
  return text.substr(begin, end - begin);
}

bool names_no_number(std::string_view word) {
  constexpr std::array<std::string_view, 10> kWords{"NaN",       "-NaN", "nan", "-nan",      "Infinity",
                                                    "-Infinity", "Inf",  "inf", "+Infinity", "-inf"};
  return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

class Handler final : public json::json_sax_t {
 public:
  Handler(std::string_view text, int max_depth, FlatParse& out) : text_(text), max_depth_(max_depth), out_(out) {}

  bool null() override { return scalar({.kind = Value::Kind::kNull}); }
  bool boolean(bool) override { return scalar({.kind = Value::Kind::kBool}); }
  bool number_integer(std::int64_t value) override { return number(static_cast<double>(value)); }
  bool number_unsigned(std::uint64_t value) override { return number(static_cast<double>(value)); }
  bool number_float(double value, const std::string&) override { return number(value); }
  bool binary(json::binary_t&) override { return false; }

  bool string(std::string& value) override {
    Value read{.kind = Value::Kind::kString, .text = std::move(value)};
    if (read.text.find('\0') != std::string::npos) {
      read.faulty = true;
      add(next_path(), "nul", "含有空字符（\\u0000）", "删去这个看不见的字符");
    }
    return scalar(std::move(read));
  }

  bool start_object(std::size_t) override {
    if (open_.empty()) {
      object_.emplace();
      open_.push_back({.is_object = true});
      return true;
    }
    return open(Value::Kind::kObject);
  }
  bool start_array(std::size_t) override { return open(Value::Kind::kArray); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    if (name.find('\0') != std::string::npos) add(path(), "nul", "字段名里有空字符（\\u0000）", "删去这个看不见的字符");
    const bool fresh = open_.back().keys.insert(name).second;
    const bool at_top = open_.size() == 1;
    if (!fresh) {
      add(at_top ? shown(name) : path(), "duplicate_key", "字段 " + in_quotes(name) + " 写了不止一次", "只留一个");
    }
    if (at_top) {
      keeping_ = fresh;
      top_name_ = shown(name);
      if (fresh) object_->fields.push_back({.name = std::move(name)});
    }
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) override {
    broken_ = true;
    const std::size_t at = position == 0 ? 0 : position - 1;
    if (error.id == kNumberOverflow || (!complete_ && names_no_number(word_around(text_, at)))) {
      add(next_path(), "not_finite", "不是有限的数", "写一个普通的数字，例如 31.85；不知道就去掉这一项");
    } else if (complete_) {
      add("", "trailing_text", fmt::format("JSON 对象结束后还有别的内容（第 {} 字节起）", at + 1),
          std::string{kLooksLike});
    } else if (position > text_.size()) {
      add("", "truncated", "没有写完就断了", std::string{kLooksLike});
    } else {
      add("", "not_json", fmt::format("第 {} 字节处不合 JSON 的写法", at + 1), std::string{kLooksLike});
    }
    return false;
  }

  void finish() {
    if (!broken_) out_.object = std::move(object_);
  }

 private:
  struct Open {
    bool is_object = false;
    std::size_t index = 0;       // of the next item of an array
    std::set<std::string> keys;  // ordered: a hash could be attacked by chosen keys
  };

  bool number(double value) { return scalar({.kind = Value::Kind::kNumber, .number = value}); }

  bool scalar(Value value) {
    if (open_.empty()) return not_object();
    keep(std::move(value));
    return true;
  }

  bool open(Value::Kind kind) {
    if (open_.empty()) return not_object();
    if (open_.size() >= static_cast<std::size_t>(max_depth_)) {
      broken_ = true;
      add(next_path(), "too_deep", fmt::format("括号套得太深（超过 {} 层）", max_depth_),
          "岗位的字段只用文字、数字和文字的数组");
      return false;
    }
    keep({.kind = kind});
    open_.push_back({.is_object = kind == Value::Kind::kObject});
    return true;
  }

  bool close() {
    open_.pop_back();
    complete_ = open_.empty();
    return true;
  }

  // Stores a value of the top object or of an array right in it.
  void keep(Value value) {
    Open& parent = open_.back();
    if (!parent.is_object) ++parent.index;
    if (!keeping_) return;
    Field& field = object_->fields.back();
    if (open_.size() == 1) {
      field.value = std::move(value);
    } else if (open_.size() == 2 && !parent.is_object) {
      field.item_count = parent.index;
      if (field.items.size() < kMaxItemsKept) field.items.push_back(std::move(value));
    }
  }

  bool not_object() {
    broken_ = true;
    add("", "not_object", "不是 JSON 对象", std::string{kLooksLike});
    return false;
  }

  // The open field; with an index where it is an array.
  std::string path() const {
    if (open_.size() < 2 || open_[1].is_object || open_[1].index == 0) return open_.size() < 2 ? "" : top_name_;
    return fmt::format("{}[{}]", top_name_, open_[1].index - 1);
  }

  // The same for a value that has not been kept yet.
  std::string next_path() const {
    if (open_.empty()) return "";
    if (open_.size() == 2 && !open_[1].is_object) return fmt::format("{}[{}]", top_name_, open_[1].index);
    return open_.size() == 1 ? top_name_ : path();
  }

  void add(std::string field, std::string code, std::string text, std::string hint) {
    if (out_.issues.size() >= kMaxIssues) return;
    out_.issues.push_back(
        Issue{.field = std::move(field), .code = std::move(code), .text = std::move(text), .hint = std::move(hint)});
  }

  std::string_view text_;
  int max_depth_;
  FlatParse& out_;
  std::optional<FlatObject> object_;
  std::vector<Open> open_;
  std::string top_name_;
  bool keeping_ = false;   // the open top-level field is not a repetition
  bool complete_ = false;  // the object has been closed
  bool broken_ = false;    // the text is not one JSON object
};

FlatParse whole(std::string code, std::string text, std::string hint) {
  return {.object = std::nullopt,
          .issues = {Issue{.code = std::move(code), .text = std::move(text), .hint = std::move(hint)}}};
}

}  // namespace

const Field* FlatObject::find(std::string_view name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

FlatParse parse_flat_object(std::string_view text, int max_depth) {
  if (const auto at = find_invalid_utf8(text)) {
    return whole("not_utf8",
                 fmt::format("第 {} 字节起不是 UTF-8（字节 {:02X}）", *at + 1, static_cast<unsigned char>(text[*at])),
                 "把文件另存为 UTF-8 编码（常见的是误用了 GBK）");
  }
  // nlohmann takes a NUL byte for the end of the text and would let anything follow it.
  if (const auto at = text.find('\0'); at != std::string_view::npos) {
    return whole("nul", fmt::format("第 {} 字节是空字符（NUL）", at + 1), "删去这个看不见的字符");
  }
  FlatParse out;
  Handler handler{text, max_depth, out};
  json::sax_parse(text.begin(), text.end(), &handler);
  handler.finish();
  return out;
}

}  // namespace doorstep::json
