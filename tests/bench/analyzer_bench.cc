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

#include "schema/text/language.h"

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
  const double before = cpu_seconds();
  const doorstep::text::Language language;
  std::printf("construction of the whole language: %.1f ms\n", (cpu_seconds() - before) * 1e3);
  const Normalizer& normalizer = language.normalizer;
  const Analyzer& analyzer = language.analyzer;

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
  std::vector<std::vector<doorstep::text::Term>> analyzed;
  for (const std::string& text : normalized) analyzed.push_back(analyzer.terms_of_normalized(text));
  std::size_t mentions = 0;
  print("concept_finder", megabytes(normalized), best_seconds([&] {
          for (std::size_t i = 0; i < normalized.size(); ++i) {
            mentions += language.concept_finder.find(normalized[i], analyzed[i]).size();
          }
        }));
  print("all together", megabytes(texts), best_seconds([&] {
          for (const std::string& text : texts) {
            const std::string form = normalizer.normalize(text);
            mentions += language.concept_finder.find(form, analyzer.terms_of_normalized(form)).size();
          }
        }));
  std::printf("%zu texts, %.1f terms a text\n", texts.size(),
              static_cast<double>(terms) / kRounds / static_cast<double>(std::max<std::size_t>(texts.size(), 1)));
}
