#include "schema/domain/community.h"

#include <algorithm>
#include <array>

#include "schema/domain/address_index.h"

namespace doorstep::domain {
namespace {

constexpr std::size_t kIdDigits = 12;

// Longest first.
constexpr std::array<std::string_view, 10> kNameEndings{
    "社区居民委员会", "社区居委会", "社区委员会", "居民委员会", "村民委员会", "居委会", "村委会", "社区", "街道", "镇"};

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() > ending.size() && text.substr(text.size() - ending.size()) == ending;
}

}  // namespace

bool is_community_id(std::string_view text) {
  return text.size() == kIdDigits && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string short_community_name(std::string_view name) {
  for (const std::string_view ending : kNameEndings) {
    if (ends_with(name, ending)) return std::string(name.substr(0, name.size() - ending.size()));
  }
  return std::string(name);
}

Gazetteer::Gazetteer(std::vector<Community> communities)
    : communities_(std::move(communities)), addresses_(std::make_shared<const AddressIndex>(communities_)) {
  for (std::size_t i = 0; i < communities_.size(); ++i) by_id_.emplace(communities_[i].id, i);
}

const Community* Gazetteer::find(std::string_view id) const {
  const auto found = by_id_.find(std::string(id));
  return found == by_id_.end() ? nullptr : &communities_[found->second];
}

const Community* Gazetteer::locate(std::string_view address) const {
  if (!addresses_) return nullptr;
  const auto found = addresses_->locate(address);
  return found ? &communities_[*found] : nullptr;
}

}  // namespace doorstep::domain
