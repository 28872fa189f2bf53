#include "schema/text/folder.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "schema/domain/folding.h"
#include "schema/text/code_points.h"

namespace doorstep::text {
namespace {

// What a code point becomes, packed: the replacement in the low bits, flags above.
constexpr std::uint32_t kReplacementMask = 0x1FFFFF;
constexpr std::uint32_t kBoundaryBefore = 1U << 24;  // nothing before it can change what it becomes
constexpr std::uint32_t kTrigger = 1U << 25;         // what it becomes may be changed by the simplifier
constexpr std::uint32_t kByIcu = 1U << 26;           // becomes none or several characters

constexpr char32_t kTableSize = 0x10000;

// A segment without a boundary is cut here. Real languages have a handful of marks in a row (UAX #15 allows 30 in its
// stream-safe format); ICU's reordering of a longer one takes time quadratic in its length.
constexpr int kMaxSegment = 64;

bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

bool is_control(char32_t c) { return c < 0x20 ? c != '\t' && c != '\n' : c >= 0x7F && c <= 0x9F; }

const icu::Normalizer2& nfkc_casefold() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU nfkc_cf: ") + u_errorName(status));
  return *instance;
}

icu::UnicodeString normalized(const icu::Normalizer2& normalizer, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString result = normalizer.normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU nfkc_cf: ") + u_errorName(status));
  return result;
}

char32_t take_hex_field(std::string_view& line) {
  const std::size_t length = std::min(line.find('\t'), line.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + length, value, 16);
  if (error != std::errc{} || end != line.data() + length) throw std::runtime_error("radicals.tsv: bad code point");
  line.remove_prefix(std::min(length + 1, line.size()));
  return value;
}

std::unordered_map<char32_t, char32_t> parse_radicals(std::string_view tsv) {
  std::unordered_map<char32_t, char32_t> radicals;
  while (!tsv.empty()) {
    const std::size_t length = std::min(tsv.find('\n'), tsv.size());
    std::string_view line = tsv.substr(0, length);
    tsv.remove_prefix(std::min(length + 1, tsv.size()));
    if (line.empty() || line.front() == '#') continue;
    const char32_t radical = take_hex_field(line);
    radicals[radical] = take_hex_field(line);
  }
  return radicals;
}

}  // namespace

struct Folder::Impl {
  Impl(std::string_view radicals_tsv, const Simplifier& simplifier_in)
      : normalizer(nfkc_casefold()), radicals(parse_radicals(radicals_tsv)), simplifier(simplifier_in) {
    table.reserve(kTableSize);
    for (char32_t c = 0; c < kTableSize; ++c) table.push_back(is_surrogate(c) ? entry_of(kReplacement) : entry_of(c));
  }

  std::uint32_t entry(char32_t c) const { return c < kTableSize ? table[c] : entry_of(c); }
  std::uint32_t entry_of(char32_t c) const;
  char32_t ideograph(char32_t c) const;

  const icu::Normalizer2& normalizer;
  std::unordered_map<char32_t, char32_t> radicals;
  const Simplifier& simplifier;
  std::vector<std::uint32_t> table;
};

char32_t Folder::Impl::ideograph(char32_t c) const {
  const auto found = radicals.find(c);
  return found == radicals.end() ? c : found->second;
}

std::uint32_t Folder::Impl::entry_of(char32_t c) const {
  const char32_t seen = is_control(c) ? U' ' : c;
  const auto code = static_cast<UChar32>(seen);
  std::uint32_t flags = normalizer.hasBoundaryBefore(code) ? kBoundaryBefore : 0;
  char32_t becomes = seen;
  if (!normalizer.isInert(code)) {
    const icu::UnicodeString result = normalized(normalizer, icu::UnicodeString(code));
    if (result.countChar32() != 1) return flags | kByIcu;
    becomes = static_cast<char32_t>(result.char32At(0));
  }
  becomes = ideograph(becomes);
  if (simplifier.is_trigger(becomes)) flags |= kTrigger;
  return flags | becomes;
}

