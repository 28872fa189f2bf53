// How fast the analyser is: normalize and terms_of_normalized over the string values of a JSONL file, in MB of text
// a CPU-second, best of five. Prints; judges nothing.
//
//   analyzer_bench FILE.jsonl

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "schema/text/analyzer.h"

namespace {

using doorstep::text::Analyzer;
using doorstep::text::Normalizer;

constexpr int kRounds = 5;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Work>
double best_seconds(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < kRounds; ++round) {
    const double begin = cpu_seconds();
    work();
    best = std::min(best, cpu_seconds() - begin);
  }
  return best;
}

std::vector<std::string> read_texts(const char* path) {
  std::vector<std::string> texts;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const nlohmann::json posting = nlohmann::json::parse(line);
    for (const nlohmann::json& value : posting) {
      if (value.is_string()) texts.push_back(value.get<std::string>());
    }
  }
  return texts;
}

double megabytes(const std::vector<std::string>& texts) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  return static_cast<double>(bytes) / 1e6;
}

void print(const char* what, double size, double seconds) {
  std::printf("%-22s %7.1f MB/s  (%.1f MB, %.3f s)\n", what, size / seconds, size, seconds);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "analyzer_bench FILE.jsonl\n");
    return 2;
  }
  const auto lexicon = doorstep::text::parse_lexicon(doorstep::text::built_in_lexicon_tsv());
  const double before = cpu_seconds();
  const Normalizer normalizer;
  const double between = cpu_seconds();
  const Analyzer analyzer(normalizer, lexicon.value());
  std::printf("construction: normalizer %.1f ms, analyzer %.1f ms\n", (between - before) * 1e3,
              (cpu_seconds() - between) * 1e3);

  const std::vector<std::string> texts = read_texts(argv[1]);
  std::vector<std::string> normalized;
  for (const std::string& text : texts) normalized.push_back(normalizer.normalize(text));

  std::size_t terms = 0;
  print("normalize", megabytes(texts), best_seconds([&] {
          for (const std::string& text : texts) terms += normalizer.normalize(text).size();
        }));
  print("normalize_mapped", megabytes(texts), best_seconds([&] {
          for (const std::string& text : texts) terms += normalizer.normalize_mapped(text).text.size();
        }));
  terms = 0;
  print("terms_of_normalized", megabytes(normalized), best_seconds([&] {
          for (const std::string& text : normalized) terms += analyzer.terms_of_normalized(text).size();
        }));
  std::printf("%zu texts, %.1f terms a text\n", texts.size(),
              static_cast<double>(terms) / kRounds / static_cast<double>(std::max<std::size_t>(texts.size(), 1)));
}
