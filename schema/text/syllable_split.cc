#include <algorithm>
#include <utility>

#include "schema/text/pinyin.h"

namespace doorstep::text {
namespace {

// zhuang, chuang, shuang.
constexpr std::size_t kLongestSyllable = 6;

bool is_break(char c) { return c == '\'' || c == ' '; }

// All splits of one text, depth first, the longest syllables first. A place from which no split was found is not
// visited again, so that the work is linear in the text and in the splits wanted.
class Splitter {
 public:
  Splitter(const Pinyin& pinyin, std::string_view letters, std::size_t limit)
      : pinyin_(pinyin), letters_(letters), limit_(limit), dead_(letters.size() + 1, false) {}

  std::vector<SyllableSplit> run() && {
    visit(0);
    std::stable_sort(found_.begin(), found_.end(), [](const SyllableSplit& a, const SyllableSplit& b) {
      return std::pair(!a.rest.empty(), a.syllables.size()) < std::pair(!b.rest.empty(), b.syllables.size());
    });
    return std::move(found_);
  }

 private:
  void visit(std::size_t at) {
    while (at < letters_.size() && is_break(letters_[at])) ++at;
    if (found_.size() == limit_ || dead_[at]) return;
    const std::size_t before = found_.size();
    if (at == letters_.size()) {
      if (!path_.empty()) found_.push_back({path_, {}});
    } else {
      try_syllables(at);
      try_rest(at);
    }
    if (found_.size() == before) dead_[at] = true;
  }

  void try_syllables(std::size_t at) {
    for (std::size_t length = std::min(kLongestSyllable, letters_.size() - at); length > 0; --length) {
      const std::string_view syllable = letters_.substr(at, length);
      if (!pinyin_.is_syllable(syllable)) continue;
      path_.push_back(syllable);
      visit(at + length);
      path_.pop_back();
    }
  }

  void try_rest(std::size_t at) {
    const std::string_view rest = letters_.substr(at);
    if (found_.size() == limit_ || rest.size() >= kLongestSyllable) return;
    if (!pinyin_.is_syllable(rest) && pinyin_.begins_syllable(rest)) found_.push_back({path_, rest});
  }

  const Pinyin& pinyin_;
  std::string_view letters_;
  std::size_t limit_;
  std::vector<bool> dead_;
  std::vector<std::string_view> path_;
  std::vector<SyllableSplit> found_;
};

}  // namespace

std::vector<SyllableSplit> Pinyin::split(std::string_view letters, std::size_t limit) const {
  return Splitter(*this, letters, limit).run();
}

}  // namespace doorstep::text
