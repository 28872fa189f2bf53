#include <SimpleConverter.hpp>

#include "schema/text/analyzer.h"
#include "schema/text/folder.h"
#include "schema/text/simplifier.h"

namespace doorstep::text {

struct Normalizer::Impl {
  MappedText normalize(std::string_view text, bool mapped) const {
    Folder::Folded folded = folder.fold(text, mapped);
    if (!folded.has_trigger) return std::move(folded.text);
    return simplifier.simplify(folded.text);
  }

  Simplifier simplifier;
  Folder folder{built_in_radicals_tsv(), simplifier};
  opencc::SimpleConverter taiwan{"tw2sp.json"};
};

Normalizer::Normalizer() : impl_(std::make_unique<Impl>()) {}
Normalizer::~Normalizer() = default;

std::string Normalizer::normalize(std::string_view text) const { return impl_->normalize(text, false).text; }

Normalizer::Mapped Normalizer::normalize_mapped(std::string_view text) const {
  MappedText result = impl_->normalize(text, true);
  result.source.push_back(static_cast<std::uint32_t>(text.size()));
  return {.text = std::move(result.text), .source = std::move(result.source)};
}

std::string Normalizer::taiwan_variant(std::string_view text) const {
  const Folder::Folded folded = impl_->folder.fold(text, false);
  if (!folded.has_trigger) return {};
  const std::string usual = impl_->simplifier.simplify(folded.text).text;
  if (usual == folded.text.text) return {};
  // Folded again because OpenCC's phrases hold capitals.
  std::string variant = normalize(impl_->taiwan.Convert(folded.text.text));
  return variant == usual ? std::string{} : variant;
}

}  // namespace doorstep::text
