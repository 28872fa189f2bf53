// What a search must answer, worked out by other means: GeographicLib for distances, plain substring search over the JSONL, ICU
// and OpenCC called directly. Shares no code with the programs under test.
//
//   oracle plant            stdin: lines "lat lng azimuth_deg metres" -> stdout: lines "lat lng" of the point that far away
//   oracle search POSTINGS  stdin: JSON lines {"lat","lng","radius_m","q"}, a place in WGS-84
//                           stdout: a JSON line for each: [[posting index, metres, [fields of each term]], …]
//
// Fields: 1 title, 2 company, 4 description. Only place and text are judged here; filters are the caller's.

#include <opencc.h>
#include <GeographicLib/Geodesic.hpp>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

class Normal {
 public:
  std::string operator()(const std::string& utf8) const {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCCasefoldInstance(status);
    std::string folded;
    nfkc->normalize(icu::UnicodeString::fromUTF8(utf8), status).toUTF8String(folded);
    if (U_FAILURE(status)) throw std::runtime_error(u_errorName(status));
    return simplifier_.Convert(folded);
  }

 private:
  opencc::SimpleConverter simplifier_{"t2s.json"};
};

struct Posting {
  bool placed = false;
  double lat = 0;
  double lng = 0;
  std::vector<std::string> fields;  // title, company, description
};

std::vector<Posting> load(const char* file, const Normal& normal) {
  std::vector<Posting> postings;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const json object = json::parse(line);
    Posting posting;
    posting.placed = object.contains("oracle_lat");
    if (posting.placed) {
      posting.lat = object["oracle_lat"];
      posting.lng = object["oracle_lng"];
    }
    for (const char* field : {"title", "company", "description"}) {
      posting.fields.push_back(normal(object.value(field, std::string())));
    }
    postings.push_back(std::move(posting));
  }
  return postings;
}

std::vector<std::string> terms_of(const std::string& query, const Normal& normal) {
  std::vector<std::string> terms;
  std::istringstream in(normal(query));
  for (std::string term; in >> term;) terms.push_back(term);
  return terms;
}

json answer(const json& query, const std::vector<Posting>& postings, const Normal& normal) {
  const double lat = query["lat"];
  const double lng = query["lng"];
  const double radius_m = query["radius_m"];
  const std::vector<std::string> terms = terms_of(query["q"], normal);
  json found = json::array();
  for (std::size_t i = 0; i < postings.size(); ++i) {
    const Posting& posting = postings[i];
    if (!posting.placed || std::abs(posting.lat - lat) * 110000 > radius_m + 1000) continue;
    json fields_of_terms = json::array();
    for (const std::string& term : terms) {
      int fields = 0;
      for (std::size_t f = 0; f < 3; ++f) {
        if (posting.fields[f].find(term) != std::string::npos) fields |= 1 << f;
      }
      if (fields == 0) break;
      fields_of_terms.push_back(fields);
    }
    if (fields_of_terms.size() != terms.size()) continue;
    double metres = 0;
    GeographicLib::Geodesic::WGS84().Inverse(lat, lng, posting.lat, posting.lng, metres);
    if (metres <= radius_m) found.push_back({i, metres, fields_of_terms});
  }
  return found;
}

void plant() {
  double lat = 0;
  double lng = 0;
  double azimuth_deg = 0;
  double metres = 0;
  std::cout << std::setprecision(12);
  while (std::cin >> lat >> lng >> azimuth_deg >> metres) {
    double to_lat = 0;
    double to_lng = 0;
    GeographicLib::Geodesic::WGS84().Direct(lat, lng, azimuth_deg, metres, to_lat, to_lng);
    std::cout << to_lat << ' ' << to_lng << '\n';
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "plant") {
    plant();
    return 0;
  }
  if (command != "search" || argc != 3) return 2;
  const Normal normal;
  const std::vector<Posting> postings = load(argv[2], normal);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << answer(json::parse(line), postings, normal).dump() << '\n';
  }
}
