#pragma once

// What the writer of an index and its reader must agree on. Prose: schema/README.md.
//
// Prefixes, bits and column numbers are append-only. Anything else that changes what a stored byte means
// raises kFormatVersion, and searchd refuses an index of another version.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace doorstep::index {

inline constexpr std::uint32_t kFormatVersion = 5;

// Term prefixes. Normalised text has no upper-case ASCII, so that one letter cannot be mistaken.
inline constexpr char kWordPrefix = 'W';        // words, Latin tokens, bigrams inside one word, lone characters
inline constexpr char kStraddlingPrefix = 'S';  // bigrams across two words: relaxation and `exact` only
inline constexpr char kIdPrefix = 'Q';          // the posting's id
inline constexpr char kConceptPrefix = 'C';     // key of a concept that the posting speaks of by one of its names
inline constexpr char kNarrowerPrefix = 'N';    // key of a concept of which it speaks of a narrower one
inline constexpr char kEmployerPrefix = 'E';    // words of the employer's name, apart from what is said of the work
inline constexpr char kPlacePrefix = 'P';       // key of a place that it lies at or whose name it holds

// Where in a posting a term occurs. Stored in the place of Xapian's within-document frequency, so that one
// posting list answers for every field and fits one byte; Xapian's own weighting is never used.
class FieldHits {
 public:
  static constexpr std::uint32_t kTitle = 1;         // bit 0
  static constexpr std::uint32_t kTags = 2;          // bit 1: tags, benefits, groups, employment type
  static constexpr std::uint32_t kCompany = 4;       // bit 2
  static constexpr std::uint32_t kPlace = 8;         // bit 3: address, community, street, district
  static constexpr std::uint32_t kDescription = 16;  // bits 4–5: how often in the description, at most kMaxDescription
  static constexpr std::uint32_t kMaxDescription = 3;
  static constexpr std::uint32_t kDescriptionMask = kDescription * kMaxDescription;
  static constexpr std::uint32_t kTitleAside = 64;  // bit 6: in the title, but in brackets: 保洁(可兼职)
  static constexpr std::uint32_t kLearnt = 128;     // bit 7: in none of them; others with the same duties are this
  static constexpr std::uint32_t kCount = 256;      // every packed value is below
  static constexpr std::uint32_t kHeadline = kTitle | kTitleAside | kTags;  // where a posting says what it is

  // A term that a posting has is in at least one field: 0 never occurs.
  static constexpr std::uint32_t add(std::uint32_t packed, std::uint32_t field) {
    if (field != kDescription) return packed | field;
    return description_count(packed) < kMaxDescription ? packed + kDescription : packed;
  }
  static constexpr std::uint32_t description_count(std::uint32_t packed) {
    return (packed & kDescriptionMask) / kDescription;
  }
  // The fields that `exact` looks at, in which brackets are text like any other; 0: none.
  static constexpr std::uint32_t exact_fields(std::uint32_t packed) {
    const std::uint32_t title = (packed & (kTitle | kTitleAside)) != 0 ? kTitle : 0;
    return title | (packed & (kCompany | kDescriptionMask));
  }
};

// Markers of what is not known, in the columns.
inline constexpr std::uint32_t kUnknownPay = std::numeric_limits<std::uint32_t>::max();
inline constexpr std::uint8_t kUnknownLevel = std::numeric_limits<std::uint8_t>::max();  // education, experience
inline constexpr std::uint32_t kUnknownTime = 0;                                         // posted_at
inline constexpr std::uint16_t kNoValue = 0;                                             // dictionary columns
inline constexpr std::uint32_t kNoEmployer = 0;                                          // employer
inline constexpr std::uint8_t kNoAgeLimit = std::numeric_limits<std::uint8_t>::max();    // age_max
inline constexpr std::uint32_t kNoCopies = 0;                                            // copy_group

// Files of a generation.
inline constexpr std::string_view kCurrentFile = "CURRENT";
inline constexpr std::string_view kWriterFile = "WRITER";
inline constexpr std::string_view kManifestFile = "manifest.json";
inline constexpr std::string_view kLockFile = "LOCK";
inline constexpr std::string_view kBaseFolder = "base";
inline constexpr std::string_view kColumnsFile = "columns.bin";
inline constexpr std::string_view kTextsFile = "texts.bin";
inline constexpr std::string_view kPostingsFile = "postings.bin";
inline constexpr std::string_view kCommunitiesFile = "communities.csv";

inline std::string word_term(std::string_view word) { return std::string(1, kWordPrefix).append(word); }
inline std::string straddling_term(std::string_view bigram) { return std::string(1, kStraddlingPrefix).append(bigram); }
inline std::string concept_term(std::string_view key) { return std::string(1, kConceptPrefix).append(key); }
inline std::string narrower_term(std::string_view key) { return std::string(1, kNarrowerPrefix).append(key); }
inline std::string employer_term(std::string_view word) { return std::string(1, kEmployerPrefix).append(word); }
inline std::string place_term(std::string_view key) { return std::string(1, kPlacePrefix).append(key); }
inline std::string id_term(std::string_view id) { return std::string(1, kIdPrefix).append(id); }

}  // namespace doorstep::index
