#include "schema/domain/csv.h"

#include <algorithm>

namespace doorstep::domain {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) text_.remove_prefix(kByteOrderMark.size());
}

std::optional<CsvRecord> CsvReader::next() {
  while (take_line_end()) {
  }
  if (at_ >= text_.size()) return std::nullopt;
  CsvRecord record{.line = line_};
  record.fields.push_back(take_field(record));
  while (at_ < text_.size() && text_[at_] == ',') {
    ++at_;
    record.fields.push_back(take_field(record));
  }
  take_line_end();
  return record;
}

std::string CsvReader::take_field(CsvRecord& record) {
  if (at_ < text_.size() && text_[at_] == '"') return take_quoted(record);
  const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
  std::size_t size = end - at_;
  const bool carriage_return = size > 0 && text_[end - 1] == '\r' && (end == text_.size() || text_[end] == '\n');
  if (carriage_return) --size;
  std::string field(text_.substr(at_, size));
  at_ += size;
  return field;
}

// What stands between a closing quote and the next comma is kept as it is.
std::string CsvReader::take_quoted(CsvRecord& record) {
  std::string field;
  for (++at_; at_ < text_.size(); ++at_) {
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] != '"') {
      field.push_back(text_[at_]);
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      field.push_back('"');
      ++at_;
    } else {
      ++at_;
      while (at_ < text_.size() && text_[at_] != ',' && !at_line_end()) field.push_back(text_[at_++]);
      return field;
    }
  }
  record.unclosed_quote = true;
  return field;
}

// A CR that stands alone is text.
bool CsvReader::at_line_end() const {
  if (at_ == text_.size()) return false;
  if (text_[at_] != '\r') return text_[at_] == '\n';
  return at_ + 1 == text_.size() || text_[at_ + 1] == '\n';
}

bool CsvReader::take_line_end() {
  if (!at_line_end()) return false;
  if (text_[at_] == '\r') ++at_;
  if (at_ == text_.size()) return true;
  ++at_;
  ++line_;
  return true;
}

std::string csv_field(std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(value);
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

}  // namespace doorstep::domain
