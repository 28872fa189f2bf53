#include "schema/text/lexicon.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace doorstep::text {
namespace {

constexpr std::array<std::string_view, 11> kKinds = {"title", "skill", "tool",  "certificate", "shift",  "benefit",
                                                     "group", "place", "trade", "hiring",      "general"};

constexpr std::size_t kFingerprintDigits = 16;

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kHex[digest[i] >> 4U];
    hex += kHex[digest[i] & 0x0FU];
  }
  return hex;
}

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

// Takes one line off the front.
std::string_view take_line(std::string_view& text) {
  const std::size_t length = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, length);
  text.remove_prefix(std::min(length + 1, text.size()));
  return line;
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
  for (std::size_t number = 1; !tsv.empty(); ++number) {
    const std::string_view line = take_line(tsv);
    if (!line.empty() && line.front() != '#') parser.read(line, number);
  }
  return std::move(parser).result();
}

Lexicon built_in_lexicon() {
  auto parsed = parse_lexicon(built_in_lexicon_tsv());
  if (!parsed.ok()) throw std::logic_error("lexicon.tsv: " + parsed.issues().front().field);
  return std::move(parsed).value();
}

}  // namespace doorstep::text
