#pragma once

// Reads one HTTP/1.1 answer from pieces cut anywhere.

#include <cstddef>
#include <string>
#include <string_view>

namespace doorstep::load {

struct Answer {
  int status = 0;
  bool close = false;  // the server ends the connection after it
  bool has_retry_after = false;
  std::size_t retry_after_s = 0;  // 0 also if it is a date
  std::string body;               // empty unless it was asked to be kept

  bool operator==(const Answer&) const = default;
};

// One answer to a GET at a time; begin() starts the next.
class AnswerParser {
 public:
  enum class State { kMore, kDone, kMalformed };

  explicit AnswerParser(bool keep_body) : keep_body_(keep_body) {}

  void begin();

  // Bytes after the end of the answer are malformed: nobody asked for them.
  State feed(std::string_view bytes);

  // The server has closed: that ends a body without a length, and cuts every other one.
  State at_close() const;

  // Whether anything of the answer has come.
  bool begun() const { return phase_ != Phase::kHead || !head_.empty(); }

  const Answer& answer() const { return answer_; }

 private:
  enum class Phase { kHead, kBody, kChunkSize, kChunk, kChunkEnd, kTrailer, kUntilClose, kDone, kMalformed };

  // Each takes what is its own from the front of `bytes`.
  void take_head(std::string_view& bytes);
  void take_body(std::string_view& bytes, Phase next);
  void take_line(std::string_view& bytes);

  Phase after_head();
  void read_header(std::string_view line);
  Phase after_line();

  const bool keep_body_;
  Phase phase_ = Phase::kHead;
  std::string head_;
  std::string line_;         // of chunked framing
  std::size_t missing_ = 0;  // bytes of the body or chunk
  bool has_length_ = false;
  bool chunked_ = false;
  Answer answer_;
};

}  // namespace doorstep::load
