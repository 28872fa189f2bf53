#include "schema/domain/address_index.h"

#include <algorithm>
#include <array>

#include "schema/domain/folding.h"

namespace doorstep::domain {
namespace {

// What may follow a community's short name and make it certain that the community is meant; longest first.
constexpr std::array<std::u32string_view, 10> kCommunityWords{
    U"社区居民委员会", U"社区居委会", U"社区委员会", U"居民委员会", U"社区服务中心",
    U"社区党群",       U"社区",       U"居委会",     U"村委会",     U"居委"};

// Ways to write a development zone; an address and the communities file need not agree. The first is the zone's own.
struct Zone {
  std::u32string_view names;  // separated by spaces
};
constexpr std::array kZones{
    Zone{U"经开区 经济技术开发区 经济开发区 经济技术产业开发区"},
    Zone{U"高新区 高新技术产业开发区 高新技术开发区 高新开发区"},
    Zone{U"新站区 新站高新区 新站高新技术产业开发区 新站综合开发试验区 新站综合试验区 新站开发区 新站试验区"}};

// After these a name may start. 蜀山经开区 is not 经开区, 大光明社区 not 光明社区.
constexpr std::u32string_view kBoundaries = U"省市区县镇乡街道路巷号弄栋园心处旁近侧院城场站口村里苑楼厦在与和、";

// A short name that goes on as a road is not the community: 安居苑东区 lies in it, 安居苑东路 need not.
constexpr std::u32string_view kRoadEndings = U"路街道巷桥镇乡";
constexpr std::u32string_view kRoadParts = U"东西南北中大";

bool ends_with(std::u32string_view text, std::u32string_view word) {
  return text.size() >= word.size() && text.substr(text.size() - word.size()) == word;
}

std::vector<std::u32string_view> split(std::u32string_view words) {
  std::vector<std::u32string_view> parts;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(U' ', at), words.size());
    parts.push_back(words.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

std::u32string folded_without_spaces(std::string_view text) {
  std::u32string folded = fold_text(text);
  folded.erase(std::remove(folded.begin(), folded.end(), U' '), folded.end());
  return folded;
}

bool is_boundary(std::u32string_view text, std::size_t at) {
  if (at == 0 || !is_han(text[at - 1])) return true;
  return kBoundaries.find(text[at - 1]) != std::u32string_view::npos;
}

bool is_road_name(std::u32string_view name) {
  return ends_with(name, U"路") || ends_with(name, U"街") || ends_with(name, U"道") || ends_with(name, U"巷");
}

bool goes_on_as_road(std::u32string_view text, std::size_t at) {
  const bool parted = at < text.size() && kRoadParts.find(text[at]) != std::u32string_view::npos;
  const char32_t code = char_at(text, parted ? at + 1 : at);
  return code != 0 && kRoadEndings.find(code) != std::u32string_view::npos;
}

std::size_t number_of(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  names.push_back(name);
  return names.size() - 1;
}

bool is_one_of(const std::vector<std::size_t>& set, std::size_t value) {
  return std::find(set.begin(), set.end(), value) != set.end();
}

// Whether the address names a district or county that no community here lies in: 六安市金安区, 肥西县.
bool names_foreign_district(std::u32string_view address, bool knows_district) {
  if (knows_district) return false;
  constexpr std::size_t kHead = 24;  // the administrative part stands in front
  const std::u32string_view head = address.substr(0, std::min(kHead, address.size()));
  for (std::size_t at = 2; at < head.size(); ++at) {
    if (head[at] == U'县' && is_han(head[at - 1])) return true;
    if (head[at] != U'区') continue;
    constexpr std::u32string_view kNoDistrict = U"社小园发校厂院景片新北南东西城库宿住务";
    if (kNoDistrict.find(head[at - 1]) != std::u32string_view::npos || !is_han(head[at - 1])) continue;
    const bool after_city = head.substr(0, at).find(U'市') != std::u32string_view::npos;
    if (after_city || at <= 3) return true;
  }
  return false;
}

}  // namespace

// What the address says of district and street.
struct AddressIndex::Scope {
  std::vector<std::size_t> districts;
  std::vector<std::size_t> streets;
  bool elsewhere = false;  // it names a district that has no community here

