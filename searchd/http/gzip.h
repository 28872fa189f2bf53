#pragma once

// Bodies made smaller, for who can read them so.

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct libdeflate_compressor;

namespace doorstep::http {

// Whether a client that sent this Accept-Encoding wants gzip at least as much as the plain text (RFC 9110, 12.5.3).
// What cannot be read as such a list counts as "no".
bool accepts_gzip(std::string_view accept_encoding);

// Compresses. Thread-safe: a compressor (some 100 KB, not thread-safe itself) is lent to each call, and there are never more
// than there were calls at once.
class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // nullopt: it would not get smaller.
  std::optional<std::string> compress(std::string_view text) const;

 private:
  struct Free {
    void operator()(libdeflate_compressor* compressor) const;
  };
  using Compressor = std::unique_ptr<libdeflate_compressor, Free>;

  Compressor take() const;

  mutable std::mutex mutex_;
  mutable std::vector<Compressor> idle_;
};

}  // namespace doorstep::http
