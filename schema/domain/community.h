#pragma once

// The urban communities (社区): the usual anchors of a search, and the last resort for a posting's place.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/base/result.h"
#include "schema/domain/place.h"

namespace doorstep::domain {

struct Community {
  std::string id;        // 12 digits of the statistics bureau
  std::string name;      // 三里庵社区居委会
  std::string street;    // 三里庵街道
  std::string district;  // 蜀山区
  LatLng centre;         // WGS-84
  std::uint32_t accuracy_m = kDefaultAccuracyM;

  // What a centre without a stated accuracy is taken to be off by: most published centres are estimates.
  static constexpr std::uint32_t kDefaultAccuracyM = 2000;

  bool operator==(const Community&) const = default;
};

// 12 decimal digits, as the statistics bureau gives them.
bool is_community_id(std::string_view text);

// 三里庵 from 三里庵社区居委会, 三里庵社区 or 三里庵; 上派 from 上派镇. Never empty for a name that is not.
std::string short_community_name(std::string_view name);

class AddressIndex;

// All communities of a region. Immutable after construction, so safe to share between threads.
class Gazetteer {
 public:
  Gazetteer() = default;
  explicit Gazetteer(std::vector<Community> communities);

  // Valid while the gazetteer lives; nullptr if there is none of that id.
  const Community* find(std::string_view id) const;

  const std::vector<Community>& communities() const { return communities_; }

  // The one community that an address names: its name together with district and street where the
  // address gives them, a name followed by 社区 before a bare one, the longest name first. nullptr when none or several remain.
  const Community* locate(std::string_view address) const;

 private:
  std::vector<Community> communities_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::shared_ptr<const AddressIndex> addresses_;  // shared by copies; refers to communities by their position
};

// Reads the communities file (CSV, header at least code,name,street,district,lng_wgs84,lat_wgs84; optional
// accuracy_m; quotes as RFC 4180). Every row that is wrong is an issue whose field is "line N: column";
// the whole fails only when no good row remains or a column is missing.
struct GazetteerFile {
  std::vector<Community> communities;
  base::Issues issues;
};
base::Result<GazetteerFile> parse_communities_csv(std::string_view csv);

// The same columns, written.
std::string format_communities_csv(const std::vector<Community>& communities);

}  // namespace doorstep::domain
