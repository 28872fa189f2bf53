#pragma once

// What a fuzz target is: one parser, and what must hold of it whatever the bytes are.

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "schema/json/shown_text.h"

namespace doorstep::fuzzing {

// Defined once in each fuzz_<name>.cc: reads the bytes as the program would, and holds every promise of the parser against what
// came out. Returns whether the parser accepted them; an accepted and a refused input are both good.
bool reads(std::string_view bytes);

// A broken promise: ends the process, so that libFuzzer and the replay alike keep the input.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline bool is_utf8(std::string_view text) { return !json::find_invalid_utf8(text).has_value(); }

}  // namespace doorstep::fuzzing
