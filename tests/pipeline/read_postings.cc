// Reads JSONL on stdin with the typed reader and prints `ok`, or `refused<TAB>field,field` with the top-level fields
// named (sorted, `-` for the whole), a line each: what schema_differential_test.py compares with a JSON Schema validator.

#include <iostream>
#include <set>
#include <string>

#include "schema/json/posting_reader.h"

namespace {

std::string outcome(const std::string& line) {
  const auto read = doorstep::json::read_posting(line);
  if (read.ok()) return "ok";
  std::set<std::string> fields;
  for (const auto& issue : read.issues()) {
    fields.insert(issue.field.empty() ? "-" : issue.field.substr(0, issue.field.find('[')));
  }
  std::string joined;
  for (const auto& field : fields) joined += (joined.empty() ? "" : ",") + field;
  return "refused\t" + joined;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) std::cout << outcome(line) << '\n';
  return std::cout.flush() ? 0 : 1;
}