namespace {

// One run over one text. `Table` is Folder::Impl.
template <typename Table>
class Fold {
 public:
  Fold(const Table& table, std::string_view text, bool mapped) : table_(table), text_(text) {
    out_.text.mapped = mapped;
    out_.text.text.reserve(text.size());
    if (mapped) out_.text.source.reserve(text.size() + 1);
  }

  Folder::Folded run() && {
    while (at_ < text_.size()) step();
    copy_until(text_.size());
    return std::move(out_);
  }

 private:
  void step() {
    const std::size_t begin = at_;
    const char32_t c = decode(text_, at_);
    const std::uint32_t entry = table_.entry(c);
    if ((entry & kBoundaryBefore) != 0) {
      last_begin_ = begin;
      if ((entry & kByIcu) == 0) return take(begin, c, entry);
    } else if (last_begin_ == kNone) {
      last_begin_ = begin;
    }
    take_segment();
  }

  void take(std::size_t begin, char32_t c, std::uint32_t entry) {
    out_.has_trigger |= (entry & kTrigger) != 0;
    const char32_t becomes = entry & kReplacementMask;
    // U+FFFD is written also where it stands for itself: the source bytes may be invalid ones.
    if (becomes == c && c != kReplacement) return;
    copy_until(begin);
    last_out_ = out_.text.text.size();
    replacement_.clear();
    domain::append_utf8(replacement_, becomes);
    out_.text.append(replacement_, begin);
    copied_ = at_;
  }

  // Gives ICU everything from the last boundary to the next one.
  void take_segment() {
    const std::size_t begin = last_begin_;
    if (copied_ > begin) {
      out_.text.truncate(last_out_);
    } else {
      copy_until(begin);
    }
    at_ = begin;
    icu::UnicodeString segment;
    for (int count = 0; at_ < text_.size() && count < kMaxSegment; ++count) {
      std::size_t next = at_;
      const char32_t c = decode(text_, next);
      if (count > 0 && (table_.entry(c) & kBoundaryBefore) != 0) break;
      segment.append(static_cast<UChar32>(is_control(c) ? U' ' : c));
      at_ = next;
    }
    replacement_.clear();
    const icu::UnicodeString result = normalized(table_.normalizer, segment);
    for (std::int32_t i = 0; i < result.length(); i = result.moveIndex32(i, 1)) {
      const char32_t c = table_.ideograph(static_cast<char32_t>(result.char32At(i)));
      out_.has_trigger |= table_.simplifier.is_trigger(c);
      domain::append_utf8(replacement_, c);
    }
    out_.text.append(replacement_, begin);
    copied_ = at_;
    last_begin_ = kNone;
  }

  // Copies the characters that stand for themselves, from where copying stopped to `end`.
  void copy_until(std::size_t end) {
    if (copied_ >= end) return;
    out_.text.text.append(text_.substr(copied_, end - copied_));
    if (out_.text.mapped) {
      std::size_t character = copied_;
      for (std::size_t i = copied_; i < end; ++i) {
        if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) character = i;
        out_.text.source.push_back(static_cast<std::uint32_t>(character));
      }
    }
    copied_ = end;
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  const Table& table_;
  std::string_view text_;
  Folder::Folded out_;
  std::string replacement_;
  std::size_t at_ = 0;
  std::size_t copied_ = 0;          // before it, everything is in out_
  std::size_t last_begin_ = kNone;  // the last character that may still combine with what follows
  std::size_t last_out_ = 0;        // where that character stands in out_, if it was replaced
};

}  // namespace

Folder::Folder(std::string_view radicals_tsv, const Simplifier& simplifier)
    : impl_(std::make_unique<Impl>(radicals_tsv, simplifier)) {}

Folder::~Folder() = default;

Folder::Folded Folder::fold(std::string_view text, bool mapped) const { return Fold<Impl>(*impl_, text, mapped).run(); }

}  // namespace doorstep::text
