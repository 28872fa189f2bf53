#include "searchd/ops/generation_keeper.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include "schema/base/clock.h"
#include "schema/index/index_layout.h"
#include "schema/json/json_writer.h"

namespace doorstep::ops {
namespace {

using SteadyClock = std::chrono::steady_clock;

// A generation that could not be opened (too many files open, say) is tried again after so long.
constexpr std::chrono::seconds kRetry{10};
// Of one core, to prove a generation that already serves.
constexpr double kProofShare = 0.05;
// With less, the pause after a piece would be longer than a duration can say, and overflow to none.
constexpr double kLeastShare = 1e-6;
// What is told instead of a generation's name when CURRENT holds none.
constexpr const char* kNoGeneration = "CURRENT";
constexpr const char* kNotAName = "CURRENT 里不是一代索引的名字";

std::uint64_t bytes_of(const index::Manifest& manifest) {
  std::uint64_t bytes = 0;
  for (const index::ManifestFile& file : manifest.files) bytes += file.bytes;
  return bytes;
}

std::string damage(const std::string& file) { return fmt::format("{} 与校验和不符：文件已损坏", file); }

}  // namespace

GenerationKeeper::GenerationKeeper(std::filesystem::path index_dir, serving::ReaderVersions versions,
                                   MakeService make_service, const KeeperOptions& options, base::LineLog& log)
    : index_dir_(std::move(index_dir)),
      versions_(std::move(versions)),
      make_service_(std::move(make_service)),
      options_(options),
      log_(log) {
  start();
  thread_ = std::thread([this] { run(); });
}

GenerationKeeper::~GenerationKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<const search::SearchService> GenerationKeeper::current() const {
  const std::lock_guard lock(mutex_);
  return serving_.service;
}

search::IndexHealth GenerationKeeper::health() const {
  const std::lock_guard lock(mutex_);
  return health_;
}

void GenerationKeeper::look_now() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_all();
}

GenerationKeeper::Serving GenerationKeeper::serving() const {
  const std::lock_guard lock(mutex_);
  return serving_;
}

GenerationKeeper::Serving GenerationKeeper::open(const std::string& generation) const {
  Serving opened;
  opened.snapshot = serving::Snapshot::open(index_dir_, generation, versions_);
  opened.service = make_service_(opened.snapshot);
  return opened;
}

// The first generation: what CURRENT names, or what there is instead.
void GenerationKeeper::start() {
  const auto named = index::current_generation(index_dir_);
  if (!named && !std::filesystem::exists(index_dir_ / index::kCurrentFile)) {
    throw std::runtime_error(fmt::format("{}：没有可用的索引（缺少 CURRENT），请先运行 indexer build --out {}",
                                         index_dir_.string(), index_dir_.string()));
  }
  current_is_silent_ = !named;
  std::string reason = kNotAName;
  std::optional<Serving> opened;
  if (named) {
    try {
      opened = open(*named);
    } catch (const std::exception& error) {
      reason = why_unusable(*named, error.what());
    }
  }
  if (opened && is_proven_first(*opened)) {
    const index::Proof proof = compare(*opened, Pace::kFull);
    opened->proven = proof.outcome == index::Proof::Outcome::kGood;
    if (!opened->proven) reason = damage(proof.file);
  }
  if (opened && (opened->proven || !is_proven_first(*opened))) return put_in_service(std::move(*opened));
  reject(named.value_or(kNoGeneration), reason, Retry::kNever);
  if (go_back(named.value_or(""))) return;
  if (!opened) throw std::runtime_error(reason);
  put_in_service(std::move(*opened), health().rejected);
}

void GenerationKeeper::run() {
  while (take_orders()) {
    try {
      follow_current();
      drop_unused();
      const bool due = options_.scrub_share > 0 && SteadyClock::now() >= scrub_at_;
      if (due && !check_in_service()) continue;
    } catch (const std::exception& error) {
      // No memory, or a folder that has gone: what is in service goes on, and all is tried again.
      tell("failed", serving().snapshot->generation(), without_folder(error.what()));
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, options_.poll_interval, [this] { return stopping_ || asked_; });
  }
}

// False: the keeper is to end.
bool GenerationKeeper::take_orders() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(asked_, false)) {
    // They may be tried again, but are not trusted: see adopt().
    for (auto& [generation, refusal] : refused_) refusal.retry_at = SteadyClock::now();
    scrub_at_ = SteadyClock::now();
  }
  return !stopping_;
}

void GenerationKeeper::follow_current() {
  const auto named = index::current_generation(index_dir_);
  if (named.has_value() == current_is_silent_) hear_current(named.has_value());
  if (!named) return;
  if (*named == serving().snapshot->generation()) {
    const std::lock_guard lock(mutex_);
    if (!health_.damaged) health_.rejected.reset();
  } else if (!is_refused(*named)) {
    adopt(*named);
  }
}

