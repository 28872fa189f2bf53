#include "searchd/http/entity_tag.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>
#include <xxhash.h>

#include "searchd/http/header_list.h"

namespace doorstep::http {
namespace {

// With its length before it, so that no two lists of parts read alike.
void add(std::string& text, std::string_view part) {
  fmt::format_to(std::back_inserter(text), "{}:{}", part.size(), part);
}

}  // namespace

std::string entity_tag(const Edition& edition, const HttpRequest& request, std::string_view encoding) {
  std::string text = fmt::format("{} {} {} ", edition.epoch, request.path.size(), request.query.size());
  for (const auto part : {edition.program_version, edition.generation, encoding}) add(text, part);
  for (const auto& segment : request.path) add(text, segment);
  for (const auto& [name, value] : request.query) {
    add(text, name);
    add(text, value);
  }
  const auto hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("\"{:016x}{:016x}\"", hash.high64, hash.low64);
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
  const auto members = split_list(if_none_match);
  return std::any_of(members.begin(), members.end(), [&](std::string_view member) {
    if (member.starts_with("W/")) member.remove_prefix(2);
    return member == tag;
  });
}

bool names_any(std::string_view if_none_match) { return if_none_match == "*"; }

}  // namespace doorstep::http
