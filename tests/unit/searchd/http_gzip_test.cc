#include <catch2/catch.hpp>

#include <string>
#include <thread>
#include <vector>

#include <libdeflate.h>

#include "searchd/http/gzip.h"

using namespace doorstep::http;

namespace {

std::string unpacked(const std::string& packed, std::size_t size) {
  std::string text(size, '\0');
  auto* decompressor = libdeflate_alloc_decompressor();
  const auto result =
      libdeflate_gzip_decompress(decompressor, packed.data(), packed.size(), text.data(), text.size(), nullptr);
  libdeflate_free_decompressor(decompressor);
  return result == LIBDEFLATE_SUCCESS ? text : "damaged";
}

}  // namespace

TEST_CASE("gzip is for those who take it at least as gladly as plain text") {
  struct Case {
    const char* accept_encoding;
    bool accepted;
  };
  for (const auto& [accept_encoding, accepted] : {
           Case{"", false},
           Case{"gzip", true},
           Case{"GZip", true},
           Case{"x-gzip", true},
           Case{"br, gzip;q=0.8, deflate", true},
           Case{"gzip ; q=0.001", true},
           Case{"gzip;Q=1.000", true},
           Case{"gzip;q=0", false},
           Case{"gzip;q=0.000, *", false},
           Case{"gzip;q=0, gzip", false},
           Case{"*", true},
           Case{"*;q=0", false},
           Case{"*;q=0, gzip", true},
           Case{"identity", false},
           Case{"identity, gzip", true},
           Case{"identity;q=0.5, gzip;q=0.4", false},
           Case{"identity;q=0", false},
           Case{"deflate, br", false},
           Case{"gzipp", false},
           Case{"gzip;q=2", false},
           Case{"gzip;q=1.001", false},
           Case{"gzip;q=0.0000", false},
           Case{"gzip;q=-1", false},
           Case{"gzip;q=", false},
           Case{"gzip;q=1x", false},
           Case{"gzip;level=1", false},
           Case{";;;,,,", false},
       }) {
    CAPTURE(accept_encoding);
    CHECK(accepts_gzip(accept_encoding) == accepted);
  }
}

TEST_CASE("what was compressed comes back, from many threads at once") {
  const Gzip gzip;
  const auto compress_often = [&gzip](char letter, bool& good) {
    for (std::size_t size = 100; size < 20'000; size += 300) {
      const std::string text = std::string(size, letter) + "家门口";
      const auto packed = gzip.compress(text);
      good = good && packed && packed->size() < text.size() && unpacked(*packed, text.size()) == text;
    }
  };
  bool good_a = true;
  bool good_b = true;
  std::thread other(compress_often, 'a', std::ref(good_a));
  compress_often('b', good_b);
  other.join();
  CHECK(good_a);
  CHECK(good_b);
}

TEST_CASE("what would not get smaller is left as it is") {
  const Gzip gzip;
  CHECK_FALSE(gzip.compress(""));
  CHECK_FALSE(gzip.compress("ab"));
}
