#include "schema/text/lexicon.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>
#include <utility>

#include "schema/text/sha256_hex.h"
#include "schema/text/tsv.h"

namespace doorstep::text {
namespace {

constexpr std::array<std::string_view, 11> kKinds = {"title", "skill", "tool",  "certificate", "shift",  "benefit",
                                                     "group", "place", "trade", "hiring",      "general"};

constexpr std::size_t kFingerprintDigits = 16;

std::string fingerprint_of(const std::vector<LexiconEntry>& entries) {
  std::string all;
  for (const LexiconEntry& entry : entries) all.append(entry.kind).append("\t").append(entry.word).append("\n");
  return sha256_hex(all).substr(0, kFingerprintDigits);
}

base::Issue issue(std::size_t line, std::string code, std::string text, std::string hint) {
  return {.field = "line " + std::to_string(line),
          .code = std::move(code),
          .text = std::move(text),
          .hint = std::move(hint)};
}

class Parser {
 public:
  void read(std::string_view line, std::size_t number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return refuse(number, "no_tab", "没有制表符", "kind<TAB>word");
    const std::string_view kind = line.substr(0, tab);
    const std::string word(line.substr(tab + 1));
    if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
      return refuse(number, "unknown_kind", "未知的类别“" + std::string(kind) + "”", "title、skill、place 等");
    }
    if (word.empty()) return refuse(number, "empty", "词为空", "每行一个词");
    if (word.find_first_of("\t\r ") != std::string::npos) {
      return refuse(number, "bad_word", "词“" + word + "”含有空白", "词中不含空格、制表符和回车");
    }
    if (!seen_.insert(word).second) return refuse(number, "duplicate", "词“" + word + "”重复", "删去其中一行");
    entries_.push_back({.word = word, .kind = std::string(kind)});
  }

  base::Result<Lexicon> result() && {
    if (!issues_.empty()) return std::move(issues_);
    return Lexicon(std::move(entries_));
  }

 private:
  void refuse(std::size_t line, std::string code, std::string text, std::string hint) {
    issues_.push_back(issue(line, std::move(code), std::move(text), std::move(hint)));
  }

  std::unordered_set<std::string> seen_;
  std::vector<LexiconEntry> entries_;
  base::Issues issues_;
};

}  // namespace

Lexicon::Lexicon(std::vector<LexiconEntry> entries)
    : entries_(std::move(entries)), fingerprint_(fingerprint_of(entries_)) {}

base::Result<Lexicon> parse_lexicon(std::string_view tsv) {
  Parser parser;
  each_line(tsv, [&parser](std::string_view line, std::size_t number) { parser.read(line, number); });
  return std::move(parser).result();
}

Lexicon built_in_lexicon() {
  auto parsed = parse_lexicon(built_in_lexicon_tsv());
  if (!parsed.ok()) throw std::logic_error("lexicon.tsv: " + parsed.issues().front().field);
  return std::move(parsed).value();
}

}  // namespace doorstep::text
