#pragma once

// What single values of the configuration must look like.

#include <optional>
#include <string>
#include <string_view>

#include "searchd/config.h"

namespace doorstep {

// "127.0.0.1:8080", "localhost:0", "[::1]:8080"; nullopt when it is none.
std::optional<ListenAddress> parse_listen_address(std::string_view text);
std::string format_listen_address(const ListenAddress& address);

// Whether only this machine can reach it. A name other than localhost may stand for any address.
bool is_loopback(const ListenAddress& address);

// Whether a browser could send it as Origin: scheme://host, and :port where it is not the scheme's own; lower case, nothing
// behind. Or "*".
bool is_cors_origin(std::string_view text);

// UTF-8 without control characters, not empty.
bool is_path_text(std::string_view text);

}  // namespace doorstep
