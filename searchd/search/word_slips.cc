#include "searchd/search/word_slips.h"

#include <optional>
#include <string>
#include <utility>

#include "schema/domain/folding.h"
#include "searchd/search/typed_text.h"

namespace doorstep::search {
namespace {

// On the scale of Correction::cost.
constexpr double kWholeDoubled = 0.2;  // 厨师厨师
constexpr double kDoubled = 0.35;      // 护工工, 司机司
constexpr double kSwapped = 0.5;
constexpr double kLastMissing = 0.55;  // 外卖骑
constexpr double kMissing = 0.7;
constexpr double kExtra = 0.8;
constexpr double kAlike = 0.4;      // the same but for a component
constexpr double kUnlike = 0.6;     // added to it for nothing in common
constexpr double kLongWord = 0.15;  // less, when three characters or more agree

// A slip in a longer text is looked for part by part.
constexpr std::size_t kLongestWord = 12;

class Search {
 public:
  Search(const Vocabulary& vocabulary, std::u32string_view typed) : vocabulary_(vocabulary), typed_(typed) {}

  std::vector<WordSlip> run() && {
    add_doubled();
    add_swapped();
    add_missing();
    for (std::size_t i = 0; i < typed_.size(); ++i) add_extra_or_other(i);
    return std::move(slips_);
  }

 private:
  std::optional<std::uint32_t> find(std::u32string_view characters) const {
    std::string text;
    for (const char32_t c : characters) domain::append_utf8(text, c);
    return vocabulary_.texts().find(text);
  }

  void add(std::optional<std::uint32_t> entry, double cost) {
    if (entry) slips_.push_back({*entry, cost});
  }

  void add_doubled() {
    const std::size_t half = typed_.size() / 2;
    if (typed_.size() % 2 == 0 && typed_.substr(0, half) == typed_.substr(half)) {
      add(find(typed_.substr(0, half)), kWholeDoubled);
    }
    // Begun anew: the last characters are its first ones.
    for (std::size_t size = half + 1; size < typed_.size(); ++size) {
      if (typed_.substr(size) == typed_.substr(0, typed_.size() - size)) add(find(typed_.substr(0, size)), kDoubled);
    }
    // 服务服务员
    for (std::size_t size = 2; 2 * size < typed_.size(); ++size) {
      for (std::size_t at = 0; at + 2 * size <= typed_.size(); ++at) {
        if (typed_.substr(at, size) == typed_.substr(at + size, size)) add(find(without(at, size)), kDoubled);
      }
    }
  }

  std::u32string without(std::size_t at, std::size_t size) const { return std::u32string(typed_).erase(at, size); }

  void add_swapped() {
    std::u32string swapped(typed_);
    for (std::size_t i = 0; i + 1 < swapped.size(); ++i) {
      std::swap(swapped[i], swapped[i + 1]);
      add(find(swapped), kSwapped);
      std::swap(swapped[i], swapped[i + 1]);
    }
    // The first or last character moved to the other end: 员收银.
    if (typed_.size() < 3) return;
    add(find(std::u32string(typed_.substr(1)) + typed_.front()), kSwapped);
    add(find(typed_.back() + std::u32string(typed_.substr(0, typed_.size() - 1))), kSwapped);
  }

  void add_missing() {
    if (typed_.size() < 2) return;
    for (const TextIndex::Gap& gap : vocabulary_.texts().one_longer(typed_)) {
      const std::u32string_view word = vocabulary_.characters(gap.entry);
      if (!equal_but(word, gap.position, typed_, typed_.size())) continue;
      const double cost = gap.position == typed_.size() ? kLastMissing : kMissing;
      // A word of two characters is more often right than a word of three cut short.
      slips_.push_back({gap.entry, cost + (typed_.size() == 2 ? 0.1 : 0.0)});
    }
  }

  // The character at `at` is too many, or another.
  void add_extra_or_other(std::size_t at) {
    if (typed_.size() < 2) return;
    std::u32string rest(typed_);
    rest.erase(at, 1);
    const bool doubled = at > 0 && typed_[at] == typed_[at - 1];
    if (rest.size() >= 2) add(find(rest), doubled ? kDoubled : kExtra);
    for (const TextIndex::Gap& gap : vocabulary_.texts().one_longer(rest)) {
      if (gap.position == at) add_other(gap.entry, at);
    }
  }

  void add_other(std::uint32_t entry, std::size_t at) {
    const std::u32string_view word = vocabulary_.characters(entry);
    if (word.size() != typed_.size() || !equal_but(word, at, typed_, at)) return;
    const double likeness = vocabulary_.shapes().likeness(typed_[at], word[at]);
    const bool alike = likeness >= text::Shapes::kAlike;
    if (!alike && word.size() < 3) return;
    const double cost = kAlike + kUnlike * (alike ? 1.0 - likeness : 1.0);
    slips_.push_back({entry, cost - (word.size() > 3 ? kLongWord : 0.0)});
  }

  // But for the character at the given place of each; one past the end: none.
  static bool equal_but(std::u32string_view a, std::size_t at_a, std::u32string_view b, std::size_t at_b) {
    std::size_t i = 0;
    std::size_t j = 0;
    for (;;) {
      if (i == at_a) ++i;
      if (j == at_b) ++j;
      if (i >= a.size() || j >= b.size()) return i >= a.size() && j >= b.size();
      if (a[i++] != b[j++]) return false;
    }
  }

  const Vocabulary& vocabulary_;
  std::u32string_view typed_;
  std::vector<WordSlip> slips_;
};

}  // namespace

std::vector<WordSlip> word_slips(const Vocabulary& vocabulary, std::u32string_view typed) {
  if (typed.empty() || typed.size() > kLongestWord) return {};
  return Search(vocabulary, typed).run();
}

}  // namespace doorstep::search
