#include "searchd/http/anchor_parameters.h"

namespace doorstep::http {
namespace {

void read_community_anchor(Parameters& parameters, const domain::Gazetteer& communities, search::Anchor& anchor) {
  anchor.datum = read_datum(parameters).value_or(domain::Datum::kWgs84);
  const auto id = parameters.text("community_id");
  if (!id) return;
  if (!domain::is_community_id(*id)) {
    parameters.note("community_id", "bad_community_id", "社区代码是 12 位数字");
    return;
  }
  const auto* community = communities.find(*id);
  if (community == nullptr) {
    parameters.note("community_id", "unknown_community", "没有这个社区", "用 /v1/communities?q=名称 查社区代码");
    return;
  }
  anchor.point = community->centre;
  anchor.community_id = community->id;
  anchor.accuracy_m = community->accuracy_m;
}

// U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069: signs that turn the direction of what is written after them.
bool turns_direction(std::string_view text) {
  if (text.size() < 3 || text[0] != '\xE2') return false;
  const auto last = static_cast<unsigned char>(text[2]);
  if (text[1] == '\x80') return last == 0x8E || last == 0x8F || (last >= 0xAA && last <= 0xAE);
  return text[1] == '\x81' && last >= 0xA6 && last <= 0xA9;
}

}  // namespace

std::string without_controls(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    const bool turns = turns_direction(text.substr(i));
    if (c1) ++i;
    if (turns) i += 2;
    clean += c1 || turns || byte < 0x20 || byte == 0x7F ? ' ' : text[i];
  }
  return clean;
}

void read_anchor(Parameters& parameters, const domain::Gazetteer& communities, search::Anchor& anchor) {
  const bool by_point = parameters.given("lat") || parameters.given("lng");
  if (by_point && parameters.given("community_id")) {
    parameters.note("community_id", "anchor_twice", "community_id 和 lat、lng 只能给一种");
  }
  if (by_point) {
    const auto given = read_point(parameters);
    if (given) anchor = {.point = given->point, .datum = given->datum};
    return;
  }
  if (parameters.given("community_id")) {
    read_community_anchor(parameters, communities, anchor);
    return;
  }
  read_datum(parameters);
  parameters.note("community_id", "anchor_missing", "没有说从哪里找", "给 community_id，或者 lat、lng 和 datum");
}

}  // namespace doorstep::http
