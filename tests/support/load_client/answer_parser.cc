#include "tests/support/load_client/answer_parser.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace doorstep::load {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kVersion = "HTTP/1.1 ";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
  while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
  return text;
}

std::optional<std::size_t> number(std::string_view text, int base) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view take(std::string_view& from, std::size_t count) {
  const auto taken = from.substr(0, count);
  from.remove_prefix(taken.size());
  return taken;
}

}  // namespace

void AnswerParser::begin() {
  phase_ = Phase::kHead;
  head_.clear();
  line_.clear();
  missing_ = 0;
  has_length_ = chunked_ = false;
  answer_.status = 0;
  answer_.close = answer_.has_retry_after = false;
  answer_.retry_after_s = 0;
  answer_.body.clear();
}

AnswerParser::State AnswerParser::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    switch (phase_) {
      case Phase::kHead: take_head(bytes); break;
      case Phase::kBody: take_body(bytes, Phase::kDone); break;
      case Phase::kChunk: take_body(bytes, Phase::kChunkEnd); break;
      case Phase::kChunkSize:
      case Phase::kChunkEnd:
      case Phase::kTrailer: take_line(bytes); break;
      case Phase::kUntilClose:
        if (keep_body_) answer_.body += bytes;
        return State::kMore;
      case Phase::kDone: phase_ = Phase::kMalformed; break;
      case Phase::kMalformed: return State::kMalformed;
    }
  }
  if (phase_ == Phase::kMalformed) return State::kMalformed;
  return phase_ == Phase::kDone ? State::kDone : State::kMore;
}

AnswerParser::State AnswerParser::at_close() const {
  return phase_ == Phase::kDone || phase_ == Phase::kUntilClose ? State::kDone : State::kMalformed;
}

void AnswerParser::take_head(std::string_view& bytes) {
  const auto before = head_.size();
  head_ += bytes;
  // The end may straddle the pieces.
  const auto end = head_.find(kHeadEnd, before < kHeadEnd.size() ? 0 : before - kHeadEnd.size());
  if (end == std::string::npos) {
    bytes = {};
    return;
  }
  bytes.remove_prefix(end + kHeadEnd.size() - before);
  head_.resize(end + 2);
  phase_ = after_head();
}

AnswerParser::Phase AnswerParser::after_head() {
  std::string_view rest = head_;
  const auto first = take(rest, rest.find("\r\n"));
  const auto status = number(first.substr(std::min(first.size(), kVersion.size()), 3), 10);
  if (!first.starts_with(kVersion) || !status) return Phase::kMalformed;
  answer_.status = static_cast<int>(*status);
  for (take(rest, 2); !rest.empty() && phase_ != Phase::kMalformed; take(rest, 2)) {
    read_header(take(rest, rest.find("\r\n")));
  }
  if (phase_ == Phase::kMalformed) return phase_;
  if (answer_.status == 204 || answer_.status == 304) return Phase::kDone;
  if (chunked_) return Phase::kChunkSize;
  if (!has_length_) {
    answer_.close = true;
    return Phase::kUntilClose;
  }
  return missing_ == 0 ? Phase::kDone : Phase::kBody;
}

void AnswerParser::read_header(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) {
    phase_ = Phase::kMalformed;
    return;
  }
  const auto name = line.substr(0, colon);
  const auto value = trimmed(line.substr(colon + 1));
  if (same_name(name, "content-length")) {
    const auto length = number(value, 10);
    if (!length) phase_ = Phase::kMalformed;
    missing_ = length.value_or(0);
    has_length_ = true;
  } else if (same_name(name, "transfer-encoding")) {
    chunked_ = same_name(value, "chunked");
  } else if (same_name(name, "connection")) {
    answer_.close = same_name(value, "close");
  } else if (same_name(name, "retry-after")) {
    answer_.has_retry_after = true;
    answer_.retry_after_s = number(value, 10).value_or(0);
  }
}

void AnswerParser::take_body(std::string_view& bytes, Phase next) {
  const auto piece = take(bytes, missing_);
  if (keep_body_) answer_.body += piece;
  missing_ -= piece.size();
  if (missing_ == 0) phase_ = next;
}

void AnswerParser::take_line(std::string_view& bytes) {
  const auto end = bytes.find('\n');
  line_ += take(bytes, end == std::string_view::npos ? end : end + 1);
  if (end == std::string_view::npos) return;
  phase_ = line_.ends_with("\r\n") ? after_line() : Phase::kMalformed;
  line_.clear();
}

AnswerParser::Phase AnswerParser::after_line() {
  const auto line = std::string_view(line_).substr(0, line_.size() - 2);
  if (phase_ == Phase::kTrailer) return line.empty() ? Phase::kDone : Phase::kTrailer;
  if (phase_ == Phase::kChunkEnd) return line.empty() ? Phase::kChunkSize : Phase::kMalformed;
  const auto size = number(trimmed(line.substr(0, line.find(';'))), 16);
  if (!size) return Phase::kMalformed;
  missing_ = *size;
  return missing_ == 0 ? Phase::kTrailer : Phase::kChunk;
}

}  // namespace doorstep::load
