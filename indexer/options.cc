#include "indexer/options.h"

#include <map>
#include <memory>

#include <CLI/CLI.hpp>

#include "indexer/report.h"
#include "schema/json/shown_text.h"

namespace doorstep::indexer {
namespace {

constexpr const char* kFooter =
    "退出码：0 全部成功，1 有被拒绝的行（见报告），2 命令写错了，3 什么也没做成。\n"
    "示例：indexer build --input postings.jsonl --communities communities.csv --out index";

constexpr const char* kOptionGroup = "选项";
constexpr const char* kCommandGroup = "子命令";

// Names of DOORSTEP_ABORT_AT. The renames are those of CURRENT.
const std::map<std::string, BuildStep> kSteps = {{"after_shard", BuildStep::kAfterShard},
                                                 {"after_compaction", BuildStep::kAfterCompaction},
                                                 {"after_manifest", BuildStep::kAfterManifest},
                                                 {"before_rename", BuildStep::kBeforeRename},
                                                 {"after_rename", BuildStep::kAfterRename}};

// The library's messages are English; they begin with what they are about, or end with it after a colon.
std::string in_chinese(const CLI::App*, const CLI::Error& error) {
  const std::string message = error.what();
  const std::string first = message.substr(0, message.find_first_of(": "));
  const std::size_t colon = message.find(": ");
  const std::string last = colon == std::string::npos ? "" : message.substr(colon + 2);
  std::string told = message;
  switch (static_cast<CLI::ExitCodes>(error.get_exit_code())) {
    case CLI::ExitCodes::RequiredError:
      told = first.starts_with("--") ? "少了 " + first : "少了子命令，如 build";
      break;
    case CLI::ExitCodes::ExtrasError: told = "不认识：" + json::shown(last); break;
    case CLI::ExitCodes::ArgumentMismatch: told = first + " 后面的值太多或太少"; break;
    default: break;
  }
  return "命令写错了：" + told + "\nindexer --help 和 indexer build --help 列出所有选项\n";
}

std::shared_ptr<CLI::Formatter> chinese_formatter() {
  auto formatter = std::make_shared<CLI::Formatter>();
  formatter->label("Usage", "用法");
  formatter->label("OPTIONS", kOptionGroup);
  formatter->label("SUBCOMMAND", kCommandGroup);
  formatter->label("REQUIRED", "（必需）");
  formatter->label("TEXT", "值");
  return formatter;
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv) {
  CLI::App app{"家门口：把岗位文件变成可以搜索的索引", "indexer"};
  app.formatter(chinese_formatter());
  app.failure_message(in_chinese);
  app.option_defaults()->group(kOptionGroup);
  app.set_help_flag("-h,--help", "显示这份说明");
  app.footer(kFooter);
  app.require_subcommand(1);
  BuildOptions options;
  std::string now;
  CLI::App* build = app.add_subcommand("build", "读取岗位文件（JSONL），写出一代新索引")->group(kCommandGroup);
  build->set_help_flag("-h,--help", "显示这份说明");
  build->add_option("--input", options.inputs, "岗位文件，每行一个 JSON 对象；可以给多个；- 表示标准输入")->required();
  build
      ->add_option("--communities", options.communities,
                   "社区名册（CSV：code,name,street,district,lng_wgs84,lat_wgs84）")
      ->required();
  build->add_option("--out", options.out, "索引目录；没有就新建")->required();
  build->add_option("--report", options.report, "把汇总另存为 JSON 文件");
  build->add_option("--now", now, "把时钟固定在这一刻，如 2026-11-22T12:00:00+08:00");
  // No option anybody should meet: hidden, and set by tests through the environment.
  build->add_option("--abort-at", options.abort_at)
      ->envname("DOORSTEP_ABORT_AT")
      ->group("")
      ->transform(CLI::CheckedTransformer(kSteps));
  build->footer(kFooter);
  CommandLine line;
  try {
    app.parse(argc, argv);
    if (!now.empty()) {
      options.now = base::parse_instant(now);
      if (!options.now) throw CLI::ValidationError("--now", "不是带时区的时间，例如 2026-11-22T12:00:00+08:00");
    }
    line.build = std::move(options);
  } catch (const CLI::ParseError& error) {
    line.exit_code = app.exit(error) == 0 ? kAllGood : kWrongCall;
  }
  return line;
}

}  // namespace doorstep::indexer
