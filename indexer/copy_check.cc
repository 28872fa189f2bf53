#include "indexer/copy_check.h"

#include <algorithm>
#include <array>

#include <xxhash.h>

#include "indexer/compact_text.h"
#include "indexer/employer_key.h"
#include "schema/domain/title_core.h"

namespace doorstep::indexer {
namespace {

using View = std::u32string_view;

// 30 Han characters.
constexpr std::size_t kLongDescription = 30;
// A title that contains the other may add so much: a place, a name, a word of praise.
constexpr std::size_t kLongestAddition = 8;

std::uint64_t hash(View text) { return XXH3_64bits(text.data(), text.size() * sizeof(char32_t)); }

std::uint32_t short_hash(View text) { return std::max<std::uint32_t>(static_cast<std::uint32_t>(hash(text)), 1); }

// 4-6K and 4000-6000元/月 are one pay; where no figure is said, the words are compared.
std::uint32_t pay_key(const domain::Pay& pay, const text::Normalizer& normalizer) {
  if (pay.text.empty()) return 0;
  if (!pay.monthly_min && !pay.monthly_max) {
    const std::u32string words = compact(normalizer.normalize(pay.text));
    return words.empty() ? 0 : short_hash(words);
  }
  const std::array<std::uint32_t, 5> said{pay.monthly_min.value_or(0), pay.monthly_max.value_or(0), pay.months,
                                          static_cast<std::uint32_t>(pay.unit), pay.negotiable ? 1U : 0U};
  return std::max<std::uint32_t>(static_cast<std::uint32_t>(XXH3_64bits(said.data(), sizeof said)), 1);
}

// A value of a field, 0 where the field says nothing.
std::uint32_t label_key(std::string_view text, const text::Normalizer& normalizer) {
  const std::u32string told = compact(normalizer.normalize(text));
  return told.empty() ? 0 : short_hash(told);
}

bool is_figure(char32_t c) {
  constexpr View kHan = U"零一二三四五六七八九十百千万两半";
  return (c >= '0' && c <= '9') || kHan.find(c) != View::npos;
}

// What joins two figures to one: 8:00-17:30, 八点到五点, 18至45; 0: nothing does.
char32_t joint(char32_t c) {
  constexpr View kRanges = U"-~至到—–";
  if (kRanges.find(c) != View::npos) return U'-';
  return c == U':' || c == U'点' || c == U'.' ? c : 0;
}

// Whether blanks (the text goes on at `at`) stand inside a range: 8:00 - 17:30.
bool joined_across(std::string_view normalized, std::size_t at, View joints) {
  if (!joints.empty() && joints.back() == U'-') return true;
  return at < normalized.size() && joint(text::next_code_point(normalized, at)) == U'-';
}

// Hours, ages and pay of a description, with what joins their figures, so that the 6 of 6:00-14:00 is not that of a list.
std::vector<std::uint64_t> figures_of(std::string_view normalized) {
  std::vector<std::uint64_t> figures;
  std::u32string run;
  std::u32string joints;  // behind the run, not yet followed by a figure
  const auto take = [&] {
    if (!run.empty()) figures.push_back(hash(run));
    run.clear();
    joints.clear();
  };
  for (std::size_t at = 0; at < normalized.size();) {
    const char32_t c = text::next_code_point(normalized, at);
    if (is_figure(c)) {
      run.append(joints).push_back(c);
      joints.clear();
    } else if ((c == U'名' || c == U'人' || c == U'位') && joints.empty()) {
      run.clear();  // how many are still looked for changes from notice to notice; 8点 人员到齐 is an hour
    } else if (joint(c) != 0 && !run.empty()) {
      joints.push_back(joint(c));
    } else if (c == U' ') {
      at = std::min(normalized.find_first_not_of(' ', at), normalized.size());  // all of them at once: linear
      if (!joined_across(normalized, at, joints)) take();
    } else {
      take();
    }
  }
  take();
  return figures;
}

template <typename T>
void sort_once(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::vector<std::uint64_t> shingles_of(View text) {
  std::vector<std::uint64_t> shingles;
  if (text.empty()) return shingles;
  if (text.size() < kShingle) return {hash(text)};
  shingles.reserve(text.size());
  for (std::size_t at = 0; at + kShingle <= text.size(); ++at) shingles.push_back(hash(text.substr(at, kShingle)));
  sort_once(shingles);
  return shingles;
}

bool agree_where_said(std::uint32_t a, std::uint32_t b) { return a == b || a == 0 || b == 0; }

// Years of experience that nobody asks for: an open end.
constexpr std::uint32_t kOpen = 100;

// Every site has its own scale: 3-4年 and 3-5年 may be one vacancy, 1-3年 and 3-5年 are two. 不限 is what many put who say nothing.
bool agree_where_said(const domain::Experience& a, const domain::Experience& b) {
  const auto low = [](const domain::Experience& years) { return years.min_years.value_or(0); };
  const auto high = [](const domain::Experience& years) { return years.max_years.value_or(kOpen); };
  const std::uint32_t from = std::max(low(a), low(b));
  const std::uint32_t to = std::min(high(a), high(b));
  const bool is_point = low(a) == high(a) || low(b) == high(b);
  return from < to || (from == to && is_point);
}

// Each says something the other does not: one of the two texts is no shortened other.
bool contradict(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  return !std::includes(a.begin(), a.end(), b.begin(), b.end()) &&
         !std::includes(b.begin(), b.end(), a.begin(), a.end());
}

bool same_employer(const CopyProfile& a, const CopyProfile& b) {
  const bool same_phone = a.phone != 0 && a.phone == b.phone;
  if (a.company.empty() && b.company.empty()) return same_phone || (a.phone == 0 && b.phone == 0);
  return a.company == b.company || (same_phone && (a.company.empty() || b.company.empty()));
}

// Sites of one employer: 收银员 三里庵店 and 收银员 may be two vacancies.
bool names_site(View addition) {
  constexpr std::array<View, 8> kSites{U"店", U"项目", U"厂", U"校区", U"院区", U"分公司", U"基地", U"园区"};
  return std::any_of(kSites.begin(), kSites.end(), [addition](View site) { return addition.find(site) != View::npos; });
}

// 保洁 and 天鹅湖保洁员 may be one vacancy, 保洁 and 保洁主管 not.
bool one_contains_other(const CopyProfile& a, const CopyProfile& b) {
  const View longer = a.title.size() < b.title.size() ? b.title : a.title;
  const View shorter = a.title.size() < b.title.size() ? a.title : b.title;
  const std::size_t at = longer.find(shorter);
  if (shorter.size() < 2 || at == View::npos || longer.size() - shorter.size() > kLongestAddition) return false;
  const bool site = names_site(longer.substr(0, at)) || names_site(longer.substr(at + shorter.size()));
  return !site && a.title_marks == b.title_marks && a.alternatives == b.alternatives;
}

// One text is the other with a little left out or put to its end: a call, a sentence, a note of who passes it on.
bool mostly_within(const CopyProfile& a, const CopyProfile& b, double similarity) {
  const double both = static_cast<double>(a.shingles.size() + b.shingles.size());
  const double shared = both * similarity / (1 + similarity);
  const double smaller = static_cast<double>(std::min(a.shingles.size(), b.shingles.size()));
  return similarity >= kLeastSimilarityWithin && shared >= kLeastShareWithin * smaller;
}

void read_labels(const domain::Posting& posting, const text::Normalizer& normalizer, CopyProfile& profile) {
  profile.label_marks = marks_of(compact(normalizer.normalize(posting.employment_type)));
  for (const std::string& tag : posting.tags) {
    profile.label_marks = joined(profile.label_marks, marks_of(compact(normalizer.normalize(tag))));
  }
  profile.employment_type = label_key(posting.employment_type, normalizer);
  profile.education = static_cast<std::uint32_t>(posting.education.value_or(domain::Education::kAny));
  profile.experience = posting.experience;
  for (const std::string& group : posting.groups) profile.groups.push_back(label_key(group, normalizer));
  sort_once(profile.groups);
}

// What the fields besides title and description say of the work and of whom it is for.
bool labels_agree(const CopyProfile& a, const CopyProfile& b) {
  return agree_where_said(a.employment_type, b.employment_type) && agree_where_said(a.education, b.education) &&
         agree_where_said(a.experience, b.experience) && !contradict(a.groups, b.groups) &&
         !contradict_in_one_matter(joined(a.marks, a.label_marks), joined(b.marks, b.label_marks));
}

}  // namespace

std::uint32_t phone_key(std::string_view contact_phone, std::uint64_t seed) {
  std::string digits;
  std::copy_if(contact_phone.begin(), contact_phone.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  if (digits.size() == 13 && digits.starts_with("86")) digits.erase(0, 2);
  if (digits.empty()) return 0;
  return std::max<std::uint32_t>(static_cast<std::uint32_t>(XXH3_64bits_withSeed(digits.data(), digits.size(), seed)),
                                 1);
}

CopyProfile copy_profile(const domain::Posting& posting, std::uint32_t phone, const text::Normalizer& normalizer) {
  const std::string title = normalizer.normalize(posting.title);
  const std::string description = normalizer.normalize(posting.description);
  CopyProfile profile;
  const std::string core = domain::clean_title(title).core;
  profile.title = compact(core);
  profile.alternatives = core.find('/') != std::string::npos;
  profile.company = employer_key(normalizer.normalize(posting.company));
  profile.address = compact(normalizer.normalize(posting.address));
  profile.pay = pay_key(posting.pay, normalizer);
  profile.phone = phone;
  const std::u32string told = compact(description);
  profile.described = !told.empty();
  profile.title_marks = marks_of(compact(title));
  profile.marks = joined(profile.title_marks, marks_of(told));
  read_labels(posting, normalizer, profile);
  profile.numbers = figures_of(description);
  sort_once(profile.numbers);
  profile.shingles = shingles_of(profile.described ? told : profile.title);
  return profile;
}

bool tells_enough(const CopyProfile& profile) {
  const bool named = !profile.company.empty() || profile.phone != 0;
  const bool told = profile.described || profile.pay != 0 || !profile.address.empty() ||
                    (!profile.company.empty() && profile.phone != 0);
  return (named && told) || (profile.described && profile.shingles.size() >= kLongDescription);
}

double jaccard(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    if (*left == *right) {
      ++shared;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  const std::size_t all = a.size() + b.size() - shared;
  return all == 0 ? 1 : static_cast<double>(shared) / static_cast<double>(all);
}

bool are_copies(const CopyProfile& a, const CopyProfile& b) {
  if (!agree_where_said(a.phone, b.phone) || !agree_where_said(a.pay, b.pay) || !same_employer(a, b)) return false;
  if (contradict(a.title_marks, b.title_marks) || contradict(a.marks, b.marks) || contradict(a.numbers, b.numbers))
    return false;
  if (!labels_agree(a, b)) return false;
  const bool same_title = a.title == b.title;
  if (!same_title && !one_contains_other(a, b)) return false;
  const bool nobody = a.phone == 0 || b.phone == 0;
  if (!a.described && !b.described) {
    // A bare notice: all of it must agree, and where a phone is not said the place too.
    return same_title && a.pay == b.pay && (!nobody || a.address == b.address);
  }
  if (a.described != b.described) return false;
  const double similarity = jaccard(a.shingles, b.shingles);
  if (!same_title || (nobody && a.company.empty())) return similarity >= kLeastSimilarityUnsure;
  return similarity >= kLeastSimilarity || mostly_within(a, b, similarity);
}

}  // namespace doorstep::indexer
