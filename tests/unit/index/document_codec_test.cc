#include "schema/index/document_codec.h"

#include <catch2/catch.hpp>

#include <functional>
#include <random>

#include "tests/unit/index/sample_posting.h"

namespace doorstep::index {
namespace {

using domain::Posting;
using testing::full_posting;

// Takes one field away.
const std::vector<std::function<void(Posting&)>> kRemovals{
    [](Posting& p) { p.title.clear(); },
    [](Posting& p) { p.company.clear(); },
    [](Posting& p) { p.employer_types = 0; },
    [](Posting& p) { p.employer_type_text.clear(); },
    [](Posting& p) { p.category.clear(); },
    [](Posting& p) { p.community_id.clear(); },
    [](Posting& p) { p.address.clear(); },
    [](Posting& p) { p.place.reset(); },
    [](Posting& p) { p.place->community_id.clear(); },
    [](Posting& p) { p.place->accuracy_m = 0; },
    [](Posting& p) { p.place->precision = domain::Precision::kPoint; },
    [](Posting& p) { p.pay.text.clear(); },
    [](Posting& p) { p.pay.monthly_min.reset(); },
    [](Posting& p) { p.pay.monthly_max.reset(); },
    [](Posting& p) { p.pay.unit = domain::PayUnit::kNone; },
    [](Posting& p) { p.pay.negotiable = false; },
    [](Posting& p) { p.experience.min_years.reset(); },
    [](Posting& p) { p.experience.max_years.reset(); },
    [](Posting& p) { p.experience_text.clear(); },
    [](Posting& p) { p.education.reset(); },
    [](Posting& p) { p.education = domain::Education::kAny; },
    [](Posting& p) { p.education_text.clear(); },
    [](Posting& p) { p.employment_type.clear(); },
    [](Posting& p) { p.description.clear(); },
    [](Posting& p) { p.welfare.clear(); },
    [](Posting& p) { p.tags.clear(); },
    [](Posting& p) { p.groups.clear(); },
    [](Posting& p) { p.headcount.reset(); },
    [](Posting& p) { p.posted_at.reset(); },
    [](Posting& p) { p.valid_until.reset(); },
    [](Posting& p) { p.source.clear(); },
};

}  // namespace

TEST_CASE("a posting is read back as it was written, with every field and without each of them") {
  CHECK(decode_posting(encode_posting(full_posting())) == full_posting());
  for (std::size_t i = 0; i < kRemovals.size(); ++i) {
    Posting posting = full_posting();
    kRemovals[i](posting);
    INFO("removal " << i);
    CHECK(posting != full_posting());
    CHECK(decode_posting(encode_posting(posting)) == posting);
  }
}

TEST_CASE("a posting of nothing but an id is read back") {
  Posting posting;
  posting.id = "x";

  CHECK(decode_posting(encode_posting(posting)) == posting);
}

TEST_CASE("bytes without an id are no posting") {
  Posting posting = full_posting();
  posting.id.clear();

  CHECK_FALSE(decode_posting(encode_posting(posting)).has_value());
  CHECK_FALSE(decode_posting("").has_value());
}

TEST_CASE("a field of a later version is skipped") {
  std::string bytes = encode_posting(full_posting());
  bytes.append(
      "\xC8\x03"
      "new",
      5);

  CHECK(decode_posting(bytes) == full_posting());
}

TEST_CASE("a length beyond the end is no posting") {
  CHECK_FALSE(decode_posting(std::string("\x01\x05"
                                         "ab",
                                         4))
                  .has_value());
  CHECK_FALSE(decode_posting(std::string("\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 12)).has_value());
  CHECK_FALSE(decode_posting(std::string("\x01", 1)).has_value());
}

TEST_CASE("a posting cut short anywhere is refused or holds only whole fields") {
  const std::string bytes = encode_posting(full_posting());
  const Posting whole = full_posting();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto posting = decode_posting(std::string_view(bytes).substr(0, size));
    if (posting) CHECK((posting->title.empty() || posting->title == whole.title));
  }
}

TEST_CASE("100,000 damaged postings are refused or read, and what is read has only values that exist") {
  std::string clean = encode_posting(full_posting());
  std::mt19937 random(1);
  std::size_t readable = 0;
  std::size_t impossible = 0;
  for (int i = 0; i < 100'000; ++i) {
    std::string bytes = clean.substr(0, 400);
    for (unsigned change = 0; change <= random() % 4; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    if (random() % 3 == 0) bytes.resize(random() % bytes.size());
    if (random() % 5 == 0) bytes.insert(random() % (bytes.size() + 1), 1, static_cast<char>(random()));
    const auto posting = decode_posting(bytes);
    if (!posting) continue;
    ++readable;
    impossible += posting->id.empty() || (posting->education && *posting->education > domain::Education::kDoctor) ||
                          posting->pay.unit > domain::PayUnit::kPiece ||
                          (posting->place && posting->place->precision > domain::Precision::kStreet)
                      ? 1U
                      : 0U;
  }
  CHECK(readable > 0);
  CHECK(impossible == 0);
}

}  // namespace doorstep::index