  bool holds(std::size_t district, std::size_t street) const {
    if (elsewhere) return false;
    if (!streets.empty() && !is_one_of(streets, street)) return false;
    return districts.empty() || is_one_of(districts, district);
  }
};

AddressIndex::AddressIndex(const std::vector<Community>& communities) {
  std::vector<std::string> districts;
  std::vector<std::string> streets;
  for (std::size_t i = 0; i < communities.size(); ++i) {
    const Community& community = communities[i];
    const std::size_t district = number_of(districts, community.district);
    const std::size_t street = number_of(streets, community.district + '\n' + community.street);
    if (street == district_of_street_.size()) {
      district_of_street_.push_back(district);
      add_street(community.street, street);
    }
    district_of_.push_back(district);
    street_of_.push_back(street);
    const std::u32string whole = folded_without_spaces(community.name);
    const std::u32string brief = folded_without_spaces(short_community_name(community.name));
    add({.text = brief, .kind = Kind::kCommunity, .owner = i, .whole = brief == whole});
    // A name with one of the endings is found by its short form, which other communities may share.
    const std::u32string ending = whole.substr(brief.size());
    const bool usual =
        ending.empty() || std::find(kCommunityWords.begin(), kCommunityWords.end(), ending) != kCommunityWords.end();
    if (!usual) add({.text = whole, .kind = Kind::kCommunity, .owner = i, .whole = true});
  }
  for (std::size_t i = 0; i < districts.size(); ++i) add_district(districts[i], i);
  for (auto& [first, names] : by_first_) {
    std::stable_sort(names.begin(), names.end(),
                     [](const Name& left, const Name& right) { return left.text.size() > right.text.size(); });
  }
}

void AddressIndex::add(Name name) {
  if (name.text.empty()) return;
  const char32_t first = name.text.front();
  by_first_[first].push_back(std::move(name));
}

// 庐阳工业区（林店街道） goes by both its names, 天乐社区服务中心 also as 天乐社区.
void AddressIndex::add_street(const std::string& street, std::size_t number) {
  const std::u32string whole = folded_without_spaces(street);
  const std::size_t open = whole.find(U'(');
  add({.text = whole.substr(0, open), .kind = Kind::kStreet, .owner = number, .whole = true});
  if (open != std::u32string::npos) {
    const std::size_t close = std::min(whole.find(U')', open), whole.size());
    add({.text = whole.substr(open + 1, close - open - 1), .kind = Kind::kStreet, .owner = number, .whole = true});
    add({.text = whole, .kind = Kind::kStreet, .owner = number, .whole = true});
  }
  constexpr std::u32string_view kCentre = U"服务中心";
  if (ends_with(whole, U"社区服务中心")) {
    add({.text = whole.substr(0, whole.size() - kCentre.size()), .kind = Kind::kStreet, .owner = number});
  }
}

void AddressIndex::add_district(const std::string& district, std::size_t number) {
  const std::u32string whole = folded_without_spaces(district);
  for (const Zone& zone : kZones) {
    const auto names = split(zone.names);
    const bool same = std::any_of(names.begin(), names.end(), [&](auto name) { return ends_with(whole, name); });
    if (!same) continue;
    for (const auto name : names) {
      add({.text = std::u32string(name), .kind = Kind::kDistrict, .owner = number, .needs_boundary = true});
    }
    return;
  }
  add({.text = whole, .kind = Kind::kDistrict, .owner = number, .whole = true});
}

std::optional<AddressIndex::Hit> AddressIndex::hit_at(std::u32string_view address, std::size_t at,
                                                      const Name& name) const {
  if (!starts_with(address, at, name.text)) return std::nullopt;
  Hit hit{.name = &name, .begin = at, .end = at + name.text.size(), .reach = at + name.text.size()};
  const bool after_city = at >= 2 && address.substr(at - 2, 2) == U"合肥";
  const bool bounded = is_boundary(address, at) || after_city;
  if (name.kind != Kind::kCommunity) return name.needs_boundary && !bounded ? std::nullopt : std::optional{hit};
  for (const std::u32string_view word : kCommunityWords) {
    if (!starts_with(address, hit.end, word)) continue;
    hit.reach = hit.end + word.size();
    break;
  }
  const bool said = hit.reach > hit.end;
  if (name.text.size() <= 2 && !bounded) return std::nullopt;
  if (said || name.whole) {
    hit.strength = said ? 3 : 2;
    return hit;
  }
  const bool other = goes_on_as_road(address, hit.end);
  if (other || is_road_name(name.text) || name.text.size() <= 2 || !bounded) return std::nullopt;
  hit.strength = 1;
  return hit;
}

// From left to right, the longest name at each place; what lies within a longer hit of the same kind is no hit.
std::vector<AddressIndex::Hit> AddressIndex::hits_in(std::u32string_view address) const {
  std::vector<Hit> hits;
  std::size_t community_end = 0;
  for (std::size_t at = 0; at < address.size(); ++at) {
    const auto names = by_first_.find(address[at]);
    if (names == by_first_.end()) continue;
    std::size_t longest = 0;
    for (const Name& name : names->second) {
      const auto hit = hit_at(address, at, name);
      if (!hit) continue;
      if (name.kind != Kind::kCommunity) {
        hits.push_back(*hit);
      } else if (at >= community_end || hit->end > community_end) {
        if (longest > name.text.size()) continue;
        longest = name.text.size();
        hits.push_back(*hit);
      }
    }
    if (longest > 0) community_end = std::max(community_end, at + longest);
  }
  return hits;
}

AddressIndex::Scope AddressIndex::scope_of(std::u32string_view address, const std::vector<Hit>& hits) const {
  Scope scope;
  std::size_t covered = 0;  // 经开区 within 新站高新区 or within a street's name says nothing
  for (const Hit& hit : hits) {
    if (hit.name->kind == Kind::kStreet && hit.name->whole) covered = std::max(covered, hit.end);
    if (hit.name->kind != Kind::kDistrict || hit.end <= covered) continue;
    covered = hit.end;
    if (!is_one_of(scope.districts, hit.name->owner)) scope.districts.push_back(hit.name->owner);
  }
  for (const Hit& hit : hits) {
    if (hit.name->kind != Kind::kStreet || !hit.name->whole) continue;
    const std::size_t street = hit.name->owner;
    if (scope.districts.empty() || is_one_of(scope.districts, district_of_street_[street]))
      scope.streets.push_back(street);
  }
  scope.elsewhere = names_foreign_district(address, !scope.districts.empty());
  return scope;
}

std::optional<std::size_t> AddressIndex::choose(const std::vector<Hit>& hits, const Scope& scope) const {
  std::optional<std::size_t> best;
  int strongest = 0;
  bool several = false;
  for (const Hit& hit : hits) {
    if (hit.name->kind != Kind::kCommunity || hit.strength < strongest) continue;
    const std::size_t community = hit.name->owner;
    if (!scope.holds(district_of_[community], street_of_[community])) continue;
    if (hit.strength > strongest)
      several = false;
    else
      several = several || (best && *best != community);
    strongest = hit.strength;
    best = community;
  }
  return several ? std::nullopt : best;
}

std::optional<std::size_t> AddressIndex::locate(std::string_view address) const {
  const std::u32string folded = folded_without_spaces(address);
  const std::vector<Hit> hits = hits_in(folded);
  const Scope scope = scope_of(folded, hits);
  // A name that is also a street's or a district's (天乐社区, 蜀山区) counts only when nothing else is named.
  std::vector<Hit> apart;
  for (const Hit& hit : hits) {
    const bool shared = std::any_of(hits.begin(), hits.end(), [&hit](const Hit& other) {
      return other.name->kind != Kind::kCommunity && hit.begin < other.end && other.begin < hit.end;
    });
    if (!shared) apart.push_back(hit);
  }
  if (const auto found = choose(apart, scope)) return found;
  const bool any_apart =
      std::any_of(apart.begin(), apart.end(), [](const Hit& hit) { return hit.name->kind == Kind::kCommunity; });
  if (any_apart) return std::nullopt;
  std::vector<Hit> certain;
  std::copy_if(hits.begin(), hits.end(), std::back_inserter(certain), [](const Hit& hit) { return hit.strength >= 2; });
  return choose(certain, scope);
}

}  // namespace doorstep::domain
