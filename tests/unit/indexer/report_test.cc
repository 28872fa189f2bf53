#include "indexer/report.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include <unistd.h>

#include <nlohmann/json.hpp>

namespace doorstep::indexer {
namespace {

using base::Issue;
using Severity = Issue::Severity;

Issue error(std::string field, std::string code) {
  return {.field = std::move(field), .code = std::move(code), .text = "太长", .hint = "短一些"};
}

Issue flag(std::string field, std::string code) {
  return {.severity = Severity::kFlag, .field = std::move(field), .code = std::move(code), .text = "没有写"};
}

// A folder that lives as long as the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("report_test." + std::to_string(::getpid()))) {
    std::filesystem::create_directory(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::ptrdiff_t file_count() const { return std::distance(std::filesystem::directory_iterator{path_}, {}); }

 private:
  std::filesystem::path path_;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_CASE("each problem is one line that says where, which field, what, and what would be right") {
  std::ostringstream out;
  Report report{out};

  report.add({"a.jsonl", 7}, {error("title", "too_long"), error("", "not_json"), flag("posted_at", "no_posted_at")});

  CHECK(out.str() ==
        "a.jsonl:7: title: 太长；短一些\n"
        "a.jsonl:7: 太长；短一些\n"
        "a.jsonl:7: 提示 posted_at: 没有写\n");
}

TEST_CASE("problems are counted by field and code with the first as example, the most frequent first") {
  std::ostringstream out;
  Report report{out};

  report.add({"a.jsonl", 1}, {error("address", "too_long")});
  report.add({"a.jsonl", 2}, {error("title", "too_long"), flag("title", "odd")});
  report.add({"b.jsonl", 3}, {error("title", "too_long")});

  CHECK(report.kinds(Severity::kError) ==
        std::vector<ProblemKind>{{"title", "too_long", 2, "a.jsonl:2"}, {"address", "too_long", 1, "a.jsonl:1"}});
  CHECK(report.kinds(Severity::kFlag) == std::vector<ProblemKind>{{"title", "odd", 1, "a.jsonl:2"}});
}

TEST_CASE("the items of a list are one kind") {
  std::ostringstream out;
  Report report{out};

  report.add({"a", 1}, {error("tags[0]", "empty"), error("tags[12]", "empty")});

  CHECK(report.kinds(Severity::kError) == std::vector<ProblemKind>{{"tags[]", "empty", 2, "a:1"}});
}

TEST_CASE("names that a sender makes up do not fill the memory") {
  std::ostringstream out;
  Report report{out};
  constexpr std::uint64_t kLines = 5000;

  for (std::uint64_t line = 1; line <= kLines; ++line) {
    report.add({"a", line}, {flag("field" + std::to_string(line), "unknown_field"), error("title", "blank")});
  }

  const auto flags = report.kinds(Severity::kFlag);
  std::uint64_t counted = 0;
  for (const ProblemKind& kind : flags) counted += kind.count;
  CHECK(flags.size() + report.kinds(Severity::kError).size() <= Report::kMaxKinds);
  CHECK(counted == kLines);
  CHECK(flags.front().field == Report::kOther);
  CHECK(report.kinds(Severity::kError) == std::vector<ProblemKind>{{"title", "blank", kLines, "a:1"}});
}

TEST_CASE("the exit code tells good, partly good and nothing done apart") {
  CHECK(exit_code_for({.read = 5, .indexed = 5}) == 0);
  CHECK(exit_code_for({.read = 5, .indexed = 4, .replaced = 1}) == 0);
  CHECK(exit_code_for({.read = 5, .indexed = 4, .refused = 1}) == 1);
  CHECK(exit_code_for({.read = 5, .indexed = 0, .refused = 5}) == 3);
  CHECK(exit_code_for({}) == 3);
}

const Summary kSummary{.read = 10,
                       .indexed = 7,
                       .refused = 2,
                       .replaced = 1,
                       .without_place = 3,
                       .refusals = {{"title", "too_long", 2, "a.jsonl:4"}},
                       .flags = {{"", "odd", 1, "a.jsonl:5"}},
                       .generation = "g-1",
                       .seconds = 1.25,
                       .exit_code = 1};

TEST_CASE("the summary tells a person what became of every line, and why") {
  CHECK(format_summary(kSummary) ==
        "读取 10 条，入索引 7 条，拒收 2 条，被后来的同编号岗位替换 1 条，没有位置 3 条；用时 1.2 秒\n"
        "拒收的原因：\n"
        "  2 次  title too_long（例如 a.jsonl:4）\n"
        "提示：\n"
        "  1 次  整行 odd（例如 a.jsonl:5）\n"
        "索引版本 g-1\n");
}

TEST_CASE("a summary with many kinds shows the first and counts the rest") {
  Summary summary;
  for (int i = 0; i < 25; ++i) summary.refusals.push_back({"f" + std::to_string(i), "odd", 1, "a:1"});

  const std::string text = format_summary(summary);

  CHECK_THAT(text, Catch::Contains("f9 odd") && !Catch::Contains("f10 odd") && Catch::Contains("另有 15 种"));
  CHECK_THAT(text, Catch::Contains("没有写出索引"));
}

TEST_CASE("the written report has the keys that scripts read") {
  const auto report = nlohmann::json::parse(summary_json(kSummary));

  CHECK(report == nlohmann::json::parse(R"({
    "read": 10, "indexed": 7, "refused": 2, "replaced": 1, "without_place": 3,
    "refusals": [{"field": "title", "code": "too_long", "count": 2, "example": "a.jsonl:4"}],
    "flags": [{"field": "", "code": "odd", "count": 1, "example": "a.jsonl:5"}],
    "generation": "g-1", "seconds": 1.25, "exit_code": 1})"));
}

TEST_CASE("a file name of any bytes leaves the report JSON") {
  Summary summary;
  summary.refusals.push_back({"title", "blank", 1, "\xB1\xA8.jsonl:1"});

  CHECK(nlohmann::json::accept(summary_json(summary)));
}

TEST_CASE("a report replaces the old one whole and leaves nothing else behind") {
  const Folder folder;
  const std::string path = folder.file("report.json");
  std::ofstream(path) << "old";

  write_summary(path, kSummary);

  CHECK(content_of(path) == summary_json(kSummary));
  CHECK(folder.file_count() == 1);
}

TEST_CASE("a report that cannot be written leaves nothing behind and names the file") {
  const Folder folder;
  CHECK_THROWS_AS(write_summary(folder.file("no/report.json"), kSummary), std::system_error);
  CHECK_THROWS_WITH(write_summary(folder.file("no/report.json"), kSummary), Catch::Contains("no/report.json"));
  CHECK(folder.file_count() == 0);
}

TEST_CASE("a link to something that is no regular file is written through, not replaced") {
  const Folder folder;
  const std::string link = folder.file("null");
  std::filesystem::create_symlink("/dev/null", link);

  write_summary(link, kSummary);

  CHECK(std::filesystem::is_symlink(link));
}

}  // namespace
}  // namespace doorstep::indexer
