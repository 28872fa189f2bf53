#pragma once

// Comma-separated values as RFC 4180 has them: quotes, doubled quotes, commas and line breaks within quotes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace doorstep::domain {

struct CsvRecord {
  std::vector<std::string> fields;
  std::size_t line = 0;         // where it starts, from 1
  bool unclosed_quote = false;  // the text ended within quotes

  bool operator==(const CsvRecord&) const = default;
};

// Reads record after record; the text must outlive it. A byte order mark at the start and the CR of CRLF are dropped.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text);

  // The next record that is not a blank line; nullopt at the end.
  std::optional<CsvRecord> next();

 private:
  std::string take_field(CsvRecord& record);
  std::string take_quoted(CsvRecord& record);
  bool at_line_end() const;
  bool take_line_end();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// `value` as a field, in quotes when it needs them.
std::string csv_field(std::string_view value);

}  // namespace doorstep::domain
