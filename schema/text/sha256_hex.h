#pragma once

#include <string>
#include <string_view>

namespace doorstep::text {

// 64 lower-case hex digits. Throws std::runtime_error where the library has no SHA-256.
std::string sha256_hex(std::string_view bytes);

}  // namespace doorstep::text