// CURRENT began or ceased to name a generation. That it does not is told, but makes nothing else forgotten.
void GenerationKeeper::hear_current(bool names_one) {
  current_is_silent_ = !names_one;
  {
    const std::lock_guard lock(mutex_);
    if (names_one) {
      if (health_.rejected && health_.rejected->generation == kNoGeneration) health_.rejected.reset();
      return;
    }
    ++health_.rejections;
    if (!health_.rejected) health_.rejected = search::RejectedGeneration{kNoGeneration, kNotAName};
  }
  tell("rejected", kNoGeneration, kNotAName);
}

bool GenerationKeeper::is_refused(const std::string& generation) const {
  const auto refused = refused_.find(generation);
  return refused != refused_.end() && SteadyClock::now() < refused->second.retry_at;
}

void GenerationKeeper::adopt(const std::string& generation) {
  const bool was_refused = refused_.contains(generation);
  Serving opened;
  try {
    opened = open(generation);
    if (options_.scrub_share > 0 && (is_proven_first(opened) || was_refused)) {
      const index::Proof proof = compare(opened, Pace::kFull);
      if (proof.outcome == index::Proof::Outcome::kAbandoned) return;
      if (proof.outcome == index::Proof::Outcome::kDamaged) {
        return reject(generation, damage(proof.file), Retry::kNever);
      }
      opened.proven = true;
    }
  } catch (const std::exception& error) {
    return reject(generation, why_unusable(generation, error.what()), Retry::kLater);
  }
  put_in_service(std::move(opened));
}

bool GenerationKeeper::is_proven_first(const Serving& serving) const {
  return options_.scrub_share > 0 && bytes_of(serving.snapshot->manifest()) <= options_.prove_first_bytes;
}

void GenerationKeeper::put_in_service(Serving serving, std::optional<search::RejectedGeneration> instead_of) {
  const bool proven = serving.proven;
  const std::string generation = serving.snapshot->generation();
  const bool is_good = !instead_of || instead_of->generation != generation;
  serving.snapshot->columns().warm();
  serving.service->epoch();  // the first call looks at every posting
  Serving old;
  bool is_change = false;
  {
    const std::lock_guard lock(mutex_);
    is_change = serving_.snapshot || health_.rejected;
    old = std::exchange(serving_, std::move(serving));
    health_.proven = proven;
    // Alone and damaged: most of it can be read, and /readyz says what it is.
    health_.damaged = !is_good;
    health_.rejected = std::move(instead_of);
    if (old.snapshot) ++health_.switches;
  }
  if (is_good) refused_.erase(generation);
  scrub_at_ = SteadyClock::now() + (proven ? options_.scrub_pause : std::chrono::milliseconds{0});
  if (old.snapshot) {
    const bool may_be_needed = !proven && options_.scrub_share > 0;
    const bool may_serve_again = !refused_.contains(old.snapshot->generation()) && (old.proven || !before_);
    if (may_be_needed && may_serve_again) std::swap(old, before_ ? *before_ : before_.emplace(Serving{}));
    if (!may_be_needed && before_) retired_.push_back(*std::exchange(before_, std::nullopt));
    if (old.snapshot) retired_.push_back(std::move(old));
  }
  // The first one is told with the address, unless it is not what CURRENT names.
  if (is_change) tell("serving", generation);
}

void GenerationKeeper::reject(const std::string& generation, std::string reason, Retry retry) {
  const auto retry_at = retry == Retry::kLater ? SteadyClock::now() + kRetry : SteadyClock::time_point::max();
  reason = without_folder(std::move(reason));
  const bool told_before = std::exchange(refused_[generation], Refusal{reason, retry_at}).reason == reason;
  {
    const std::lock_guard lock(mutex_);
    health_.rejected = search::RejectedGeneration{generation, reason};
    if (told_before) return;
    ++health_.rejections;
  }
  tell("rejected", generation, reason);
}

// Puts the generation before, or the latest other that proves good, in service instead of `from`. What was rejected
// stays told. Nothing is spared meanwhile: what serves is damaged, or nothing does.
bool GenerationKeeper::go_back(const std::string& from) {
  if (options_.scrub_share <= 0) return false;
  std::optional<Serving> good = std::exchange(before_, std::nullopt);
  for (const std::string& generation : index::whole_generations(index_dir_)) {
    if (good) break;
    if (generation == from || is_refused(generation)) continue;
    try {
      Serving opened = open(generation);
      const index::Proof proof = compare(opened, Pace::kFull);
      opened.proven = proof.outcome == index::Proof::Outcome::kGood;
      if (opened.proven) good = std::move(opened);
    } catch (const std::exception& error) {
      tell("unusable", generation, without_folder(error.what()));
    }
  }
  if (!good) return false;
  put_in_service(std::move(*good), health().rejected);
  return true;
}

