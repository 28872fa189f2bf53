#include "tests/support/load_client/options.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/support/temporary_folder.h"

namespace doorstep::load {
namespace {

// A command line that names a file of these targets.
class CommandLine {
 public:
  explicit CommandLine(std::string_view targets) : file_((folder_.path() / "targets").string()) {
    testing::write_file(file_, targets);
  }

  std::variant<Options, std::string> read(std::vector<const char*> more) const {
    more.insert(more.begin(), {"--address", "127.0.0.1:8080", "--targets", file_.c_str()});
    return read_options(more);
  }
  bool refuses(std::vector<const char*> more) const {
    return std::holds_alternative<std::string>(read(std::move(more)));
  }

 private:
  testing::TemporaryFolder folder_;
  std::string file_;
};

TEST_CASE("a whole command line is read into one value") {
  const CommandLine line("/a?b=1\n\n/c\n");
  const auto read = line.read({"--connections", "3", "--seconds", "1.5", "--rate", "20", "--reconnect", "--patient",
                               "--same-number-after", "build-"});
  CHECK(std::get<Options>(read) == Options{.host = "127.0.0.1",
                                           .port = 8080,
                                           .targets = {"/a?b=1", "/c"},
                                           .connections = 3,
                                           .seconds = 1.5,
                                           .rate = 20,
                                           .reconnect = true,
                                           .patient = true,
                                           .number_after = "build-"});
}

TEST_CASE("a run has one end: a number of requests or of seconds") {
  const CommandLine line("/\n");
  CHECK_FALSE(line.refuses({"--requests", "5"}));
  CHECK(line.refuses({}));
  CHECK(line.refuses({"--requests", "5", "--seconds", "5"}));
}

TEST_CASE("what is no option or no value is refused") {
  const CommandLine line("/\n");
  for (const auto& wrong :
       std::vector<std::vector<const char*>>{{"--requests", "0"},
                                             {"--requests", "5x"},
                                             {"--requests"},
                                             {"--seconds", "-1"},
                                             {"--requests", "5", "--speed", "1"},
                                             {"--requests", "5", "--connections", "0"},
                                             {"--requests", "5", "--address", "127.0.0.1"},
                                             {"--requests", "5", "--targets", "absent"},
                                             {"--requests", "5", "--gzip", "--same-number-after", "b"}}) {
    CAPTURE(wrong.front());
    CHECK(line.refuses(wrong));
  }
}

TEST_CASE("a line that is no request target is refused") {
  CHECK(CommandLine("").refuses({"--requests", "1"}));
  CHECK(CommandLine("a\n").refuses({"--requests", "1"}));
  CHECK(CommandLine("/a b\n").refuses({"--requests", "1"}));
  CHECK(CommandLine("/岗位\n").refuses({"--requests", "1"}));
}

}  // namespace
}  // namespace doorstep::load
