#include "indexer/report.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace doorstep::indexer {
namespace {

using base::Issue;
using nlohmann::json;

constexpr std::size_t kKindsShown = 10;

// "welfare[]" for "welfare[12]": the place in a list tells one posting from another, not one kind from another.
std::string kind_field(std::string_view field) {
  const std::size_t bracket = field.find('[');
  if (bracket == std::string_view::npos || !field.ends_with(']')) return std::string{field};
  return std::string{field.substr(0, bracket)} + "[]";
}

std::string place_of(const Where& where) { return fmt::format("{}:{}", where.file, where.line); }

json kinds_json(const std::vector<ProblemKind>& kinds) {
  json list = json::array();
  for (const ProblemKind& kind : kinds) {
    list.push_back({{"field", kind.field}, {"code", kind.code}, {"count", kind.count}, {"example", kind.example}});
  }
  return list;
}

std::string kinds_text(std::string_view title, const std::vector<ProblemKind>& kinds) {
  if (kinds.empty()) return "";
  std::string text = fmt::format("{}：\n", title);
  for (std::size_t i = 0; i < std::min(kinds.size(), kKindsShown); ++i) {
    const ProblemKind& kind = kinds[i];
    text += fmt::format("  {} 次  {} {}（例如 {}）\n", kind.count, kind.field.empty() ? "整行" : kind.field, kind.code,
                        kind.example);
  }
  if (kinds.size() > kKindsShown) text += fmt::format("  另有 {} 种\n", kinds.size() - kKindsShown);
  return text;
}

[[noreturn]] void fail(const std::string& path) { throw std::system_error(errno, std::generic_category(), path); }

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : path_(path), fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {
    if (fd_ < 0) fail(path_);
  }
  ~OpenFile() { ::close(fd_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(fd_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail(path_);
      text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  void sync() {
    if (::fsync(fd_) != 0) fail(path_);
  }

 private:
  std::string path_;
  int fd_;
};

bool is_device_or_pipe(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

}  // namespace

void Report::add(const Where& where, const base::Issues& issues) {
  for (const Issue& issue : issues) {
    print(where, issue);
    count(where, issue);
  }
}

void Report::print(const Where& where, const Issue& issue) {
  out_ << where.file << ':' << where.line << ": ";
  if (issue.severity == Issue::Severity::kFlag) out_ << "提示 ";
  if (!issue.field.empty()) out_ << issue.field << ": ";
  out_ << issue.text;
  if (!issue.hint.empty()) out_ << "；" << issue.hint;
  out_ << '\n';
}

void Report::count(const Where& where, const Issue& issue) {
  Key key{issue.severity, kind_field(issue.field), issue.code};
  auto found = counts_.find(key);
  if (found == counts_.end()) {
    // Two kinds are kept back, for what is left over of each severity.
    if (counts_.size() >= kMaxKinds - 2) key = Key{issue.severity, std::string{kOther}, ""};
    found = counts_.try_emplace(std::move(key), Count{.example = place_of(where)}).first;
  }
  ++found->second.count;
}

std::vector<ProblemKind> Report::kinds(Issue::Severity severity) const {
  std::vector<ProblemKind> kinds;
  for (const auto& [key, count] : counts_) {
    if (std::get<0>(key) != severity) continue;
    kinds.push_back(
        {.field = std::get<1>(key), .code = std::get<2>(key), .count = count.count, .example = count.example});
  }
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](const ProblemKind& left, const ProblemKind& right) { return left.count > right.count; });
  return kinds;
}

int exit_code_for(const Summary& summary) {
  if (summary.indexed == 0) return kNothingDone;
  return summary.refused > 0 ? kDoneWithRefusals : kAllGood;
}

std::string format_summary(const Summary& summary) {
  std::string text = fmt::format(
      "读取 {} 条，入索引 {} 条，拒收 {} 条，被后来的同编号岗位替换 {} 条，没有位置 {} 条；用时 {:.1f} 秒\n",
      summary.read, summary.indexed, summary.refused, summary.replaced, summary.without_place, summary.seconds);
  text += kinds_text("拒收的原因", summary.refusals);
  text += kinds_text("提示", summary.flags);
  text += summary.generation.empty() ? "没有写出索引\n" : fmt::format("索引版本 {}\n", summary.generation);
  return text;
}

std::string summary_json(const Summary& summary) {
  const json object{{"read", summary.read},
                    {"indexed", summary.indexed},
                    {"refused", summary.refused},
                    {"replaced", summary.replaced},
                    {"without_place", summary.without_place},
                    {"refusals", kinds_json(summary.refusals)},
                    {"flags", kinds_json(summary.flags)},
                    {"generation", summary.generation},
                    {"seconds", summary.seconds},
                    {"exit_code", summary.exit_code}};
  // A file name may be any bytes; the report must be JSON all the same.
  return object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

void write_summary(const std::string& path, const Summary& summary) {
  const std::string text = summary_json(summary);
  if (is_device_or_pipe(path)) return OpenFile{path, O_WRONLY}.write(text);
  const std::string pending = fmt::format("{}.tmp{}", path, ::getpid());
  try {
    OpenFile file{pending, O_WRONLY | O_CREAT | O_TRUNC};
    file.write(text);
    file.sync();
    if (::rename(pending.c_str(), path.c_str()) != 0) fail(path);
  } catch (...) {
    ::unlink(pending.c_str());
    throw;
  }
}

}  // namespace doorstep::indexer
