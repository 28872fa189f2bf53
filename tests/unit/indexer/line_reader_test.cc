#include "indexer/line_reader.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace doorstep::indexer {
namespace {

constexpr std::size_t kMaxLine = 16;

// A file that lives as long as the test.
class TextFile {
 public:
  explicit TextFile(std::string_view text)
      : path_(std::filesystem::temp_directory_path() / ("line_reader_test." + std::to_string(::getpid()))) {
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TextFile() { std::filesystem::remove(path_); }
  TextFile(const TextFile&) = delete;
  TextFile& operator=(const TextFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> texts_of(std::string_view content) {
  const TextFile file{content};
  LineReader reader{file.path(), kMaxLine};
  std::vector<std::string> texts;
  while (const auto line = reader.next()) texts.emplace_back(line->text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST_CASE("each line is told with its number and the offset of its first byte") {
  const TextFile file{"one\n\n三里庵\r\nlast\n"};
  LineReader reader{file.path(), kMaxLine};

  CHECK(reader.next() == Line{.number = 1, .offset = 0, .bytes = 3, .text = "one"});
  CHECK(reader.next() == Line{.number = 3, .offset = 5, .bytes = 9, .text = "三里庵"});
  CHECK(reader.next() == Line{.number = 4, .offset = 16, .bytes = 4, .text = "last"});
  CHECK(reader.next() == std::nullopt);
  CHECK(reader.bytes_consumed() == 21);
  CHECK(reader.total_bytes() == 21);
}

TEST_CASE("a last line without a newline is a line") { CHECK(texts_of("one\ntwo") == Texts{"one", "two"}); }

TEST_CASE("an empty file has no lines") { CHECK(texts_of("").empty()); }

TEST_CASE("lines of spaces, tabs or a carriage return are blank") {
  CHECK(texts_of(" \n\t\t\n\r\n \t\r\nx") == Texts{"x"});
}

TEST_CASE("a byte order mark is dropped at the beginning and nowhere else") {
  CHECK(texts_of("\xEF\xBB\xBFone\n\xEF\xBB\xBFtwo\n") == Texts{"one", "\xEF\xBB\xBFtwo"});
  CHECK(texts_of("\xEF\xBB\xBF").empty());
  CHECK(texts_of("\xEF\xBB") == Texts{"\xEF\xBB"});
}

TEST_CASE("offsets count the byte order mark") {
  const TextFile file{"\xEF\xBB\xBFone\ntwo\n"};
  LineReader reader{file.path(), kMaxLine};

  CHECK(reader.next()->offset == 3);
  CHECK(reader.next()->offset == 7);
}

TEST_CASE("a NUL byte does not end a line") { CHECK(texts_of({"a\0b\nc\n", 6}) == Texts{{"a\0b", 3}, "c"}); }

TEST_CASE("a line of exactly the limit is read, with either line end") {
  const std::string limit(kMaxLine, 'x');
  CHECK(texts_of(limit + "\n" + limit + "\r\n" + limit) == Texts{limit, limit, limit});
}

TEST_CASE("a line over the limit is told with its size and the next one is read") {
  const TextFile file{std::string(kMaxLine + 1, 'x') + "\r\nnext\n"};
  LineReader reader{file.path(), kMaxLine};

  CHECK(reader.next() == Line{.number = 1, .offset = 0, .bytes = kMaxLine + 1, .text = "", .too_long = true});
  CHECK(reader.next() == Line{.number = 2, .offset = kMaxLine + 3, .bytes = 4, .text = "next"});
}

TEST_CASE("a line longer than many blocks is counted to its end") {
  constexpr std::size_t kHuge = 50'000'000;
  const TextFile file{std::string(kHuge, 'x') + "\nnext\n" + std::string(kHuge, ' ')};
  LineReader reader{file.path(), kMaxLine};

  CHECK(reader.next() == Line{.number = 1, .offset = 0, .bytes = kHuge, .text = "", .too_long = true});
  CHECK(reader.next()->text == "next");
  CHECK(reader.next() == Line{.number = 3, .offset = kHuge + 6, .bytes = kHuge, .text = "", .too_long = true});
  CHECK(reader.next() == std::nullopt);
}

TEST_CASE("lines that cross the edge of a block are whole") {
  std::string content;
  for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + "\n";
  const Texts texts = texts_of(content);

  REQUIRE(texts.size() == 100'000);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i] != std::to_string(i)) FAIL("line " << i << " reads " << texts[i]);
  }
}

TEST_CASE("a file that cannot be read is named") {
  CHECK_THROWS_WITH(LineReader("/no/such/file.jsonl", kMaxLine), Catch::Contains("/no/such/file.jsonl"));
  CHECK_THROWS_AS(LineReader("/no/such/file.jsonl", kMaxLine), std::system_error);
  CHECK_THROWS_WITH(LineReader("/", kMaxLine), Catch::StartsWith("/"));
}

TEST_CASE("a pipe is read whole although it comes in pieces and has no size") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const std::string_view content = "\xEF\xBB\xBFone\ntwo";
  REQUIRE(::write(ends[1], content.data(), content.size()) == static_cast<ssize_t>(content.size()));
  ::close(ends[1]);
  LineReader reader{"/proc/self/fd/" + std::to_string(ends[0]), kMaxLine};

  CHECK(reader.total_bytes() == std::nullopt);
  CHECK(reader.next()->text == "one");
  CHECK(reader.next()->text == "two");
  CHECK(reader.next() == std::nullopt);
  ::close(ends[0]);
}

}  // namespace
}  // namespace doorstep::indexer