// False: it was abandoned, for there is something else to do.
bool GenerationKeeper::check_in_service() {
  const Serving checked = serving();
  // Should it fail for want of memory or descriptors, it is tried again after the usual time.
  const auto due = std::exchange(scrub_at_, SteadyClock::now() + options_.scrub_pause);
  const index::Proof proof = compare(checked, checked.proven ? Pace::kScrub : Pace::kProof);
  if (proof.outcome == index::Proof::Outcome::kAbandoned) {
    scrub_at_ = due;
    return false;
  }
  scrub_at_ = SteadyClock::now() + options_.scrub_pause;
  settle(checked, proof);
  return true;
}

void GenerationKeeper::settle(const Serving& checked, const index::Proof& proof) {
  const std::string& generation = checked.snapshot->generation();
  const bool good = proof.outcome == index::Proof::Outcome::kGood;
  {
    const std::lock_guard lock(mutex_);
    ++health_.scrubs;
    serving_.proven = health_.proven = good;
    if (good && std::exchange(health_.damaged, false)) health_.rejected.reset();
  }
  if (good) {
    refused_.erase(generation);
    if (!checked.proven) tell("proven", generation);
    if (before_) retired_.push_back(*std::exchange(before_, std::nullopt));
    return;
  }
  reject(generation, damage(proof.file), Retry::kNever);
  if (go_back(generation)) return;
  const std::lock_guard lock(mutex_);
  health_.damaged = true;
}

// A file that is damaged is named, whatever stumbled over it. Of a large generation this is not asked: it would take
// too long.
std::string GenerationKeeper::why_unusable(const std::string& generation, std::string error) {
  if (options_.scrub_share <= 0) return error;
  try {
    const std::filesystem::path folder = index_dir_ / generation;
    const index::Manifest manifest = index::read_manifest(folder);
    index::require_readable(manifest, versions_.analyzer, versions_.lexicon);
    if (bytes_of(manifest) > options_.prove_first_bytes) return error;
    const index::Proof proof = compare(folder, manifest, Pace::kFull);
    if (proof.outcome == index::Proof::Outcome::kDamaged) return damage(proof.file);
  } catch (const std::exception&) {
    // Then the error itself says it best.
  }
  return error;
}

index::Proof GenerationKeeper::compare(const Serving& serving, Pace pace) {
  return compare(serving.snapshot->folder(), serving.snapshot->manifest(), pace);
}

index::Proof GenerationKeeper::compare(const std::filesystem::path& folder, const index::Manifest& manifest,
                                       Pace pace) {
  const double share = pace == Pace::kProof ? kProofShare : std::max(options_.scrub_share, kLeastShare);
  auto begun = base::thread_cpu_time();
  return index::prove(folder, manifest, [&](std::size_t bytes) {
    {
      const std::lock_guard lock(mutex_);
      health_.scrubbed_bytes += bytes;
      if (stopping_) return false;
    }
    if (pace == Pace::kFull) return true;
    const auto worked = base::thread_cpu_time() - begun;
    const bool go_on = pause(std::chrono::duration_cast<std::chrono::nanoseconds>(worked * (1.0 / share - 1.0)));
    begun = base::thread_cpu_time();
    return go_on;
  });
}

// False: there is something else to do. However long the pause, CURRENT is looked at as often as ever.
bool GenerationKeeper::pause(std::chrono::nanoseconds time) {
  const auto end = SteadyClock::now() + time;
  for (;;) {
    const auto now = SteadyClock::now();
    if (now >= look_at_) {
      look_at_ = now + options_.poll_interval;
      drop_unused();
      if (current_moved()) return false;
    }
    if (now >= end) return true;
    std::unique_lock lock(mutex_);
    if (wake_.wait_until(lock, std::min(end, look_at_), [this] { return stopping_ || asked_; })) return false;
  }
}

bool GenerationKeeper::current_moved() const {
  const auto named = index::current_generation(index_dir_);
  if (!named) return !current_is_silent_;
  return *named != serving().snapshot->generation() && !is_refused(*named);
}

void GenerationKeeper::drop_unused() {
  const auto unused = [](const Serving& serving) { return serving.service.use_count() == 1; };
  retired_.erase(std::remove_if(retired_.begin(), retired_.end(), unused), retired_.end());
}

// What is said in public names files of the index folder, but not where that lies.
std::string GenerationKeeper::without_folder(std::string reason) const {
  const std::string folder = (index_dir_ / "").string();
  for (std::size_t at = reason.find(folder); at != std::string::npos; at = reason.find(folder)) {
    reason.erase(at, folder.size());
  }
  return reason;
}

void GenerationKeeper::tell(std::string_view action, const std::string& generation, std::string_view reason) const {
  json::JsonWriter line;
  line.begin_object();
  line.key("event").text("generation").key("action").text(action).key("generation").text(generation);
  if (!reason.empty()) line.key("reason").text(reason);
  line.end_object();
  log_.write(std::move(line).take());
}

}  // namespace doorstep::ops
