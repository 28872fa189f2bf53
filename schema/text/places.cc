#include "schema/text/places.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "schema/text/tsv.h"

namespace doorstep::text {
namespace {

constexpr std::array<std::string_view, 8> kKindNames = {"district", "zone",    "street", "community",
                                                        "landmark", "station", "road",   "town"};
constexpr std::string_view kCommunitySuffix = "社区";
constexpr std::size_t kTwoHan = 6;  // bytes

std::vector<std::string> items(std::string_view column) {
  std::vector<std::string> found;
  for (const std::string_view item : split(column, ' ')) {
    if (!item.empty() && item != "-") found.emplace_back(item);
  }
  return found;
}

// 蜀山 of 蜀山区; the whole where nothing of two characters would be left.
std::string without_suffix(const std::string& name, std::initializer_list<std::string_view> suffixes) {
  for (const std::string_view suffix : suffixes) {
    if (name.size() >= suffix.size() + kTwoHan && name.ends_with(suffix)) {
      return name.substr(0, name.size() - suffix.size());
    }
  }
  return name;
}

std::string community_key(const domain::Community& community) {
  return domain::short_community_name(community.name).append(kCommunitySuffix);
}

bool lends_its_name_to_a_road(std::string_view rest) {
  constexpr std::array<std::string_view, 6> kRoads = {"路", "大道", "街", "巷", "支路", "大街"};
  constexpr std::string_view kStreetOffice = "街道";
  return !rest.starts_with(kStreetOffice) &&
         std::any_of(kRoads.begin(), kRoads.end(), [rest](std::string_view road) { return rest.starts_with(road); });
}

bool is_area(PlaceKind kind) { return kind == PlaceKind::kStreet || kind == PlaceKind::kCommunity; }

// What stands behind a name of two characters that is also a part of many a word: 光明店, but 光明送奶.
bool reads_as_a_place(std::string_view rest) {
  constexpr std::array<std::string_view, 14> kBehind = {"附近", "周边", "社区", "小区", "街道", "片区", "路口",
                                                        "校区", "门店", "分店", "店",   "区",   "站",   "项目"};
  std::size_t at = 0;
  if (rest.empty() || !is_han(next_code_point(rest, at))) return true;
  return std::any_of(kBehind.begin(), kBehind.end(), [rest](std::string_view word) { return rest.starts_with(word); });
}

}  // namespace

std::string_view place_kind_name(PlaceKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

base::Result<std::vector<NamedPlace>> parse_places(std::string_view tsv) {
  std::vector<NamedPlace> places;
  base::Issues issues;
  each_line(tsv, [&](std::string_view line, std::size_t number) {
    const std::vector<std::string_view> columns = split(line, '\t');
    const auto kind =
        columns.size() < 2 ? kKindNames.end() : std::find(kKindNames.begin(), kKindNames.end(), columns[1]);
    if (columns.size() != 4 || kind == kKindNames.end()) {
      issues.push_back({.field = "line " + std::to_string(number),
                        .code = "bad_place",
                        .text = "不是 name、kind、aliases、near 四列"});
      return;
    }
    NamedPlace place{.key = std::string(columns[0]), .kind = static_cast<PlaceKind>(kind - kKindNames.begin())};
    place.names = items(columns[2]);
    place.names.insert(place.names.begin(), place.key);
    place.near = items(columns[3]);
    places.push_back(std::move(place));
  });
  if (!issues.empty()) return issues;
  return places;
}

std::vector<NamedPlace> built_in_places() {
  auto parsed = parse_places(built_in_places_tsv());
  if (!parsed.ok()) throw std::logic_error("places.tsv: " + parsed.issues().front().field);
  return std::move(parsed).value();
}

Places::Places(const std::vector<NamedPlace>& named, const domain::Gazetteer& gazetteer) {
  for (const PlaceKind kind : {PlaceKind::kDistrict, PlaceKind::kZone}) {
    for (const NamedPlace& place : named) {
      if (place.kind == kind) add(place);
    }
  }
  for (const domain::Community& community : gazetteer.communities()) {
    if (!community.district.empty()) {
      add({community.district,
           PlaceKind::kDistrict,
           {community.district, without_suffix(community.district, {"区", "县", "市"})},
           {}});
    }
  }
  for (const domain::Community& community : gazetteer.communities()) {
    if (community.street.empty()) continue;
    const std::uint32_t street =
        add({community.street,
             PlaceKind::kStreet,
             {community.street, without_suffix(community.street, {"街道办事处", "街道", "镇", "乡"})},
             {}});
    centres_.emplace(street, &community);
  }
  for (const NamedPlace& place : named) {
    if (place.kind != PlaceKind::kDistrict && place.kind != PlaceKind::kZone) add(place);
  }
  for (const domain::Community& community : gazetteer.communities()) add_community(community);
  std::vector<std::string> names;
  for (const auto& [name, owner] : by_name_) {
    names.push_back(name);
    owner_.push_back(owner);
  }
  finder_.emplace(names);
}

// Under one key places are one; names that an earlier place has stay with it.
std::uint32_t Places::add(NamedPlace place) {
  // 包河区 of the gazetteer is the 包河 that is also called so.
  const auto namesake = by_name_.find(place.key);
  const auto number = namesake == by_name_.end() ? static_cast<std::uint32_t>(places_.size()) : namesake->second;
  const auto [at, is_named_first] = by_key_.emplace(place.key, number);
  const bool is_new = at->second == places_.size();
  if (is_new && is_named_first) places_.push_back({place.key, place.kind, {}, place.near});
  NamedPlace& known = places_[at->second];
  for (std::string& name : place.names) {
    if (!by_name_.emplace(name, at->second).second) continue;
    known.names.push_back(std::move(name));
  }
  return at->second;
}

void Places::add_community(const domain::Community& community) {
  const std::string key = community_key(community);
  const std::uint32_t place =
      add({key, PlaceKind::kCommunity, {key, domain::short_community_name(community.name)}, {}});
  centres_.emplace(place, &community);
}

std::optional<std::uint32_t> Places::by_name(std::string_view normalized) const {
  const auto found = by_name_.find(std::string(normalized));
  if (found == by_name_.end()) return std::nullopt;
  return found->second;
}

// The longest name at each place that `accepts` (a name and where it ends) takes, numbers in rising order.
template <typename Accepts>
std::vector<std::uint32_t> Places::named_in(std::string_view normalized, Accepts accepts) const {
  std::vector<std::uint32_t> named;
  std::vector<NameFinder::Found> found;
  for (std::size_t at = 0; at < normalized.size();) {
    std::size_t next = at;
    decode(normalized, next);
    finder_->at(normalized, at, found);
    const auto longest = std::find_if(found.rbegin(), found.rend(), [&](const NameFinder::Found& one) {
      return accepts(places_[owner_[one.name]], at, one.end);
    });
    if (longest != found.rend()) {
      named.push_back(owner_[longest->name]);
      next = longest->end;
    }
    at = next;
  }
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  return named;
}

std::vector<std::uint32_t> Places::in_address(std::string_view normalized) const {
  return named_in(normalized, [&](const NamedPlace& place, std::size_t, std::size_t end) {
    return !is_area(place.kind) || !lends_its_name_to_a_road(normalized.substr(end));
  });
}

std::vector<std::uint32_t> Places::in_title(std::string_view normalized, std::span<const Term> terms) const {
  const std::vector<bool> border = word_borders(normalized, terms);
  return named_in(normalized, [&](const NamedPlace& place, std::size_t begin, std::size_t end) {
    if (!border[begin] || !border[end]) return false;
    const std::string_view rest = normalized.substr(end);
    const bool is_short = end - begin == kTwoHan && place.kind != PlaceKind::kDistrict;
    return !(is_area(place.kind) && lends_its_name_to_a_road(rest)) && (!is_short || reads_as_a_place(rest));
  });
}

std::vector<std::uint32_t> Places::of_community(const domain::Community& community) const {
  std::vector<std::uint32_t> found;
  for (const std::string& key : {community_key(community), community.street, community.district}) {
    const auto at = by_key_.find(key);
    if (at != by_key_.end()) found.push_back(at->second);
  }
  return found;
}

const domain::Community* Places::centre_of(std::uint32_t place) const {
  const auto own = centres_.find(place);
  if (own != centres_.end()) return own->second;
  for (const std::string& street : places_[place].near) {
    const auto at = by_key_.find(street);
    if (at == by_key_.end()) continue;
    const auto centre = centres_.find(at->second);
    if (centre != centres_.end()) return centre->second;
  }
  return nullptr;
}

}  // namespace doorstep::text
