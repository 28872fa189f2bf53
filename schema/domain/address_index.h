#pragma once

// Finds the names of communities, streets and districts in address texts.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/domain/community.h"

namespace doorstep::domain {

// Immutable after construction, so safe to share between threads. Refers to communities by their position.
class AddressIndex {
 public:
  explicit AddressIndex(const std::vector<Community>& communities);

  // See Gazetteer::locate. Time linear in the address.
  std::optional<std::size_t> locate(std::string_view address) const;

 private:
  enum class Kind { kCommunity, kStreet, kDistrict };

  struct Name {
    std::u32string text;
    Kind kind = Kind::kCommunity;
    std::size_t owner = 0;        // a community's position, else the number of the street or district
    bool whole = false;           // a community's full name; a street's or district's official one
    bool needs_boundary = false;  // may be the end of a longer name (蜀山经济开发区)
  };

  struct Hit {
    const Name* name = nullptr;
    std::size_t begin = 0;
    std::size_t end = 0;    // of the name
    std::size_t reach = 0;  // of the name with the 社区 or 居委会 behind it
    int strength = 0;
  };

  struct Scope;

  void add(Name name);
  void add_street(const std::string& street, std::size_t number);
  void add_district(const std::string& district, std::size_t number);
  std::vector<Hit> hits_in(std::u32string_view address) const;
  std::optional<Hit> hit_at(std::u32string_view address, std::size_t at, const Name& name) const;
  Scope scope_of(std::u32string_view address, const std::vector<Hit>& hits) const;
  std::optional<std::size_t> choose(const std::vector<Hit>& hits, const Scope& scope) const;

  std::vector<std::size_t> street_of_;    // by community
  std::vector<std::size_t> district_of_;  // by community
  std::vector<std::size_t> district_of_street_;
  std::unordered_map<char32_t, std::vector<Name>> by_first_;  // longest first
};

}  // namespace doorstep::domain
