#include <stdexcept>

#include <nlohmann/json.hpp>

#include "schema/index/generation.h"
#include "schema/index/sha256.h"

namespace doorstep::index {
namespace {

// Deeper than any manifest; the parser itself has no limit.
constexpr int kMaxDepth = 4;

// Last of the members, over the text of all others.
constexpr std::string_view kChecksum = "sha256";

// Members in order of their names: one manifest has one text.
nlohmann::json to_json(const Manifest& manifest) {
  nlohmann::json files = nlohmann::json::array();
  for (const ManifestFile& file : manifest.files) {
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
  }
  return {{"format_version", manifest.format_version},
          {"analyzer_version", manifest.analyzer_version},
          {"lexicon", manifest.lexicon},
          {"built_at", base::format_beijing(manifest.built_at)},
          {"postings", manifest.postings},
          {"average_length", manifest.average_length},
          {"files", std::move(files)}};
}

std::string checksum_of(const nlohmann::json& without_checksum) {
  Sha256 hash;
  hash.add(without_checksum.dump());
  return hash.hex();
}

// nlohmann's own conversion narrows in silence.
std::uint64_t number(const nlohmann::json& json, const char* name, std::uint64_t most) {
  const nlohmann::json& value = json.at(name);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > most) {
    throw std::runtime_error(std::string(name) + " is not a number in its range");
  }
  return value.get<std::uint64_t>();
}

// A path that leads out of the generation is no file of it.
std::string relative_path(const nlohmann::json& json) {
  auto text = json.at("path").get<std::string>();
  const std::filesystem::path path(text);
  bool leads_out = text.empty() || text.find('\0') != std::string::npos || path.is_absolute();
  for (const auto& part : path) leads_out = leads_out || part == "..";
  if (leads_out) throw std::runtime_error("a path leads out of the generation");
  return text;
}

Manifest from_json(const nlohmann::json& json) {
  constexpr std::uint64_t kUint32 = 0xFFFF'FFFF;
  constexpr std::uint64_t kUint63 = 0x7FFF'FFFF'FFFF'FFFF;
  Manifest manifest;
  manifest.format_version = static_cast<std::uint32_t>(number(json, "format_version", kUint32));
  manifest.analyzer_version = static_cast<std::uint32_t>(number(json, "analyzer_version", kUint32));
  manifest.lexicon = json.at("lexicon").get<std::string>();
  manifest.postings = number(json, "postings", kUint32);
  manifest.average_length = number(json, "average_length", kUint32);
  const auto built_at = base::parse_instant(json.at("built_at").get<std::string>());
  if (!built_at) throw std::runtime_error("built_at is not a time");
  manifest.built_at = *built_at;
  for (const auto& file : json.at("files")) {
    manifest.files.push_back(
        {relative_path(file), number(file, "bytes", kUint63), file.at("sha256").get<std::string>()});
  }
  return manifest;
}

}  // namespace

std::string format_manifest(const Manifest& manifest) {
  nlohmann::json json = to_json(manifest);
  const std::string checksum = checksum_of(json);
  json[kChecksum] = checksum;
  return json.dump(2) + "\n";
}

Manifest parse_manifest(std::string_view text) {
  bool too_deep = false;
  const auto limit = [&too_deep](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  // What is wrong is said by our own words: the library's quote the text, whatever bytes it holds.
  nlohmann::json json = nlohmann::json::parse(text, limit, false);
  if (too_deep || !json.is_object()) throw std::runtime_error("is no manifest");
  try {
    Manifest manifest = from_json(json);
    const auto checksum = json.find(kChecksum);
    const std::string told = checksum == json.end() ? std::string() : checksum->get<std::string>();
    if (checksum != json.end()) json.erase(checksum);
    manifest.intact = told == checksum_of(json);
    return manifest;
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error("lacks a member, or one is of the wrong kind");
  }
}

}  // namespace doorstep::index
