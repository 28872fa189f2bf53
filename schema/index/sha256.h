#pragma once

// SHA-256, piece by piece.

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace doorstep::index {

// Not thread-safe. Throws std::bad_alloc when OpenSSL cannot begin.
class Sha256 {
 public:
  Sha256();

  void add(std::string_view bytes);

  // Of all that was added, as 64 hex digits. Ends the use of this object.
  std::string hex();

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace doorstep::index
